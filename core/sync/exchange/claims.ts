import type { DocumentId } from '../../shared/index.ts'

/** Who fetches a thing, such as a document: one session at a time, so that the same does not come from everybody at once. */
export class Claims<Session, Id = DocumentId> {
  readonly #holders = new Map<Id, Session>()

  /** Whether the session may fetch it now. */
  take(id: Id, session: Session): boolean {
    if (!this.isFree(id, session)) return false
    this.#holders.set(id, session)
    return true
  }

  /** Whether nobody else fetches it. */
  isFree(id: Id, session: Session): boolean {
    const holder = this.#holders.get(id)
    return holder === undefined || holder === session
  }

  /** The session is done with it, or gives it up; answers whether it had held it. */
  give(id: Id, session: Session): boolean {
    return this.#holders.get(id) === session && this.#holders.delete(id)
  }
}
