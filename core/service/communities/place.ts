/** What holds rooms: a community, or a private space among some of its members. */
import type { Documents } from '../../documents/index.ts'
import type { MembershipLog } from '../../membership/index.ts'
import type { View } from '../../view/index.ts'
import type { PlaceFiles } from './files/place-files.ts'
import type { Signals } from './signals.ts'
import type { Writing } from './writing.ts'

export interface Place {
  readonly membership: MembershipLog
  readonly documents: Documents
  readonly view: View
  readonly writing: Writing
  readonly signals: Signals
  readonly files: PlaceFiles
  /** Whether everybody may keep messages in sight, as among a few, or only owners and moderators. */
  readonly everybodyPins: boolean
}
