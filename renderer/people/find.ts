/** Who is listed, in which order, and what is coming up: worked out from what members tell of themselves. */
import { LIMITS, tagKey, type MemberId, type PersonView } from '../session/index.ts'

export const shows = ['everyone', 'fitting', 'newcomers', 'online', 'leading', 'offering', 'seeking'] as const
export type Show = (typeof shows)[number]
export type Sort = 'name' | 'newest'

export interface Wish {
  readonly show: Show
  /** As written by whoever names it; none when any will do. */
  readonly skill: string | undefined
  readonly language: string | undefined
  readonly query: string
  readonly sort: Sort
}

/** What is not in the directory itself. */
export interface Around {
  readonly online: ReadonlySet<MemberId>
  /** ms */
  readonly now: number
  /** Of the screen: names are put in its order. */
  readonly language: string
}

export function isNew({ since }: Pick<PersonView, 'since'>, now: number): boolean {
  return now - since < LIMITS.newcomerTime
}

const isSaid = ({ tags, text }: PersonView['offers']): boolean => tags.length > 0 || text !== ''

const tests: Readonly<Record<Show, (person: PersonView, around: Around) => boolean>> = {
  everyone: () => true,
  fitting: ({ offersWhatISeek, seeksWhatIOffer }) => offersWhatISeek.length + seeksWhatIOffer.length > 0,
  newcomers: (person, { now }) => !person.founder && isNew(person, now),
  online: ({ id, me }, { online }) => me || online.has(id),
  leading: ({ role }) => role !== 'member',
  offering: ({ offers }) => isSaid(offers),
  seeking: ({ seeks }) => isSaid(seeks),
}

/** How many each choice lists. */
export function countsOf(people: readonly PersonView[], around: Around): Readonly<Record<Show, number>> {
  const counts = { everyone: 0, fitting: 0, newcomers: 0, online: 0, leading: 0, offering: 0, seeking: 0 }
  for (const person of people) for (const show of shows) if (tests[show](person, around)) counts[show] += 1
  return counts
}

/** A text as it is searched: no case, no accents, no difference between forms of one letter. */
function plainly(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
}

/** Everything of each person that is searched, made once for as long as the directory stays as it is. */
const searched = new WeakMap<PersonView, string>()

function searchedOf(person: PersonView): string {
  const known = searched.get(person)
  if (known !== undefined) return known
  const { name, tag, pronouns, words, skills, offers, seeks } = person
  const parts = [name, tag, pronouns, words, ...skills.map(({ skill }) => skill), ...offers.tags, offers.text]
  const made = ` ${plainly([...parts, ...seeks.tags, seeks.text].join(' '))}`
  searched.set(person, made)
  return made
}

/** Every word that was typed begins a word somewhere, or is, when it is long enough, found inside one. */
function isMeant(query: string): (person: PersonView) => boolean {
  const wanted = plainly(query).split(/\s+/)
  return (person) => {
    const has = searchedOf(person)
    return wanted.every((word) => has.includes(` ${word}`) || (word.length > 2 && has.includes(word)))
  }
}

export function find(people: readonly PersonView[], wish: Wish, around: Around): PersonView[] {
  const { show, skill, language, query, sort } = wish
  const key = skill === undefined ? undefined : tagKey(skill)
  const meant = query.trim() === '' ? () => true : isMeant(query)
  const { compare } = new Intl.Collator(around.language, { sensitivity: 'base', numeric: true })
  const byName = (one: PersonView, other: PersonView): number =>
    compare(one.name, other.name) || one.since - other.since || compare(one.tag, other.tag)
  return people
    .filter((person) => tests[show](person, around))
    .filter(({ skills }) => key === undefined || skills.some((each) => tagKey(each.skill) === key))
    .filter(({ languages }) => language === undefined || languages.some((each) => baseOf(each) === baseOf(language)))
    .filter(meant)
    .sort(sort === 'name' ? byName : (one, other) => other.since - one.since || byName(one, other))
}

/** `pt` of `pt-BR`: who seeks somebody to speak with does not mind the country. */
export function baseOf(language: string): string {
  return language.split('-')[0] ?? language
}

/** Skills that are named, each once, those of most people first. */
export function skillsOf(people: readonly PersonView[]): string[] {
  const named = new Map<string, { skill: string; count: number }>()
  for (const { skills } of people) {
    for (const { skill } of skills) {
      const known = named.get(tagKey(skill))
      named.set(tagKey(skill), { skill: known?.skill ?? skill, count: (known?.count ?? 0) + 1 })
    }
  }
  return [...named.values()].sort((one, other) => other.count - one.count).map(({ skill }) => skill)
}

export function languagesOf(people: readonly PersonView[]): string[] {
  return [...new Set(people.flatMap(({ languages }) => languages.map(baseOf)))].sort()
}

export interface Coming {
  readonly id: MemberId
  readonly name: string
  /** ms: midnight here. */
  readonly at: number
  /** Of being here; nothing for a birthday. */
  readonly years: number | undefined
}

/** Birthdays that were given, and days on which somebody has been here for so many years, soonest first. */
export function comingOf(people: readonly PersonView[], now: number): Coming[] {
  const today = new Date(now).setHours(0, 0, 0, 0)
  /** The next such day from today on; the 29th of February is the day after the 28th. */
  const next = (month: number, day: number): number => {
    const year = new Date(today).getFullYear()
    const here = new Date(year, month, day).getTime()
    return here >= today ? here : new Date(year + 1, month, day).getTime()
  }
  const all = people.flatMap(({ id, name, birthday, since }): Coming[] => {
    const came = new Date(since)
    const [month, day] = birthday.split('-').map(Number)
    const back = next(came.getMonth(), came.getDate())
    const years = new Date(back).getFullYear() - came.getFullYear()
    return [
      ...(month && day ? [{ id, name, at: next(month - 1, day), years: undefined }] : []),
      ...(years > 0 ? [{ id, name, at: back, years }] : []),
    ]
  })
  return all.filter(({ at }) => at - today <= LIMITS.comingTime).sort((one, other) => one.at - other.at)
}
