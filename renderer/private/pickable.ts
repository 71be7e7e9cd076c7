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

/** The chosen ones of those that were offered, in the order they were chosen. */
export function picked(ids: readonly string[], offered: readonly MemberView[]): readonly MemberId[] {
  return ids.flatMap((id) => offered.find((member) => member.id === id)?.id ?? [])
}
