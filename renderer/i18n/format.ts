/** Dates, times and numbers as a language writes them. The formatters are made once for each language: making one is slow. */
const day = 86_400_000
/** The last moment a date can be of (ECMA-262, 21.4.1.1). */
const LAST_MOMENT = 8.64e15

/** Others claim any time, and what follows on the last moment there is stands after it: no screen may fall over that. */
const dated = (ms: number): number => Math.min(ms, LAST_MOMENT)

export interface Format {
  number(value: number): string
  /** 10:41 */
  time(ms: number): string
  /** The same without "a.m.": for places that are narrow. */
  clock(ms: number): string
  /** Today, Yesterday, Wednesday, 12 November */
  day(ms: number, now?: number): string
  /** 12 November 2026 at 10:41 */
  moment(ms: number): string
  /** 2026-11-12T09:41:00.000Z, for machines that read the page. */
  iso(ms: number): string
  date(ms: number): string
  /** in 3 minutes */
  soon(ms: number, now: number): string
  /** 3 minutes ago, yesterday */
  ago(ms: number, now: number): string
  /** Ada, Bram and Chidi */
  list(items: readonly string[]): string
  /** 3.2 kB, 14 MB */
  bytes(value: number): string
}

const made = new Map<string, Format>()

export function formatOf(language: string): Format {
  const known = made.get(language)
  if (known) return known
  const format = make(language)
  made.set(language, format)
  return format
}

/** Whole days between two moments on this device's calendar. */
export function daysBetween(earlier: number, later: number): number {
  const start = (ms: number): number => new Date(dated(ms)).setHours(0, 0, 0, 0)
  return Math.round((start(later) - start(earlier)) / day)
}

function make(language: string): Format {
  const number = new Intl.NumberFormat(language)
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' })
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short' })
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long' })
  const near = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' })
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const sizes = (['kilobyte', 'megabyte', 'gigabyte'] as const).map(
    (unit) => new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }),
  )
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(language) + text.slice(1)
  return {
    number: (value) => number.format(value),
    time: (ms) => time.format(dated(ms)),
    clock: (ms) =>
      time
        .formatToParts(dated(ms))
        .filter(({ type }) => type !== 'dayPeriod')
        .map(({ value }) => value)
        .join('')
        .trim(),
    moment: (ms) => moment.format(dated(ms)),
    iso: (ms) => new Date(dated(ms)).toISOString(),
    date: (ms) => date.format(dated(ms)),
    day(ms, now = Date.now()) {
      const ago = daysBetween(ms, now)
      if (ago === 0 || ago === 1) return capital(relative.format(-ago, 'day'))
      return ago > 1 && ago < 300 ? near.format(dated(ms)) : date.format(dated(ms))
    },
    soon(ms, now) {
      const seconds = Math.max(0, Math.round((ms - now) / 1000))
      if (seconds < 90) return relative.format(seconds, 'second')
      return relative.format(Math.round(seconds / 60), 'minute')
    },
    // Each name may be written in either direction: isolated, it turns nothing beside it.
    list: (items) => list.format(items.length < 2 ? items : items.map((item) => `\u2068${item}\u2069`)),
    ago(ms, now) {
      const minutes = Math.max(0, Math.round((now - ms) / 60_000))
      if (minutes < 60) return relative.format(-minutes, 'minute')
      const days = daysBetween(ms, now)
      if (days === 0) return relative.format(-Math.round(minutes / 60), 'hour')
      return days < 30 ? relative.format(-days, 'day') : date.format(dated(ms))
    },
    bytes(value) {
      // As disks and networks are counted: 50 MB of a keeper's owner are 50 MB here.
      const size = value < 999_950 ? 0 : value < 999_950_000 ? 1 : 2
      // What is there is never nothing.
      const shown = value > 0 ? Math.max(value, 100) : value
      return sizes[size]?.format(shown / 1000 ** (size + 1)) ?? ''
    },
  }
}
