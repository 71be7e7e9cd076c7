/** The form of one's own profile: what stands in it, what is wrong with it, and what core is told. */
import type { AboutView, CommunityId, PersonDetail, Refusal } from '../session/index.ts'

export interface LineDraft {
  readonly what: string
  readonly where: string
  /** As typed. */
  readonly from: string
  readonly to: string
}

export interface Draft extends Pick<
  AboutView,
  'pronouns' | 'bio' | 'languages' | 'timeZone' | 'skills' | 'offers' | 'seeks'
> {
  readonly name: string
  /** `1` to `31`, `1` to `12`, or nothing. */
  readonly day: string
  readonly month: string
  readonly experience: readonly LineDraft[]
}

const fields = [
  'name',
  'pronouns',
  'bio',
  'languages',
  'timeZone',
  'birthday',
  'skills',
  'experience',
  'offers',
  'offersText',
  'seeks',
  'seeksText',
] as const
export type Field = (typeof fields)[number]

/** What is seen to be wrong before core is asked. */
export type Wrong = Partial<Record<'birthday' | 'experience', 'half' | 'year'>>

export const noLine: LineDraft = { what: '', where: '', from: '', to: '' }

export function draftFrom({ name, about }: Pick<PersonDetail, 'name' | 'about'>): Draft {
  const { pronouns, bio, languages, timeZone, birthday, skills, experience, offers, seeks } = about
  const [month = 0, day = 0] = birthday.split('-').map(Number)
  const typed = (year: number | undefined): string => (year === undefined ? '' : String(year))
  return {
    ...{ name, pronouns, bio, languages, timeZone, skills, offers, seeks },
    day: day === 0 ? '' : String(day),
    month: month === 0 ? '' : String(month),
    experience: experience.map(({ what, where, from, to }) => ({ what, where, from: typed(from), to: typed(to) })),
  }
}

export function wrongIn({ day, month, experience }: Draft): Wrong {
  const isYear = (typed: string): boolean => typed.trim() === '' || yearIn(typed) !== undefined
  return {
    ...((day === '') !== (month === '') && { birthday: 'half' as const }),
    ...(!experience.every(({ from, to }) => isYear(from) && isYear(to)) && { experience: 'year' as const }),
  }
}

/** The year somebody typed, in whichever digits. */
export function yearIn(typed: string): number | undefined {
  const plain = typed
    .trim()
    .normalize('NFKC')
    .replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 15))
  return /^[0-9]{4}$/.test(plain) ? Number(plain) : undefined
}

export function aboutIn(draft: Draft): AboutView & { name: string } {
  const { name, pronouns, bio, languages, timeZone, day, month, skills, experience, offers, seeks } = draft
  return {
    ...{ name, pronouns, bio, timeZone },
    languages: [...languages],
    birthday: day === '' || month === '' ? '' : `${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
    skills: [...skills],
    experience: experience.map(({ what, where, from, to }) => {
      const years = { from: yearIn(from), to: yearIn(to) }
      return {
        ...{ what, where },
        ...(years.from !== undefined && { from: years.from }),
        ...(years.to !== undefined && { to: years.to }),
      }
    }),
    offers: { tags: [...offers.tags], text: offers.text },
    seeks: { tags: [...seeks.tags], text: seeks.text },
  }
}

/** The field a refusal is about; nothing when it is about all of it. */
export function fieldOf({ details }: Refusal): Field | undefined {
  const named = details['field']
  return fields.find((field) => field === named)
}

/**
 * What was typed and not yet saved, by community, so that a look elsewhere loses nothing. In memory alone: the browser's own storage lies
 * on disk in the clear.
 */
const drafts = new Map<CommunityId, Draft>()

export const keptDraft = (community: CommunityId): Draft | undefined => drafts.get(community)

export function keepDraft(community: CommunityId, draft: Draft | undefined): void {
  if (draft) drafts.set(community, draft)
  else drafts.delete(community)
}
