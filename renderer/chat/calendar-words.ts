/** Names of months and days as the language of the page has them, told to the calendar's library, which knows English alone. */
import dayjs from 'dayjs'

/** What the library wants of a language, and the calendar never says. */
const spans = ['future', 'past', 's', 'm', 'mm', 'h', 'hh', 'd', 'dd', 'M', 'MM', 'y', 'yy'] as const
const relativeTime = Object.fromEntries(spans.map((span) => [span, '%s'])) as Record<(typeof spans)[number], string>

const told = new Set<string>()

/** Answers by which name the library knows the language now. */
export function calendarLanguage(language: string): string {
  if (told.has(language)) return language
  told.add(language)
  const names = (options: Intl.DateTimeFormatOptions, count: number, date: (index: number) => Date): string[] => {
    const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
    return Array.from({ length: count }, (_, index) => format.format(date(index)))
  }
  const month = (index: number): Date => new Date(Date.UTC(2026, index, 15))
  // The 4th of January 2026 is a Sunday, with which the library begins.
  const day = (index: number): Date => new Date(Date.UTC(2026, 0, 4 + index))
  const locale = {
    name: language,
    months: names({ month: 'long' }, 12, month),
    monthsShort: names({ month: 'short' }, 12, month),
    weekdays: names({ weekday: 'long' }, 7, day),
    weekdaysShort: names({ weekday: 'short' }, 7, day),
    weekdaysMin: names({ weekday: 'narrow' }, 7, day),
    ordinal: (value: number) => `${value}`,
    // Nothing of the calendar writes whole dates or spans by these.
    formats: {},
    relativeTime,
  }
  // Told, and not made the language of everything.
  dayjs.locale(locale, undefined, true)
  return language
}
