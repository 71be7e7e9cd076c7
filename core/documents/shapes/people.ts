/** What members say of themselves, and the skills of others they vouch for. All of it stands in profiles. */
import { type CborValue, cleanOptionalText, LIMITS, type MemberId } from '../../shared/index.ts'
import type { Entry } from '../codec/entry.ts'
import { entry, isList, isMap, key, lineOf, lines, text } from './fields.ts'

/** A line of experience. Years are of the common calendar; nothing where none was given. */
export interface ExperienceText {
  readonly what: string
  readonly where: string
  readonly from: number | undefined
  readonly to: number | undefined
}

/** What somebody offers or seeks: in a word or two each, and in a sentence. */
export interface OfferText {
  readonly tags: readonly string[]
  readonly text: string
}

/** All a member says of themselves but their name; empty where they say nothing. */
export interface AboutText {
  readonly pronouns: string
  /** Markup. */
  readonly bio: string
  /** `de`, `zh-Hant`, `pt-BR`: language, script and region of BCP 47. */
  readonly languages: readonly string[]
  /** A name of the IANA data base, such as `Europe/Berlin`. */
  readonly timeZone: string
  /** `MM-DD`, without a year. */
  readonly birthday: string
  readonly skills: readonly string[]
  readonly experience: readonly ExperienceText[]
  readonly offers: OfferText
  readonly seeks: OfferText
}

export interface VouchText {
  readonly member: MemberId
  readonly skill: string
  /** Whether the author vouches from now on, or no longer. */
  readonly on: boolean
}

const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$/
const TIME_ZONE = /^[A-Za-z][A-Za-z0-9_+-]{0,30}(?:\/[A-Za-z0-9_+-]{1,30}){0,2}$/
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const [FIRST_YEAR, LAST_YEAR] = [1900, 2200]

export const isLanguage = (value: string): boolean => LANGUAGE.test(value)
export const isTimeZone = (value: string): boolean => value.length <= 64 && TIME_ZONE.test(value)
export const isYear = (value: number): boolean => Number.isInteger(value) && value >= FIRST_YEAR && value <= LAST_YEAR

/** Whether there is such a day in some year. */
export function isBirthday(value: string): boolean {
  const [, month, day] = /^(\d\d)-(\d\d)$/.exec(value) ?? []
  return Number(day) >= 1 && Number(day) <= (DAYS[Number(month) - 1] ?? 0)
}

/** In profiles: what the author says of themselves, in place of all they said before. */
export const aboutEntry = (at: number, about: AboutText): Entry =>
  entry('about', at, {
    pronouns: about.pronouns,
    bio: about.bio,
    languages: about.languages,
    timeZone: about.timeZone,
    birthday: about.birthday,
    skills: about.skills,
    experience: about.experience.map(experienceMap),
    offers: offerMap(about.offers),
    seeks: offerMap(about.seeks),
  })
/** In profiles: whether the author vouches for a skill another member names. */
export const vouchEntry = (at: number, vouch: VouchText): Entry => entry('vouch', at, { ...vouch })

/** A field that is missing is empty; one that does not fit makes it no entry of this kind. */
export function readAbout(of: Entry): AboutText | undefined {
  if (of.kind !== 'about') return undefined
  const field = (name: string): CborValue => of.fields.get(name) ?? ''
  const pronouns = lineOf(field('pronouns'), LIMITS.pronounsChars)
  const bio = textOf(field('bio'), LIMITS.bioChars)
  const languages = lines(of.fields.get('languages'), LIMITS.aboutLanguages, LIMITS.tagChars)
  const timeZone = field('timeZone')
  const birthday = field('birthday')
  const skills = lines(of.fields.get('skills'), LIMITS.skills, LIMITS.tagChars)
  const experience = experienceOf(of.fields.get('experience'))
  const offers = offerOf(of.fields.get('offers'))
  const seeks = offerOf(of.fields.get('seeks'))
  if (pronouns === undefined || bio === undefined || !languages?.every(isLanguage) || !skills) return undefined
  if (typeof timeZone !== 'string' || (timeZone !== '' && !isTimeZone(timeZone))) return undefined
  if (typeof birthday !== 'string' || (birthday !== '' && !isBirthday(birthday))) return undefined
  if (!experience || !offers || !seeks) return undefined
  return { pronouns, bio, languages, timeZone, birthday, skills, experience, offers, seeks }
}

export function readVouch(of: Entry): VouchText | undefined {
  const member = key(of, 'member')
  const skill = text(of, 'skill', LIMITS.tagChars)
  const on = of.fields.get('on')
  return of.kind === 'vouch' && member && skill && typeof on === 'boolean'
    ? { member: member as MemberId, skill, on }
    : undefined
}

function experienceMap({ what, where, from, to }: ExperienceText): CborValue {
  const years = Object.entries({ from, to }).filter((each): each is [string, number] => each[1] !== undefined)
  return new Map<string, CborValue>([['what', what], ['where', where], ...years])
}

function offerMap({ tags, text: sentence }: OfferText): CborValue {
  return new Map<string, CborValue>([
    ['tags', tags],
    ['text', sentence],
  ])
}

function textOf(value: CborValue | undefined, most: number): string | undefined {
  if (typeof value !== 'string' || value.length > 2 * most) return undefined
  const clean = cleanOptionalText(value, { chars: Number.POSITIVE_INFINITY })
  return [...clean].length <= most ? clean : undefined
}

function experienceOf(value: CborValue | undefined): ExperienceText[] | undefined {
  if (value === undefined) return []
  if (!isList(value) || value.length > LIMITS.experienceLines) return undefined
  const all = value.map(experienceLine)
  return all.every((each) => each !== undefined)
    ? all.filter(({ what, where }) => what !== '' || where !== '')
    : undefined
}

function experienceLine(value: CborValue): ExperienceText | undefined {
  if (!isMap(value)) return undefined
  const what = lineOf(value.get('what') ?? '', LIMITS.experienceChars)
  const where = lineOf(value.get('where') ?? '', LIMITS.experienceChars)
  const [from, to] = [value.get('from'), value.get('to')]
  if (what === undefined || where === undefined || !isYearOrNone(from) || !isYearOrNone(to)) return undefined
  return { what, where, from, to }
}

function offerOf(value: CborValue | undefined): OfferText | undefined {
  if (value === undefined) return { tags: [], text: '' }
  if (!isMap(value)) return undefined
  const tags = lines(value.get('tags'), LIMITS.offerTags, LIMITS.tagChars)
  const sentence = lineOf(value.get('text') ?? '', LIMITS.offerChars)
  return tags && sentence !== undefined ? { tags, text: sentence } : undefined
}

function isYearOrNone(value: CborValue | undefined): value is number | undefined {
  return value === undefined || (typeof value === 'number' && isYear(value))
}
