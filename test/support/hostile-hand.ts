/** The keys of somebody in a neighbourhood, to write with by hand what their Folkmoot never would. */
import { join } from 'node:path'
import { KeyRing, MembershipLog, membershipSchema } from '../../core/membership/index.ts'
import type { CommunityId } from '../../core/shared/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import type { Neighbour, Neighbours } from './neighbours.ts'
import { keptLog } from './surroundings.ts'

/** A copy of the person's membership; closed with the answer. */
export async function handOf(all: Neighbours, person: Neighbour, community: CommunityId) {
  const { carried, device, secret } = await all.inside(person, community)
  const path = join(all.folder, `hand of ${person.name}.db`)
  const database = openDatabase({ path, key: new Uint8Array(32), schemas: [membershipSchema] })
  const membership = MembershipLog.begin({ database, community, log: keptLog() }, secret, carried.log.missingFor([]))
  const writer = { device, membership, ring: new KeyRing(device, () => membership.state) }
  return { writer, documents: carried.documents, [Symbol.dispose]: () => database.close() }
}
