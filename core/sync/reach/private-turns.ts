import { LIMITS } from '../../shared/index.ts'

/** How it stands between one peer and one private space. */
export interface Turn {
  /** Times in a row that nothing came of it. */
  readonly failures: number
  /** When it may be tried. */
  readonly due: number
  /** When a session ended last. */
  readonly ended: number | undefined
  /** The space's latest change by then. */
  readonly seen: number
}

interface Candidate<Space> {
  readonly space: Space
  readonly turn: Turn
  readonly isOpen: boolean
  /** Since when an open one has nothing to say. */
  readonly idle: number | undefined
}

/** Which of the private spaces in common with one peer are exchanged now, where they are more than LIMITS.privateSessions. */
export class PrivateTurns<Space extends { readonly changed: number }> {
  /** One of the two sides begins and sees to it that all have their turn; the other lets it, unless it has news. */
  readonly #leads: boolean
  readonly #now: number
  readonly #open: Candidate<Space>[] = []
  readonly #waiting: Candidate<Space>[] = []
  /** When to look again. */
  next = Infinity

  constructor(leads: boolean, now: number) {
    this.#leads = leads
    this.#now = now
  }

  /** When a space that has come up now is tried. */
  get firstDue(): number {
    return this.#now + (this.#leads ? 0 : LIMITS.politeWait)
  }

  add(candidate: Candidate<Space>): void {
    if (candidate.isOpen) return void this.#open.push(candidate)
    const { turn } = candidate
    if (!this.#leads && turn.ended !== undefined && !hasNews(candidate)) return
    if (turn.due <= this.#now) this.#waiting.push(candidate)
    else this.next = Math.min(this.next, turn.due)
  }

  /** Those to begin with: news first, the latest of them before the others; then those whose turn is longest ago. */
  opening(): readonly Candidate<Space>[] {
    const room = Math.max(0, LIMITS.privateSessions - this.#open.length)
    return this.#waiting
      .toSorted(
        (a, b) =>
          Number(hasNews(b)) - Number(hasNews(a)) ||
          (hasNews(a) ? b.space.changed - a.space.changed : (a.turn.ended ?? 0) - (b.turn.ended ?? 0)),
      )
      .slice(0, room)
  }

  /** Those that give way, while others wait. */
  resting(): readonly Candidate<Space>[] {
    const lack = this.#waiting.length - (LIMITS.privateSessions - this.#open.length)
    if (lack <= 0) return []
    const idle = this.#open.filter(({ idle: since }) => since !== undefined)
    const tired = idle.filter(({ idle: since = 0 }) => since + LIMITS.privateTurn <= this.#now)
    this.next = Math.min(
      this.next,
      ...idle.map(({ idle: since = 0 }) => Math.max(since + LIMITS.privateTurn, this.#now + 1)),
    )
    return tired.toSorted((a, b) => (a.idle ?? 0) - (b.idle ?? 0)).slice(0, lack)
  }
}

function hasNews<Space extends { readonly changed: number }>({ space, turn }: Candidate<Space>): boolean {
  return space.changed > turn.seen
}
