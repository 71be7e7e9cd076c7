/** What a person typed about themselves, field by field, as it is written; a refusal names its field. */
import {
  cleanLine,
  cleanOptionalLine,
  cleanOptionalText,
  distinctTags,
  FolkmootError,
  LIMITS,
} from '../../shared/index.ts'
import type { AboutView } from '../../contract/index.ts'
import { type AboutText, isBirthday, isLanguage, isTimeZone, isYear } from '../../documents/index.ts'
import { personErrors } from '../errors.ts'

type Typed = AboutView & { readonly name: string }

/** @throws text/…, person/…, with `field` in the details */
export function cleanAbout(typed: Typed): { readonly name: string; readonly about: AboutText } {
  const name = inField('name', () => cleanLine(typed.name, LIMITS.nameChars))
  const about = {
    pronouns: inField('pronouns', () => cleanOptionalLine(typed.pronouns, LIMITS.pronounsChars)),
    bio: inField('bio', () => cleanOptionalText(typed.bio, { chars: LIMITS.bioChars })),
    languages: inField('languages', () => languagesOf(typed.languages)),
    timeZone: inField('timeZone', () => zoneOf(typed.timeZone)),
    birthday: inField('birthday', () => birthdayOf(typed.birthday)),
    skills: inField('skills', () => tagsOf(typed.skills, LIMITS.skills)),
    experience: inField('experience', () => experienceOf(typed.experience)),
    offers: {
      tags: inField('offers', () => tagsOf(typed.offers.tags, LIMITS.offerTags)),
      text: inField('offersText', () => cleanOptionalLine(typed.offers.text, LIMITS.offerChars)),
    },
    seeks: {
      tags: inField('seeks', () => tagsOf(typed.seeks.tags, LIMITS.offerTags)),
      text: inField('seeksText', () => cleanOptionalLine(typed.seeks.text, LIMITS.offerChars)),
    },
  }
  return { name, about }
}

function inField<T>(field: string, clean: () => T): T {
  try {
    return clean()
  } catch (error) {
    if (!(error instanceof FolkmootError)) throw error
    throw new FolkmootError(error.code, error.message, { cause: error, details: { ...error.details, field } })
  }
}

function few<T>(all: readonly T[], most: number): readonly T[] {
  if (all.length > most) throw personErrors('too-many', { details: { have: all.length, most } })
  return all
}

function tagsOf(typed: readonly string[], most: number): readonly string[] {
  return few(distinctTags(typed.map((tag) => cleanOptionalLine(tag, LIMITS.tagChars))), most)
}

function languagesOf(typed: readonly string[]): readonly string[] {
  const given = typed.map((tag) => tag.trim()).filter((tag) => tag !== '')
  return few([...new Set(given.map(languageOf))], LIMITS.aboutLanguages)
}

function languageOf(tag: string): string {
  let canonical: string | undefined
  try {
    ;[canonical] = Intl.getCanonicalLocales(tag)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  if (canonical === undefined || !isLanguage(canonical)) throw personErrors('language', { details: { value: tag } })
  return canonical
}

function zoneOf(typed: string): string {
  const zone = typed.trim()
  if (zone === '') return ''
  try {
    if (isTimeZone(zone)) return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  throw personErrors('time-zone', { details: { value: zone.slice(0, LIMITS.tagChars) } })
}

function birthdayOf(typed: string): string {
  const day = typed.trim()
  if (day !== '' && !isBirthday(day)) throw personErrors('birthday')
  return day
}

function experienceOf(typed: AboutView['experience']): AboutText['experience'] {
  const lines = typed.map(({ what, where, from, to }) => ({
    what: cleanOptionalLine(what, LIMITS.experienceChars),
    where: cleanOptionalLine(where, LIMITS.experienceChars),
    from,
    to,
  }))
  for (const { what, where, from, to } of lines) {
    const years = [from, to].filter((year) => year !== undefined)
    if (!years.every(isYear)) throw personErrors('year')
    if (from !== undefined && to !== undefined && from > to) throw personErrors('years')
    if (years.length > 0 && what === '' && where === '') throw personErrors('experience')
  }
  return few(
    lines.filter(({ what, where }) => what !== '' || where !== ''),
    LIMITS.experienceLines,
  )
}
