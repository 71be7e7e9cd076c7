/** Messages on their way to being kept: until core says they are on disk, their text stays here, with the key that makes a repeat the same message. */
import { useSyncExternalStore } from 'react'
import { command, useConnection, type CommunityId, type Refusal, type SpaceId } from '../session/index.ts'

export interface Pending {
  readonly key: string
  readonly text: string
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
  async put(
    item: { readonly key: string; readonly text: string },
    send: (item: Pending) => Promise<Refusal | undefined>,
  ): Promise<void> {
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

/** One for each room, kept while the person looks elsewhere. */
const outboxes = new Map<SpaceId, Outbox>()

function outboxOf(space: SpaceId): Outbox {
  const outbox = outboxes.get(space) ?? new Outbox()
  outboxes.set(space, outbox)
  return outbox
}

export function useOutbox(community: CommunityId, space: SpaceId) {
  const connection = useConnection()
  const outbox = outboxOf(space)
  const items = useSyncExternalStore(outbox.subscribe, outbox.snapshot)
  const put = (key: string, text: string): void => {
    void outbox.put({ key, text }, async (item) => {
      const input = { community, space, text: item.text, clientKey: item.key }
      const outcome = await command(connection, (client) => client.rooms.send(input))
      return outcome.ok ? undefined : outcome.refusal
    })
  }
  return {
    items,
    send: (text: string) => put(crypto.randomUUID(), text),
    retry: ({ key, text }: Pending) => put(key, text),
    take: ({ key }: Pending) => outbox.take(key),
  }
}
