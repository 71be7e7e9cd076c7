/** Which action had seen which: for each action a bit set of all that came before it. */
export class Causality<Id> {
  readonly #index = new Map<Id, number>()
  readonly #past: Uint32Array[] = []

  /** Adds an action whose parents are all there. */
  add(id: Id, parents: readonly Id[]): void {
    const own = this.#past.length
    const past = new Uint32Array((own >> 5) + 1)
    for (const parent of parents) {
      const index = this.#index.get(parent)
      if (index === undefined) continue
      const before = this.#past[index] ?? past
      for (let word = 0; word < before.length; word++) past[word] = (past[word] ?? 0) | (before[word] ?? 0)
      past[index >> 5] = (past[index >> 5] ?? 0) | (1 << (index & 31))
    }
    this.#index.set(id, own)
    this.#past.push(past)
  }

  has(id: Id): boolean {
    return this.#index.has(id)
  }

  /** How many actions stand in the causal past of one. */
  size(id: Id): number {
    let count = 0
    for (let word of this.#past[this.#index.get(id) ?? -1] ?? []) for (; word !== 0; word &= word - 1) count += 1
    return count
  }

  /** Whether `earlier` stands in the causal past of `later`. */
  isBefore(earlier: Id, later: Id): boolean {
    const [a, b] = [this.#index.get(earlier), this.#index.get(later)]
    if (a === undefined || b === undefined) return false
    return (((this.#past[b]?.[a >> 5] ?? 0) >>> (a & 31)) & 1) === 1
  }

  /** Whether two actions are two, and neither stands in the causal past of the other. */
  areConcurrent(a: Id, b: Id): boolean {
    return a !== b && !this.isBefore(a, b) && !this.isBefore(b, a)
  }

  /** A test for membership in the union of the pasts of some actions, those included. */
  pastOf(ids: readonly Id[]): (id: Id) => boolean {
    const union = new Uint32Array((this.#past.length >> 5) + 1)
    for (const id of ids) {
      const index = this.#index.get(id)
      if (index === undefined) continue
      const before = this.#past[index] ?? union
      for (let word = 0; word < before.length; word++) union[word] = (union[word] ?? 0) | (before[word] ?? 0)
      union[index >> 5] = (union[index >> 5] ?? 0) | (1 << (index & 31))
    }
    return (id) => {
      const index = this.#index.get(id)
      return index !== undefined && (((union[index >> 5] ?? 0) >>> (index & 31)) & 1) === 1
    }
  }
}
