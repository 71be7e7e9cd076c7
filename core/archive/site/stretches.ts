/** A row of messages, cut into pages: by their number, and by what they weigh. */
import { LIMITS } from '../../shared/index.ts'
import type { ReadMessage, ReadPlace } from '../reading/about.ts'

/** A page of a row: its messages stand after one place, and up to another. */
export interface Stretch {
  /** Nothing on the first page. */
  readonly after: ReadPlace | undefined
  readonly first: ReadPlace
  readonly last: ReadPlace
  readonly count: number
}

export class StretchMaker {
  readonly #done: Stretch[] = []
  #now: { after: ReadPlace | undefined; first: ReadPlace; last: ReadPlace; count: number } | undefined
  #weight = 0

  /** The page it comes to, counted from 0. */
  add({ time, id }: ReadPlace, weight: number): number {
    const place: ReadPlace = { time, id }
    const now = this.#now
    const isFull = now && (now.count >= LIMITS.sitePageMessages || this.#weight + weight > LIMITS.sitePageWeight)
    if (now && !isFull) {
      now.last = place
      now.count += 1
      this.#weight += weight
      return this.#done.length
    }
    if (now) this.#done.push(now)
    this.#now = { after: now?.last, first: place, last: place, count: 1 }
    this.#weight = weight
    return this.#done.length
  }

  done(): readonly Stretch[] {
    return this.#now ? [...this.#done, this.#now] : this.#done
  }
}

/** Who reacted is named as far as so many. */
export const NAMES = 8
/** Bytes of what stands around a text. */
const FRAME = 900
/** Bytes a character comes to at most in UTF-8. */
const CHARACTER = 3
/** What one sign can make of a text: a line of a list, a cell, an escaped quote. */
const SIGN = 20
const REACTION = 100
/** Bytes of one name that goes with it, said twice. */
const NAME = 300
/** Bytes of what stands around an attached file, and its path said three times. */
const FILE = 900
const SIGNS = /[\n*_`~#>|<&"'[\]()-]/g

/** What a message comes to on a page at most, but for the most unusual. */
export function weightOf({
  text,
  title = '',
  reactions,
  imported,
  files,
}: Pick<ReadMessage, 'text' | 'title' | 'reactions' | 'imported' | 'files'>): number {
  const signs = text.match(SIGNS)?.length ?? 0
  const kinds = reactions.length + (imported?.reactions.length ?? 0)
  const named = reactions.reduce((sum, { by }) => sum + Math.min(by.length, NAMES), 0)
  const attached = files.reduce((sum, { name, alt }) => sum + FILE + (2 * name.length + alt.length) * CHARACTER, 0)
  return FRAME + (text.length + title.length) * CHARACTER + signs * SIGN + kinds * REACTION + named * NAME + attached
}
