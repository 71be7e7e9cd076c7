/** A place that is read from an archive, over a database that was filled from its record: as a community is, by nobody who is in it. */
import type { Clock, CommunityId, DeviceId, Log, Random } from '../../shared/index.ts'
import { Documents, documentsSchema } from '../../documents/index.ts'
import { deviceOf, memberIdOf, newDeviceSeed } from '../../identity/index.ts'
import { type Member, type MembershipLog, membershipSchema } from '../../membership/index.ts'
import type { Database, Schema } from '../../storage/index.ts'
import { markSchema, View, viewSchema } from '../../view/index.ts'
import type { ArchivePlace } from '../about.ts'
import { archiveKeySchema, ArchiveKeys } from './keys.ts'

/** The tables a database needs for it. */
export const placeSchemas: readonly Schema[] = [
  membershipSchema,
  documentsSchema,
  viewSchema,
  markSchema,
  archiveKeySchema,
]

export interface PlaceParts {
  readonly database: Database
  readonly community: CommunityId
  readonly membership: MembershipLog
  /** The log of the community a private space is in: there it stands who its devices belong to. */
  readonly parent?: MembershipLog | undefined
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

export interface OpenPlace extends ArchivePlace {
  readonly keys: ArchiveKeys
  close(): void
}

export function openPlace(parts: PlaceParts): OpenPlace {
  const { database, community, membership, parent, clock, random, log } = parts
  const keys = new ArchiveKeys(database)
  const device = deviceOf(newDeviceSeed(random))
  const view = new View({
    database,
    community,
    me: memberIdOf(device.signing.publicKey),
    isPrivate: parent !== undefined,
    log,
    memberOf: (of) => memberOf(membership, parent, of),
    // What is read from an archive is news to nobody.
    mySince: () => Number.MAX_SAFE_INTEGER,
    now: () => clock.now(),
  })
  const documents = new Documents({ database, community, membership, ring: keys, device, clock, random, log, view })
  view.prepare(() => documents.effects())
  const close = (): void => {
    documents.close()
    view.close()
  }
  return { community, membership, documents, ring: keys, view, keys, close }
}

function memberOf(membership: MembershipLog, parent: MembershipLog | undefined, of: DeviceId): Member | undefined {
  const known = membership.state.devices.get(of)
  const { devices, members } = (parent ?? membership).state
  const member = known && devices.get(of)?.member
  return member && members.get(member)
}
