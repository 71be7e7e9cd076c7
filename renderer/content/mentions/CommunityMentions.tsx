/** The members of one community for every text below it. */
import { useMemo, type ReactNode } from 'react'
import type { MessageLink } from '../../../core/shared/index.ts'
import { useText } from '../../i18n/index.ts'
import { useMembers, useNavigator, type CommunityId, type MemberId } from '../../session/index.ts'
import { MentionProvider, type MentionScene } from './context.tsx'

interface CommunityMentionsProps {
  readonly community: CommunityId
  /** Opens who a member is; unless given, their card on the page of members. */
  readonly onMember?: (id: MemberId) => void
  /** Goes to a message; unless given, where it stands in its room. */
  readonly onMessage?: (link: MessageLink) => void
  readonly children: ReactNode
}

export function CommunityMentions({ community, onMember, onMessage, children }: CommunityMentionsProps) {
  const members = useMembers(community).value
  const { t } = useText()
  const { go } = useNavigator()
  const scene = useMemo<MentionScene>(() => {
    const known = new Map((members ?? []).map((member) => [member.id, member]))
    return {
      memberOf: (id) => {
        const member = known.get(id)
        if (!member) return undefined
        const { name, tag, lookAlike, me } = member
        return { name: lookAlike ? t('spaces.alike', { name, tag }) : name, me }
      },
      role: members?.find(({ me }) => me)?.role,
      onMember: onMember ?? ((member) => go({ at: 'members', community, member })),
      onMessage: onMessage ?? (({ space, id }) => go({ at: 'room', community, space, to: id })),
    }
  }, [members, community, onMember, onMessage, go, t])
  return <MentionProvider value={scene}>{children}</MentionProvider>
}
