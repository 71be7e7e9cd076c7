/** Chance that follows from a number: the same seed takes the same course. */
export interface Chance {
  /** A whole number from 0 below `most`. */
  below(most: number): number
  /** True in so many of 100 cases. */
  percent(of: number): boolean
  pick<T>(from: readonly T[]): T | undefined
  shuffled<T>(all: readonly T[]): T[]
}

/** Mulberry32 (public domain, T. Ettinger). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0
    let word = Math.imul(state ^ (state >>> 15), state | 1)
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61)
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (most: number): number => Math.floor(next() * most)
  return {
    below,
    percent: (of) => next() * 100 < of,
    pick: (from) => from[below(from.length)],
    shuffled: (all) => {
      const out = [...all]
      for (let at = out.length - 1; at > 0; at--) {
        const other = below(at + 1)
        const [a, b] = [out[at], out[other]]
        if (a !== undefined && b !== undefined) [out[at], out[other]] = [b, a]
      }
      return out
    },
  }
}

/** Has all randomness of the process follow from a seed, that of libsodium too, so that a run can be repeated. Answers how to end that. */
export function seedEverything(seed: number): () => void {
  const chance = chanceOf(seed ^ 0x5e_ed)
  const { crypto } = globalThis
  const before = crypto.getRandomValues
  crypto.getRandomValues = <T extends ArrayBufferView | null>(array: T): T => {
    if (array) {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
      for (let at = 0; at < bytes.length; at++) bytes[at] = chance.below(256)
    }
    return array
  }
  return () => {
    crypto.getRandomValues = before
  }
}
