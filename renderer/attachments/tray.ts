/** Files that are to go with the next message of one place. They are handed over at once, one after the other, and wait here to be sent. */
import { attachmentKind, type AttachmentKind, cleanMediaType, LIMITS } from '../../core/shared/index.ts'
import type { Refusal } from '../session/index.ts'
import { unread, type Handing } from './hand-over.ts'
import { prepare as prepareFile, type Prepared } from './prepare.ts'

export interface Item {
  readonly key: string
  readonly file: File
  readonly kind: AttachmentKind
  /** The person wishes to send the file itself and not what is drawn from it. */
  readonly original: boolean
  /** What a picture shows, in the person's words. */
  readonly alt: string
  readonly step: 'preparing' | 'handing' | 'ready' | 'failed'
  /** Bytes that were handed over. */
  readonly done: number
  readonly prepared?: Prepared | undefined
  /** What core calls it, once it has all of it. */
  readonly id?: string | undefined
  readonly refusal?: Refusal | undefined
}

/** Why something of what was chosen is not among the files. */
export interface TrayTrouble {
  readonly tooLarge: readonly { readonly name: string; readonly size: number }[]
  readonly tooMany: boolean
  readonly folder: boolean
}

export interface TrayState {
  readonly items: readonly Item[]
  readonly trouble: TrayTrouble | undefined
}

export class Tray {
  readonly #handing: Handing
  readonly #prepare: typeof prepareFile
  readonly #running = new Map<string, AbortController>()
  readonly #listeners = new Set<() => void>()
  #state: TrayState = { items: [], trouble: undefined }
  #last: Promise<void> = Promise.resolve()

  constructor(handing: Handing, prepare = prepareFile) {
    this.#handing = handing
    this.#prepare = prepare
  }

  readonly snapshot = (): TrayState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Takes as many as there is room for; of the others it says why. */
  add(files: readonly File[], folder = false): void {
    const fitting = files.filter(({ size }) => size <= LIMITS.attachmentBytes)
    const tooLarge = files.filter(({ size }) => size > LIMITS.attachmentBytes)
    const room = Math.max(0, LIMITS.attachmentsPerMessage - this.#state.items.length)
    const trouble = { tooLarge, tooMany: fitting.length > room, folder }
    const items = fitting.slice(0, room).map((file) => itemOf(file))
    this.#become({
      items: [...this.#state.items, ...items],
      trouble: tooLarge.length > 0 || trouble.tooMany || folder ? trouble : undefined,
    })
    for (const { key } of items) this.#begin(key)
  }

  remove(key: string): void {
    this.#stop(key)
    this.#become({ items: this.#state.items.filter((item) => item.key !== key), trouble: undefined })
  }

  describe(key: string, alt: string): void {
    this.#change(key, { alt })
  }

  /** Sends the file itself, or what is drawn from it. */
  choose(key: string, original: boolean): void {
    this.#stop(key)
    this.#change(key, { ...untouched, original })
    this.#begin(key)
  }

  again(key: string): void {
    this.#stop(key)
    this.#change(key, untouched)
    this.#begin(key)
  }

  calm(): void {
    this.#become({ ...this.#state, trouble: undefined })
  }

  /** Hands out all of them: from now on they are the caller's to keep. */
  take(): readonly Item[] {
    const { items } = this.#state
    this.#become({ items: [], trouble: undefined })
    return items
  }

  /** Takes back what could not be sent; `anew` when core knows these files no more. */
  putBack(items: readonly Item[], anew: boolean): void {
    const known = new Set(this.#state.items.map(({ key }) => key))
    const back = items.filter(({ key }) => !known.has(key))
    this.#become({ ...this.#state, items: [...back, ...this.#state.items] })
    if (anew) for (const { key } of back) this.again(key)
  }

  #begin(key: string): void {
    const stop = new AbortController()
    this.#running.set(key, stop)
    this.#last = this.#last.then(() => this.#run(key, stop.signal))
  }

  /** Never rejects. */
  async #run(key: string, signal: AbortSignal): Promise<void> {
    const item = this.#state.items.find((each) => each.key === key)
    if (!item || signal.aborted) return
    let prepared: Prepared
    try {
      prepared = await this.#prepare(item.file, item.original)
    } catch {
      // It was there when it was chosen.
      if (!signal.aborted) this.#change(key, { step: 'failed', refusal: unread })
      return
    }
    if (signal.aborted) return
    this.#change(key, { prepared, step: 'handing' })
    const told = (done: number): void => {
      if (!signal.aborted) this.#change(key, { done })
    }
    const outcome = await this.#handing.over(prepared, told, signal)
    if (signal.aborted) {
      if (outcome.ok) this.#handing.letGo(outcome.value)
      return
    }
    this.#running.delete(key)
    this.#change(key, outcome.ok ? { step: 'ready', id: outcome.value } : { step: 'failed', refusal: outcome.refusal })
  }

  #stop(key: string): void {
    this.#running.get(key)?.abort()
    this.#running.delete(key)
    const id = this.#state.items.find((item) => item.key === key)?.id
    if (id !== undefined) this.#handing.letGo(id)
  }

  #change(key: string, change: Partial<Item>): void {
    const items = this.#state.items.map((item) => (item.key === key ? { ...item, ...change } : item))
    this.#become({ ...this.#state, items })
  }

  #become(state: TrayState): void {
    this.#state = state
    for (const listener of [...this.#listeners]) listener()
  }
}

const untouched = { step: 'preparing', done: 0, id: undefined, prepared: undefined, refusal: undefined } as const

function itemOf(file: File): Item {
  const kind = attachmentKind(cleanMediaType(file.type))
  return { key: crypto.randomUUID(), file, kind, original: false, alt: '', ...untouched }
}

/** As they go into a message. */
export function toSend(items: readonly Item[]) {
  return items.flatMap(({ id, alt, kind, prepared }) => {
    if (id === undefined) return []
    const { width, height } = prepared ?? {}
    const most = LIMITS.attachmentPixels
    const sides = width !== undefined && height !== undefined && width <= most && height <= most && { width, height }
    return [{ id, ...(kind === 'picture' && alt.trim() !== '' && { alt: alt.trim() }), ...sides }]
  })
}
