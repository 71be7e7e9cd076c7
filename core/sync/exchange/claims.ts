import type { DocumentId } from '../../shared/index.ts'

/** Who fetches a document: one session at a time, so that the same history does not come from everybody at once. */
export class Claims<Session> {
  readonly #holders = new Map<DocumentId, Session>()

  /** Whether the session may fetch the document now. */
  take(document: DocumentId, session: Session): boolean {
    const holder = this.#holders.get(document)
    if (holder !== undefined && holder !== session) return false
    this.#holders.set(document, session)
    return true
  }

  /** The session is done with it, or gives it up; answers whether it had held it. */
  give(document: DocumentId, session: Session): boolean {
    return this.#holders.get(document) === session && this.#holders.delete(document)
  }
}
