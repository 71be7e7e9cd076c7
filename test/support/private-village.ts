/** A private space of some people of a small community: its own log, keys, documents and database for each, carried by sync as one more. */
import { join } from 'node:path'
import { Documents, documentsSchema, messageEntry, roomEntry } from '../../core/documents/index.ts'
import { publicDevice } from '../../core/identity/index.ts'
import {
  addPerson,
  type DecisionContext,
  foundPrivate,
  KeyRing,
  MembershipLog,
  membershipSchema,
} from '../../core/membership/index.ts'
import type { CommunityId, DocumentId } from '../../core/shared/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { type CarriedPerson, carriedOf } from './carried-person.ts'
import type { Person, SmallCommunity } from './small-community.ts'
import { keptLog, seededRandom } from './surroundings.ts'

export interface PrivateVillage {
  readonly space: CommunityId
  readonly room: DocumentId
  person(name: string): Person
  /** What sync carries for somebody who knows of the space. */
  carried(name: string): CarriedPerson
  /** Begins the log of somebody with the first action alone, as a letter brings it. */
  learn(name: string): CarriedPerson
  context(name: string): DecisionContext
  say(name: string, text: string): void
  [Symbol.dispose](): void
}

/** @param others are added by the founder; they learn of it when they are told to */
export function privateVillage(
  small: SmallCommunity,
  founder: string,
  others: readonly string[],
  seed = 'private',
): PrivateVillage {
  const random = seededRandom(`${seed} ${founder}`)
  const people = new Map<string, Person>()
  const first = small.person(founder).device
  const founding = foundPrivate(first, random, small.clock.now())
  const { community } = founding

  const begin = (name: string): Person => {
    const { device } = small.person(name)
    const path = join(small.folder, `${name}-${community.slice(0, 8)}.db`)
    const database = openDatabase({
      path,
      key: new Uint8Array(32).fill(8),
      schemas: [membershipSchema, documentsSchema],
    })
    const log = keptLog()
    const membership = MembershipLog.begin({ database, community, log }, founding.secret, [founding.item])
    const ring = new KeyRing(device, () => membership.state)
    const view = { apply: () => undefined, refold: () => undefined }
    const { clock } = small
    const documents = new Documents({ database, community, membership, ring, device, clock, random, log, view })
    const person = { name, device, database, membership, ring, documents, effects: [], log }
    people.set(name, person)
    return person
  }
  const person = (name: string): Person => people.get(name) ?? begin(name)
  const context = (name: string): DecisionContext => {
    const { membership, ring, device } = person(name)
    return { log: membership, ring, device, random, now: small.clock.now() }
  }
  const carried = (name: string): CarriedPerson =>
    Object.assign(carriedOf({ community, person, clock: small.clock }, name), { parent: small.community })

  const { documents } = begin(founder)
  const room = documents.open(documents.founding('charter'), (text) =>
    roomEntry(small.clock.now(), { name: 'behind the hedge', topic: '' }, text),
  )
  for (const name of others)
    addPerson(context(founder), [publicDevice(small.person(name).device)], { role: 'member', history: 'all' })

  return {
    space: community,
    room,
    person,
    carried,
    learn: (name) => {
      begin(name)
      return carried(name)
    },
    context,
    say(name, text) {
      small.clock.advance(1000)
      const own = person(name).documents
      own.append(own.writablePage(room), messageEntry(small.clock.now(), text), undefined)
    },
    [Symbol.dispose]() {
      for (const { database } of people.values()) database.close()
    },
  }
}
