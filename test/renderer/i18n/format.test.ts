import { describe, expect, test } from 'vitest'
import { daysBetween, formatOf } from '../../../renderer/i18n/format.ts'
import { dayText } from '../../../renderer/chat/days.ts'
import { chooseLanguage } from '../../../renderer/i18n/languages.ts'

const noon = new Date(2026, 10, 12, 12, 0).getTime()
const hour = 3_600_000

describe('days', () => {
  test('are counted by the calendar, not by hours', () => {
    expect(daysBetween(noon - 13 * hour, noon)).toBe(1)
    expect(daysBetween(noon - 11 * hour, noon)).toBe(0)
    expect(daysBetween(noon, noon - 13 * hour)).toBe(-1)
  })

  test('near ones have a word, others a date', () => {
    const { day } = formatOf('en')
    expect(day(noon, noon)).toBe('Today')
    expect(day(noon - 24 * hour, noon)).toBe('Yesterday')
    expect(day(noon - 48 * hour, noon)).toMatch(/Tuesday.*November 10|10 November/)
    expect(day(noon - 500 * 24 * hour, noon)).toContain('2025')
    expect(formatOf('de').day(noon, noon)).toBe('Heute')
  })
})

test('a narrow clock has no day period', () => {
  expect(formatOf('en').clock(noon)).toBe('12:00')
})

test('what comes soon is told in seconds, then in minutes, and never in the past', () => {
  const { soon } = formatOf('en')
  expect(soon(noon + 45_000, noon)).toBe('in 45 seconds')
  expect(soon(noon + 180_000, noon)).toBe('in 3 minutes')
  expect(soon(noon - 5000, noon)).toBe('now')
})

describe('the language', () => {
  test('is the one of the setting, else the first of the system that we have', () => {
    expect(chooseLanguage('de', ['ar']).code).toBe('de')
    expect(chooseLanguage('', ['fr-FR', 'ar-EG', 'en']).code).toBe('ar')
    expect(chooseLanguage('tlh', ['fr']).code).toBe('en')
    expect(chooseLanguage(undefined, []).direction).toBe('ltr')
  })
})

test('what was is told in minutes, hours and days of the calendar, then by its date, and never in the future', () => {
  const { ago } = formatOf('en')
  expect(ago(noon - 5000, noon)).toBe('this minute')
  expect(ago(noon + 90_000, noon)).toBe('this minute')
  expect(ago(noon - 59 * 60_000, noon)).toBe('59 minutes ago')
  expect(ago(noon - 3 * hour, noon)).toBe('3 hours ago')
  expect(ago(noon - 13 * hour, noon)).toBe('yesterday')
  expect(ago(noon - 29 * 24 * hour, noon)).toBe('29 days ago')
  expect(ago(noon - 90 * 24 * hour, noon)).toContain('August')
})

test('what Mallory claims for the end of time has a date, and so has what stands after it', () => {
  const last = 8.64e15
  for (const language of ['en', 'de', 'ar']) {
    const { time, clock, day, moment, date, ago, soon, iso } = formatOf(language)
    for (const show of [time, clock, moment, date, iso]) expect(show(last + 1)).toBe(show(last))
    expect(day(last + 1, noon)).toBe(date(last))
    expect(ago(last + 1, noon)).not.toContain('NaN')
    expect(soon(last + 1, noon)).not.toContain('NaN')
  }
  expect(daysBetween(last, last + 1)).toBe(0)
  expect(daysBetween(noon, last + 2)).toBeGreaterThan(1e7)
  expect(dayText(last + 1)).toMatch(/^27\d{4}-09-1\d$/)
})

test('sizes are told as disks count them, in the unit that keeps them short', () => {
  const { bytes } = formatOf('en')
  expect([0, 940, 999_949, 999_950, 50_000_000, 1_073_741_824].map(bytes)).toEqual([
    ...['0 kB', '0.9 kB', '999.9 kB', '1 MB', '50 MB', '1.1 GB'],
  ])
})
