/** What was chosen in the form, as what core is asked for. */
import type { Wish } from './export-work.ts'

export interface Choice {
  readonly what: 'all' | 'spaces' | 'time' | 'mine'
  readonly spaces: ReadonlySet<string>
  /** Days as typed. */
  readonly from: string
  readonly to: string
  readonly privates: boolean
  readonly media: boolean
  readonly record: boolean
}

export const beginning: Choice = {
  ...{ what: 'all', spaces: new Set(), from: '', to: '' },
  ...{ privates: false, media: true, record: true },
}

export function isBackwards({ what, from, to }: Choice): boolean {
  return what === 'time' && from !== '' && to !== '' && from > to
}

/** Nothing while it is not said what is meant. */
export function wishOf(community: string, choice: Choice, language: string): Wish | undefined {
  const { what, spaces, from, to, privates, media, record } = choice
  if (isBackwards(choice)) return undefined
  if (what === 'spaces' && spaces.size === 0) return undefined
  const [since, until] = [startOf(from, 0), startOf(to, 1)]
  if (what === 'time' && since === undefined && until === undefined) return undefined
  return {
    community,
    ...(what === 'spaces' && { spaces: [...spaces] }),
    ...(what === 'time' && since !== undefined && { since }),
    ...(what === 'time' && until !== undefined && { until }),
    mine: what === 'mine',
    privates,
    media,
    record: record && what !== 'time',
    language: language === 'de' || language === 'ar' ? language : 'en',
  }
}

/** Midnight at the beginning of a day as typed, or of a day after it, on this device's calendar. */
function startOf(day: string, later: number): number | undefined {
  if (day === '') return undefined
  const date = new Date(`${day}T00:00`)
  date.setDate(date.getDate() + later)
  const ms = date.getTime()
  return Number.isNaN(ms) || ms < 0 ? undefined : ms
}
