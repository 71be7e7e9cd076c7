/** What happens in a storm, and when: the same seed is the same storm. */
import { chanceOf } from '../simulation/chance.ts'

/** cut: the cable is pulled; kill: the power goes; sleep: the lid is closed. Each ends with the deed beside it. */
export const troubles = { cut: 'mend', kill: 'start', sleep: 'wake' } as const
export type Trouble = keyof typeof troubles

export interface Deed {
  /** Milliseconds since the storm began. */
  readonly at: number
  readonly what: 'post' | Trouble | (typeof troubles)[Trouble]
}

/** Milliseconds: at least, and so many more at most. */
type Span = readonly [least: number, more: number]
const calm: Span = [1500, 6000]
const trouble: Span = [1000, 5000]
const betweenPosts: Span = [200, 1800]

/** The life of each core, in order; all are well at the end. Who is asleep or without power writes nothing. */
export function scheduleOf(seed: number, cores: number, seconds: number): Deed[][] {
  return Array.from({ length: cores }, (_, core) => {
    const chance = chanceOf(seed * 1000 + core)
    const within = ([least, more]: Span): number => least + chance.below(more)
    const deeds: Deed[] = []
    const post = (from: number, to: number): void => {
      for (let at = from + within(betweenPosts); at < to; at += within(betweenPosts)) deeds.push({ at, what: 'post' })
    }
    const end = seconds * 1000
    for (let at = 0; at < end;) {
      const from = Math.min(end, at + within(calm))
      post(at, from)
      if (from === end) break
      const what: Trouble = chance.percent(70) ? 'cut' : chance.percent(60) ? 'kill' : 'sleep'
      at = Math.min(end, from + within(trouble))
      deeds.push({ at: from, what })
      if (what === 'cut') post(from, at)
      deeds.push({ at, what: troubles[what] })
    }
    return deeds
  })
}
