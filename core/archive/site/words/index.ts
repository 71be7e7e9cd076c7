/** The languages an archive's site can be in, and how it writes dates: by these lists alone, which no release of a browser changes. */
import { isoMoment } from '../../reading/moments.ts'
import type { Child, Markup } from '../html.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en, type SiteWords } from './en.ts'

export type { SiteWords } from './en.ts'

export interface Tongue {
  readonly code: string
  readonly dir: 'ltr' | 'rtl'
  readonly words: SiteWords
}

const TONGUES: Readonly<Record<string, Tongue>> = {
  en: { code: 'en', dir: 'ltr', words: en },
  de: { code: 'de', dir: 'ltr', words: de },
  ar: { code: 'ar', dir: 'rtl', words: ar },
}

/** English for languages that nobody has written. */
export function tongueOf(language: string): Tongue {
  const code = language.split('-')[0] ?? ''
  return (Object.hasOwn(TONGUES, code) ? TONGUES[code] : undefined) ?? { code: 'en', dir: 'ltr', words: en }
}

/** `{name}` places of a sentence, filled with text. */
export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

/** The same, filled with pieces of a page. */
export function woven(sentence: string, values: Readonly<Record<string, Markup | string>>): Child[] {
  return sentence.split(/(\{\w+\})/).map((part) => values[/^\{(\w+)\}$/.exec(part)?.[1] ?? ''] ?? part)
}

/** In UTC: a date as people read it. */
export function dateIn({ words }: Tongue, ms: number): string {
  const [year = '', month = '', day = ''] = isoMoment(ms).slice(0, 10).split('-')
  return filled(words.date, { day: Number(day), month: words.months[Number(month) - 1] ?? month, year: Number(year) })
}

/** @param month `2026-11` */
export function monthIn({ words }: Tongue, month: string): string {
  const [year = '', number = ''] = month.split('-')
  return filled(words.month, { month: words.months[Number(number) - 1] ?? number, year: Number(year) })
}

/** Bytes as people read them. */
export function sizeIn({ words: { units } }: Tongue, bytes: number): string {
  let [size, unit] = [bytes, 0]
  for (; size >= 999.5 && unit < units.names.length - 1; unit += 1) size /= 1000
  const digits = unit === 0 || size >= 9.95 ? String(Math.round(size)) : (Math.round(size * 10) / 10).toFixed(1)
  return `${digits.replace('.', units.point)} ${units.names[unit] ?? ''}`
}

/** `14:05` in UTC. */
export function clockIn(ms: number): string {
  return isoMoment(ms).slice(11, 16)
}
