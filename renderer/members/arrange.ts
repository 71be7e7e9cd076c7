/** Which members the page lists, in which order and under which headings. */
import type { MemberView } from '../session/index.ts'

export const shows = ['everyone', 'waiting', 'leading', 'online', 'left', 'removed'] as const
export type Show = (typeof shows)[number]

export const groups = ['waiting', 'leading', 'plain', 'left', 'removed'] as const
export type Group = (typeof groups)[number]

export type Line =
  | { readonly kind: 'heading'; readonly key: Group; readonly count: number }
  | { readonly kind: 'member'; readonly key: string; readonly member: MemberView }

function groupOf({ state, role }: MemberView): Group {
  if (state === 'pending') return 'waiting'
  if (state !== 'active') return state
  return role === 'member' ? 'plain' : 'leading'
}

const tests: Readonly<Record<Show, (member: MemberView) => boolean>> = {
  everyone: ({ state }) => state === 'active' || state === 'pending',
  waiting: ({ state }) => state === 'pending',
  leading: (member) => groupOf(member) === 'leading',
  online: ({ state, online, me }) => state === 'active' && (online || me),
  left: ({ state }) => state === 'left',
  removed: ({ state }) => state === 'removed',
}

/** How many members each choice lists. */
export function countsOf(members: readonly MemberView[]): Readonly<Record<Show, number>> {
  const counts = { everyone: 0, waiting: 0, leading: 0, online: 0, left: 0, removed: 0 }
  for (const member of members) for (const show of shows) if (tests[show](member)) counts[show] += 1
  return counts
}

/** A text as it is searched: no case, no accents, no difference between forms of one letter. */
export function plainly(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
}

/** Every word that was typed begins a word of the name, or the tag of the key. */
function isCalled(query: string): (member: MemberView) => boolean {
  const wanted = plainly(query).split(/\s+/)
  return ({ name, tag }) => {
    const has = ` ${plainly(name)} ${tag.toLowerCase()}`
    return wanted.every((word) => has.includes(` ${word}`) || (word.length > 2 && has.includes(word)))
  }
}

/**
 * The lines of the page: those who wait first, then who leads, then everyone else by name. Who left or was removed stands apart,
 * and is found by name all the same.
 */
export function arrange(members: readonly MemberView[], show: Show, query: string, language: string): Line[] {
  const searching = query.trim() !== ''
  const listed = show === 'everyone' && searching ? () => true : tests[show]
  const called = searching ? isCalled(query) : () => true
  const { compare } = new Intl.Collator(language, { sensitivity: 'base', numeric: true })
  const found = members
    .filter((member) => listed(member) && called(member))
    .sort((one, other) => compare(one.name, other.name) || one.since - other.since || compare(one.tag, other.tag))
  return groups.flatMap((group): Line[] => {
    const inside = found.filter((member) => groupOf(member) === group)
    if (inside.length === 0) return []
    const ordered = group === 'leading' ? inside.sort((one, other) => rank[one.role] - rank[other.role]) : inside
    return [
      { kind: 'heading', key: group, count: inside.length },
      ...ordered.map((member): Line => ({ kind: 'member', key: member.id, member })),
    ]
  })
}

const rank = { owner: 0, moderator: 1, member: 2 }
