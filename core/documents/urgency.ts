/** In which order documents had best be fetched: what a person looks at first, then what tells of others, then pages from the newest on. */
import type { DocumentId, Listeners } from '../shared/index.ts'
import type { DocumentChange } from './about.ts'
import type { FeedStore } from './feeds/store.ts'

/** Above all pages, which are as urgent as they are new. */
const TELLING = 2 ** 40
/** Newest pages of a room that are on the screen when it is opened. */
const SHOWN = 2

export class Urgency {
  readonly #store: FeedStore
  /** Rooms that are open on a screen, and on how many. */
  readonly #watched = new Map<DocumentId, number>()
  #onScreen: readonly DocumentId[] | undefined

  /** @param changed told with no items when a document became known, or is another */
  constructor(store: FeedStore, changed: Listeners<DocumentChange>) {
    this.#store = store
    changed.add(({ items }) => {
      if (items.length === 0) this.#onScreen = undefined
    })
  }

  /** A number that is higher for what is wanted sooner. */
  of(document: DocumentId): number {
    const known = this.#store.document(document)
    if (!known) return 0
    return known.kind === 'room-page' ? known.number : TELLING - known.number
  }

  /** A screen shows a room, until the answer is called. */
  watch(space: DocumentId): () => void {
    this.#count(space, 1)
    let isOver = false
    return () => {
      if (!isOver) this.#count(space, -1)
      isOver = true
    }
  }

  /** What the screens show: of each open room its root and its newest pages. */
  onScreen(): readonly DocumentId[] {
    this.#onScreen ??= [...this.#watched.keys()].flatMap((space) => [
      space,
      ...this.#store
        .children(space)
        .slice(-SHOWN)
        .map(({ id }) => id)
        .toReversed(),
    ])
    return this.#onScreen
  }

  #count(space: DocumentId, by: 1 | -1): void {
    const screens = (this.#watched.get(space) ?? 0) + by
    if (screens > 0) this.#watched.set(space, screens)
    else this.#watched.delete(space)
    this.#onScreen = undefined
  }
}
