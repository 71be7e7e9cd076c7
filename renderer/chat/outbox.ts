/** Messages on their way to being kept: until core says they are on disk, their text stays here, with the key that makes a repeat the same message. */
import { useSyncExternalStore } from 'react'
import { type Item, toSend } from '../attachments/index.ts'
import {
  command,
  draftPlace,
  useConnection,
  type CommunityId,
  type EntryId,
  type Refusal,
  type SpaceId,
} from '../session/index.ts'

/** What was written, to be kept. */
export interface Writ {
  readonly key: string
  readonly text: string
  /** What was handed over and goes with it. */
  readonly files?: readonly Item[]
  /** The message it answers. */
  readonly reply?: EntryId | undefined
}

export interface Pending extends Writ {
  /** Why it failed; nothing while it is under way. */
  readonly refusal: Refusal | undefined
}

export class Outbox {
  #items: readonly Pending[] = []
  #last: Promise<unknown> = Promise.resolve()
  readonly #listeners = new Set<() => void>()

  readonly snapshot = (): readonly Pending[] => this.#items

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Hands a text to `send` after the ones before it. Never rejects. */
  async put(item: Writ, send: (item: Pending) => Promise<Refusal | undefined>): Promise<void> {
    const pending = { ...item, refusal: undefined }
    const known = this.#items.some(({ key }) => key === item.key)
    this.#become(
      known ? this.#items.map((other) => (other.key === item.key ? pending : other)) : [...this.#items, pending],
    )
    const answer = this.#last.then(() => send(pending))
    this.#last = answer
    const refusal = await answer
    if (refusal) this.#become(this.#items.map((other) => (other.key === item.key ? { ...item, refusal } : other)))
    else this.take(item.key)
  }

  take(key: string): void {
    this.#become(this.#items.filter((item) => item.key !== key))
  }

  #become(items: readonly Pending[]): void {
    this.#items = items
    for (const listener of [...this.#listeners]) listener()
  }
}

/** Core knows files of it no more, so that sending it once more as it is cannot help: they are to be handed over again. */
export function isLost({ refusal }: Pending): boolean {
  return refusal?.code.startsWith('files/') === true
}

/** One for each room and thread, kept while the person looks elsewhere. */
const outboxes = new Map<string, Outbox>()

function outboxOf(place: string): Outbox {
  const outbox = outboxes.get(place) ?? new Outbox()
  outboxes.set(place, outbox)
  return outbox
}

export function useOutbox(community: CommunityId, space: SpaceId, root?: EntryId) {
  const connection = useConnection()
  const outbox = outboxOf(draftPlace(space, root))
  const items = useSyncExternalStore(outbox.subscribe, outbox.snapshot)
  const put = (writ: Writ): void => {
    void outbox.put(writ, async ({ key, text, reply, files = [] }) => {
      const at = { community, space, ...(root !== undefined && { root }) }
      const attached = files.length > 0 && { files: toSend(files) }
      const input = { ...at, text, clientKey: key, ...(reply !== undefined && { reply }), ...attached }
      const outcome = await command(connection, (client) => client.rooms.send(input))
      return outcome.ok ? undefined : outcome.refusal
    })
  }
  return {
    items,
    send: (writ: Omit<Writ, 'key'>) => put({ key: crypto.randomUUID(), ...writ }),
    retry: ({ key, text, reply, files = [] }: Pending) => put({ key, text, reply, files }),
    take: ({ key }: Pending) => outbox.take(key),
  }
}
