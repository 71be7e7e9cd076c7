/**
 * Where newcomers read only what is said after they came, they could not read which rooms there are, since that was said before. So it is
 * said once more whenever the keys have changed: rooms and their newest pages by an owner's or moderator's device, what the community is
 * by an owner's, and names by their bearers, when they next speak. Documents keep their ids: what is said once more names who first said it.
 */
import type { Clock, DeviceId, DocumentId, MemberId } from '../../shared/index.ts'
import { type Documents, type Effect, type Entry, readRoom } from '../../documents/index.ts'
import type { MemberRole, MembershipLog } from '../../membership/index.ts'
import type { Database, Schema } from '../../storage/index.ts'
import type { View } from '../../view/index.ts'
import { makersOf } from './epochs.ts'
import type { Writing } from './writing.ts'

export const restatingSchema: Schema = {
  room: 'restating',
  migrations: [`CREATE TABLE restated (what TEXT PRIMARY KEY, epochs TEXT NOT NULL) STRICT, WITHOUT ROWID`],
}

/** Pages of a room that are named once more, the newest: somebody may still write in the one before. */
const PAGES = 3

export interface RestatingParts {
  readonly me: MemberId
  readonly device: DeviceId
  readonly database: Database
  readonly membership: MembershipLog
  readonly documents: Documents
  readonly view: View
  readonly writing: Writing
  readonly clock: Clock
}

/** What is said once more, and by whose devices. */
const SAYERS: Readonly<Record<'rooms' | 'charter', readonly MemberRole[]>> = {
  rooms: ['owner', 'moderator'],
  charter: ['owner'],
}
type What = keyof typeof SAYERS

export class Restating {
  readonly #parts: RestatingParts

  constructor(parts: RestatingParts) {
    this.#parts = parts
  }

  /** Whether this device has something to say once more. */
  isDue(): boolean {
    return this.#due().length > 0
  }

  /** Says all that is due. */
  restate(): void {
    for (const what of this.#due()) {
      if (what === 'rooms') this.#rooms()
      else this.#charter()
      this.#note(what)
    }
  }

  /** Says once more how this person is named, before they say anything else. */
  introduce(): void {
    const { view, writing, me } = this.#parts
    if (view.queries.history() === 'all' || this.#isNoted('name')) return
    this.#note('name')
    const name = view.queries.names().get(me)
    if (name !== undefined) writing.profile(name)
  }

  #due(): What[] {
    const { view, membership, me } = this.#parts
    const role = membership.state.members.get(me)?.role ?? 'member'
    if (role === 'member' || view.queries.history() === 'all') return []
    return (['rooms', 'charter'] as const).filter(
      (what) => SAYERS[what].includes(role) && !this.#isNoted(what) && !this.#isOthers(SAYERS[what]),
    )
  }

  /** Whether whoever changed the keys says it: a device in use of somebody else who may. */
  #isOthers(roles: readonly MemberRole[]): boolean {
    const { membership, device } = this.#parts
    const { devices, members, epochHeads } = membership.state
    const makers = new Set(epochHeads.flatMap((epoch) => makersOf(membership, epoch)))
    return membership.actions().some((action) => {
      const author = makers.has(action.id) ? devices.get(action.device) : undefined
      if (!author || author.id === device || author.recovery || !membership.isActive(author.id)) return false
      return roles.includes(members.get(author.member)?.role ?? 'member')
    })
  }

  #charter(): void {
    const { view, writing } = this.#parts
    const charter = view.queries.charter()
    if (charter) writing.charter({ name: charter.name, purpose: charter.purpose, rules: charter.rules })
    writing.history(view.queries.history())
  }

  #rooms(): void {
    const { documents, clock } = this.#parts
    sayRoomsAgain(documents, clock.now(), ({ entry }) => readRoom(entry) !== undefined)
  }

  #isNoted(what: What | 'name'): boolean {
    const row = this.#parts.database
      .statement<{ epochs: string }>('SELECT epochs FROM restated WHERE what = ?')
      .get(what)
    return row?.epochs === this.#epochs()
  }

  #note(what: What | 'name'): void {
    const { database } = this.#parts
    database.transaction('received', () => {
      database.statement('INSERT OR REPLACE INTO restated (what, epochs) VALUES (?, ?)').run(what, this.#epochs())
    })
  }

  #epochs(): string {
    return this.#parts.membership.state.epochHeads.join()
  }
}

/** Says once more which rooms there are and which pages are their newest, each under the name of the device that first said it. */
export function sayRoomsAgain(documents: Documents, now: number, isRoom: (effect: Effect) => boolean): void {
  const again = (inside: DocumentId, { entry, device }: Effect, later: number): void => {
    const fields: Entry['fields'] = new Map([['opener', device], ...entry.fields])
    documents.append(inside, { kind: entry.kind, at: now + later, fields }, undefined)
  }
  const charter = documents.founding('charter')
  for (const [at, room] of openings(documents.effects(charter)).filter(isRoom).entries()) {
    again(charter, room, at)
    if (!room.opened || !documents.has(room.opened)) continue
    for (const page of openings(documents.effects(room.opened)).slice(-PAGES)) again(room.opened, page, 0)
  }
}

/** Of each document that is opened the last entry that does, of those by whom it is called after if there are any. */
function openings(effects: Iterable<Effect>): Effect[] {
  const last = new Map<DocumentId, Effect>()
  for (const effect of effects) {
    const known = effect.opened && last.get(effect.opened)
    if (effect.opened && !(isRestated(effect) && known && !isRestated(known))) last.set(effect.opened, effect)
  }
  return [...last.values()]
}

function isRestated({ entry }: Effect): boolean {
  return entry.fields.has('opener')
}
