/** Who the members are that a text mentions, for every text below: names as they are now, and what a click does. */
import { createContext, useContext } from 'react'
import type { Mention, MessageLink } from '../../../core/shared/index.ts'
import type { MemberId, Role } from '../../session/index.ts'

/** A member as a mention shows them. */
export interface Mentioned {
  /** As it stands in a sentence, told apart from one that looks alike. */
  readonly name: string
  readonly me: boolean
}

export interface MentionScene {
  readonly memberOf: (id: MemberId) => Mentioned | undefined
  /** My own role: a mention of it is one of me. */
  readonly role?: Role | undefined
  /** Opens who a member is. */
  readonly onMember?: (id: MemberId) => void
  /** Goes to a message. */
  readonly onMessage?: (link: MessageLink) => void
}

/** Where nothing is known of members, mentions are shown by the words their writer saw. */
const MentionContext = createContext<MentionScene>({ memberOf: () => undefined })
export const MentionProvider = MentionContext

export function useMentionScene(): MentionScene {
  return useContext(MentionContext)
}

/** Whether I am meant by it. */
export function meansMe({ memberOf, role }: MentionScene, of: Mention): boolean {
  if (of.kind === 'member') return memberOf(of.id)?.me === true
  return of.kind === 'room' || of.role === role
}
