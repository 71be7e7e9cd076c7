/** What is looked at, in memory, each file once; and some of what was looked at last, so that scrolling back finds it. */
import { LIMITS, type Outcome, type Refusal } from '../session/index.ts'

export type Held = { readonly url: string } | { readonly refusal: Refusal }

interface Entry {
  held: Held | undefined
  bytes: number
  readonly stop: AbortController
  readonly watchers: Set<() => void>
}

export type Load = (signal: AbortSignal) => Promise<Outcome<Blob>>

export class HeldFiles {
  readonly #most: number
  /** Those nobody looks at stand in the order in which they were left. */
  readonly #entries = new Map<string, Entry>()

  constructor(most: number = LIMITS.attachmentsHeldBytes) {
    this.#most = most
  }

  get(name: string): Held | undefined {
    return this.#entries.get(name)?.held
  }

  /** Holds it until the answer is called; it is loaded unless it is here. */
  hold(name: string, load: Load, told: () => void): () => void {
    const entry = this.#entries.get(name) ?? this.#begin(name, load)
    // A listener of its own, though the same function may look twice.
    const watcher = (): void => told()
    entry.watchers.add(watcher)
    return () => {
      entry.watchers.delete(watcher)
      if (entry.watchers.size > 0 || this.#entries.get(name) !== entry) return
      this.#entries.delete(name)
      if (entry.held && 'url' in entry.held) {
        this.#entries.set(name, entry)
        this.#trim()
      } else entry.stop.abort()
    }
  }

  #begin(name: string, load: Load): Entry {
    const entry: Entry = { held: undefined, bytes: 0, stop: new AbortController(), watchers: new Set() }
    this.#entries.set(name, entry)
    void load(entry.stop.signal).then((outcome) => {
      if (this.#entries.get(name) !== entry) return
      if (outcome.ok) entry.bytes = outcome.value.size
      entry.held = outcome.ok ? { url: URL.createObjectURL(outcome.value) } : { refusal: outcome.refusal }
      for (const told of [...entry.watchers]) told()
    })
    return entry
  }

  #trim(): void {
    const left = [...this.#entries].filter(([, { watchers }]) => watchers.size === 0)
    let bytes = left.reduce((sum, [, entry]) => sum + entry.bytes, 0)
    for (const [name, entry] of left) {
      if (bytes <= this.#most) return
      bytes -= entry.bytes
      this.#entries.delete(name)
      if (entry.held && 'url' in entry.held) URL.revokeObjectURL(entry.held.url)
    }
  }
}
