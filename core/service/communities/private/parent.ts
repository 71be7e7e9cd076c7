/** What a private space needs of the community it lies in. */
import type { CommunityId, DeviceId, MemberId } from '../../../shared/index.ts'
import type { HistorySetting } from '../../../documents/index.ts'
import type { Device } from '../../../identity/index.ts'
import type { MembershipLog } from '../../../membership/index.ts'
import type { View } from '../../../view/index.ts'
import type { CommunityKeeping } from '../keepers/keeping.ts'
import type { Standing } from '../standing.ts'

export interface PrivateParent {
  readonly community: CommunityId
  /** Of an archive: the community it is of. */
  readonly archiveOf: CommunityId | undefined
  readonly me: MemberId
  readonly device: DeviceId
  /** This device has the same keys in the community and in all its private spaces. */
  readonly deviceKeys: Device
  readonly membership: MembershipLog
  readonly view: View
  /** The community's keepers. */
  readonly keeping: Pick<CommunityKeeping, 'list' | 'onChange'>
  standing(): Standing
  /** @throws community/left, community/removed, community/pending, community/device-… */
  assertMayWrite(): void
  /** What newcomers may read. */
  history(): HistorySetting
}
