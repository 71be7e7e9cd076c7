/** What this person writes into a community's documents. Everything is on the disk when the call returns. */
import type { ActionId, Clock, DocumentId, EntryId, SpaceId } from '../../shared/index.ts'
import {
  charterEntry,
  type CharterText,
  type Documents,
  type Entry,
  messageEntry,
  profileEntry,
  reasonEntry,
  roomEntry,
  type RoomText,
} from '../../documents/index.ts'
import type { MemberRole } from '../../membership/index.ts'
import type { View } from '../../view/index.ts'
import { communityErrors, spaceErrors } from '../errors.ts'

export interface WritingParts {
  readonly documents: Documents
  readonly view: View
  readonly clock: Clock
  /** Throws why this device may not write now. */
  readonly assertMayWrite: () => void
  readonly role: () => MemberRole
}

export class Writing {
  readonly #parts: WritingParts

  constructor(parts: WritingParts) {
    this.#parts = parts
  }

  /** Says what the community is. */
  charter(text: CharterText): void {
    this.#append('charter', charterEntry(this.#now(), text))
  }

  /** Says how this person wishes to be named here. */
  profile(name: string): void {
    this.#append('profiles', profileEntry(this.#now(), name))
  }

  /** Says why something was decided. */
  reason(decision: ActionId, text: string): void {
    this.#append('charter', reasonEntry(this.#now(), { action: decision, text }))
  }

  /** @throws community/not-allowed */
  openRoom(room: RoomText): SpaceId {
    const { documents, assertMayWrite, role } = this.#parts
    assertMayWrite()
    if (role() === 'member') throw communityErrors('not-allowed')
    return documents.open(documents.founding('charter'), (random) => roomEntry(this.#now(), room, random))
  }

  /**
   * Writes a message. The same key writes it once.
   * @throws space/unknown, community/left …, and what documents throw
   */
  send(space: SpaceId, text: string, clientKey: string): EntryId {
    const { documents, view, assertMayWrite } = this.#parts
    assertMayWrite()
    const done = view.marks.sent(clientKey)
    if (done) return done
    if (!view.queries.space(space)) throw spaceErrors('unknown')
    return this.#inPage(documents.writablePage(space), messageEntry(this.#now(), text), (id) =>
      view.marks.keepSent(clientKey, id),
    )
  }

  #inPage(page: DocumentId, entry: Entry, also?: (id: EntryId) => void): EntryId {
    const { documents, view } = this.#parts
    return documents.append(page, entry, view.queries.lastOfOthers(page), also)
  }

  #append(document: 'charter' | 'profiles', entry: Entry): void {
    const { documents, assertMayWrite } = this.#parts
    assertMayWrite()
    documents.append(documents.founding(document), entry, undefined)
  }

  #now(): number {
    return this.#parts.clock.now()
  }
}
