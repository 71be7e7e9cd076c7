/** Who can be chosen for a private space. Pure. */
import type { MemberId, MemberView } from '../session/index.ts'

/** Active members but me and those who are in, by name. */
export function pickable(
  members: readonly MemberView[],
  without: readonly MemberId[],
  language: string,
): readonly MemberView[] {
  const { compare } = new Intl.Collator(language)
  return members
    .filter(({ id, me, state }) => !me && state === 'active' && !without.includes(id))
    .toSorted((a, b) => compare(a.name, b.name))
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLocaleLowerCase()

/** Those whose name, or the key that tells look-alikes apart, holds what was typed; accents do not matter. */
export function called(members: readonly MemberView[], typed: string): readonly MemberView[] {
  const wanted = plain(typed.trim())
  const begins = ({ name }: MemberView): boolean => plain(name).startsWith(wanted)
  const holds = ({ name, tag }: MemberView): boolean => plain(name).includes(wanted) || plain(tag).startsWith(wanted)
  if (wanted === '') return members
  return [...members.filter(begins), ...members.filter((member) => !begins(member) && holds(member))]
}

/** Puts somebody in or takes them out again; nobody comes in beyond `most`, nor who was not offered. */
export function toggled(
  chosen: readonly MemberId[],
  id: string,
  offered: readonly MemberView[],
  most: number,
): readonly MemberId[] {
  if (chosen.some((other) => other === id)) return chosen.filter((other) => other !== id)
  const member = offered.find((other) => other.id === id)
  return member && chosen.length < most ? [...chosen, member.id] : chosen
}
