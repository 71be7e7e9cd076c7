/**
 * What is kept of a feed whose device signed several items for one place. Pure: whatever order items came in, and whatever of them was
 * let go of before, the same is kept. The first place with two items counts; of the items there, the two with the smallest hashes are kept,
 * and after each of them, wherever there are several again, the one with the smallest.
 */
import { compareBytes, hex } from '../../shared/index.ts'

export interface TreeItem {
  readonly seq: number
  /** Hash of the item before; empty for seq 1. */
  readonly prev: Uint8Array
  readonly hash: Uint8Array
  readonly signature: Uint8Array | undefined
}

/** The two branches of a fork, each from the place of the fork on. */
export interface Parted<Item> {
  readonly seq: number
  /** The item before; nothing when the feed forks at its first. */
  readonly stem: Item | undefined
  readonly branches: readonly [readonly [Item, ...Item[]], readonly [Item, ...Item[]]]
}

export class FeedTree<Item extends TreeItem> {
  readonly #items = new Map<string, Item>()
  readonly #next = new Map<string, Item[]>()

  /** Adds items, each after the one before it; of one that is there already a signature is taken over. */
  add(items: Iterable<Item>): void {
    for (const item of items) {
      const [name, prev] = [hex(item.hash), hex(item.prev)]
      const known = this.#items.get(name)
      if (known && (known.signature !== undefined || item.signature === undefined)) continue
      this.#items.set(name, item)
      const others = (this.#next.get(prev) ?? []).filter(({ hash }) => hex(hash) !== name)
      this.#next.set(
        prev,
        [...others, item].sort((a, b) => compareBytes(a.hash, b.hash)),
      )
    }
  }

  has(hash: Uint8Array): boolean {
    return this.#items.has(hex(hash))
  }

  seqOf(hash: Uint8Array): number | undefined {
    return this.#items.get(hex(hash))?.seq
  }

  /** Where the feed parts, and what is kept there; nothing when it does not. */
  parted(): Parted<Item> | undefined {
    let stem: Item | undefined
    for (;;) {
      const [first, second] = this.#after(stem)
      if (!first) return undefined
      if (second) return { seq: first.seq, stem, branches: [this.#branch(first), this.#branch(second)] }
      stem = first
    }
  }

  #branch(first: Item): [Item, ...Item[]] {
    const branch: [Item, ...Item[]] = [first]
    for (let [next] = this.#after(first); next; [next] = this.#after(next)) branch.push(next)
    return branch
  }

  #after(item: Item | undefined): readonly Item[] {
    return this.#next.get(item ? hex(item.hash) : '') ?? []
  }
}
