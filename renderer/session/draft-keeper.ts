/** Hands a draft on to be kept: not with every key, but at once when it is sent or the person turns away. */
import { draftOf, watchDrafts } from './drafts.ts'

/** Milliseconds without a key after which it is kept. */
const rest = 600

/** `keep` answers whether the text is kept now; what is not is tried again with the next change, or when asked. */
export class DraftKeeper {
  readonly #place: string
  readonly #keep: (text: string) => Promise<boolean>
  readonly #end: () => void
  #kept: string
  #timer: ReturnType<typeof setTimeout> | undefined
  #last: Promise<void> = Promise.resolve()

  constructor(place: string, keep: (text: string) => Promise<boolean>) {
    this.#place = place
    this.#keep = keep
    this.#kept = draftOf(place)
    this.#end = watchDrafts((changed) => {
      if (changed === place) this.#changed()
    })
  }

  /** Keeps what stands there now; done when core has answered. */
  readonly flush = (): Promise<void> => {
    clearTimeout(this.#timer)
    this.#last = this.#last.then(async () => {
      const text = draftOf(this.#place)
      if (text !== this.#kept && (await this.#keep(text))) this.#kept = text
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
