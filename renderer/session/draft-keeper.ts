/** Hands a draft on to be kept: not with every key, but at once when it is sent or the person turns away. */
import type { EntryId } from '../../core/shared/index.ts'
import { answeredIn, draftOf, watchDrafts } from './drafts.ts'

/** Milliseconds without a key after which it is kept. */
const rest = 600

/** `keep` answers whether text and answered message are kept now; what is not is tried again with the next change, or when asked. */
export class DraftKeeper {
  readonly #place: string
  readonly #keep: (text: string, reply: EntryId | undefined) => Promise<boolean>
  readonly #end: () => void
  #kept: string
  #timer: ReturnType<typeof setTimeout> | undefined
  #last: Promise<void> = Promise.resolve()

  constructor(place: string, keep: (text: string, reply: EntryId | undefined) => Promise<boolean>) {
    this.#place = place
    this.#keep = keep
    this.#kept = markOf(draftOf(place), answeredIn(place)?.id)
    this.#end = watchDrafts((changed) => {
      if (changed === place) this.#changed()
    })
  }

  /** Keeps what stands there now; done when core has answered. */
  readonly flush = (): Promise<void> => {
    clearTimeout(this.#timer)
    this.#last = this.#last.then(async () => {
      const [text, reply] = [draftOf(this.#place), answeredIn(this.#place)?.id]
      const mark = markOf(text, reply)
      if (mark !== this.#kept && (await this.#keep(text, reply))) this.#kept = mark
    })
    return this.#last
  }

  /** Keeps what stands there, and no more after it. */
  async stop(): Promise<void> {
    this.#end()
    await this.flush()
  }

  #changed(): void {
    clearTimeout(this.#timer)
    if (draftOf(this.#place) === '') void this.flush()
    else this.#timer = setTimeout(() => void this.flush(), rest)
  }
}

/** Equal for what is equal. */
function markOf(text: string, reply: EntryId | undefined): string {
  return `${reply ?? ''} ${text}`
}
