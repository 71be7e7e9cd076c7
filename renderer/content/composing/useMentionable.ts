/** Whom a message in one space can mention. */
import { useMemo } from 'react'
import { useText } from '../../i18n/index.ts'
import { useMembers, type CommunityId, type SpaceView } from '../../session/index.ts'
import type { Mentionable } from './mentionable.ts'

const none: Mentionable = { members: [], roles: [], room: false }

/**
 * Who can read it. In a room of all, whole roles besides, and everybody at once by owners and moderators; in a private one, where
 * all have chosen to be among few, everybody by each.
 */
export function useMentionable(community: CommunityId, space: Pick<SpaceView, 'kind' | 'people'>): Mentionable {
  const { language } = useText()
  const members = useMembers(community).value
  const { kind, people } = space
  return useMemo(() => {
    if (!members) return none
    const { compare } = new Intl.Collator(language)
    const few = kind === 'private' || kind === 'direct'
    const reading = members
      .filter(({ id, me, state }) => !me && state === 'active' && (!few || people.includes(id)))
      .toSorted((a, b) => compare(a.name, b.name))
    if (few) return { members: reading, roles: [], room: kind === 'private' }
    const role = members.find(({ me }) => me)?.role ?? 'member'
    return { members: reading, roles: ['owner', 'moderator'], room: role !== 'member' }
  }, [members, kind, people, language])
}
