/** What owners and moderators decide, and what members decide about themselves. */
import { type ActionId, base64url, type MemberId } from '../../shared/index.ts'
import { mayConfirm, mayOverturn, mayRemove, maySign, rolesToGive } from '../powers.ts'
import { outranks } from '../rank.ts'
import { about, isCutProven, isRotation, memberIn, type Judgement, type RuleTable } from './judgement.ts'

export const CONFIRM = {
  /** Somebody above them lets in who waits, or another moderator or owner signs a removal that needs it. */
  'may confirm': about('confirm', ({ what, id }, { past, author, records }) => {
    if (!author) return false
    if (what === 'removal') {
      const removal = records.settled.get(base64url(id) as ActionId)
      return removal !== undefined && past.has(removal.action.id) && maySign(author, removal, past)
    }
    const target = past.member(memberIn(id))
    return target !== undefined && mayConfirm(author, target)
  }),
} satisfies RuleTable

export const SET_ROLE = {
  /** Only owners give roles, to those below them; everybody may step down. */
  'may give': about('set-role', ({ member, role }, { past, author }) => {
    const id = memberIn(member)
    const target = past.member(id)
    return author !== undefined && target !== undefined && rolesToGive(author, id, target).includes(role)
  }),

  /** A cut belongs to a step down, and names items of the member's own devices. */
  'cut proven': about('set-role', ({ member, role, cut }, judgement) => {
    const target = judgement.past.member(memberIn(member))
    const isDown = target !== undefined && outranks(target.role, role)
    return (isDown || cut.length === 0) && isCutOf(cut, memberIn(member), judgement)
  }),
} satisfies RuleTable

export const REMOVE = {
  /** Owners and moderators remove those below them: moderators cannot touch moderators. */
  'may remove': about('remove', ({ member }, { past, author }) => {
    const id = memberIn(member)
    const target = past.member(id)
    return author !== undefined && target !== undefined && mayRemove(author, id, target)
  }),

  /** The cut names items of the member's own devices, with their signatures. */
  'cut proven': about('remove', ({ member, cut }, judgement) => isCutOf(cut, memberIn(member), judgement)),

  /** It changes the keys, sealed to none of the removed member's devices; where they were removed before, it lengthens the cut. */
  rotates: about('remove', ({ member, cut, rotation }, judgement) => {
    const { past } = judgement
    const id = memberIn(member)
    if (!rotation) return past.removals(id).length > 0 && cut.length > 0
    return isRotation(rotation, judgement, past.devicesOf(id))
  }),
} satisfies RuleTable

export const LEAVE = {
  /** One leaves once; said again, it lengthens the cut. */
  'leaves or lengthens': about('leave', ({ cut }, { past, author }) => {
    return author !== undefined && (cut.length > 0 || past.leaves(author.member).length === 0)
  }),

  /** The cut names items of own devices, with their signatures. */
  'cut proven': about('leave', ({ cut }, judgement) =>
    judgement.author ? isCutOf(cut, judgement.author.member, judgement) : false,
  ),
} satisfies RuleTable

export const OVERTURN = {
  /** Strictly higher authority overturns, and whoever decided takes it back; own devices are for the own recovery key too. */
  'may overturn': about('overturn', ({ action }, { past, author, records, isPrivate }) => {
    const decision = records.settled.get(base64url(action) as ActionId)
    if (!author || !decision || !past.has(decision.action.id)) return false
    return mayOverturn(author, decision, isPrivate)
  }),
} satisfies RuleTable

/** Any member may revoke their own invites and owners and moderators all: whose it is shows when it is used. */
export const REVOKE_INVITE = {
  'not private': ({ isPrivate }) => !isPrivate,
} satisfies RuleTable

export const ROTATE = {
  /** Keys are changed by owners and moderators. */
  'may rotate': ({ author }) => author !== undefined && author.standing.role !== 'member',

  /** It is a new epoch after ones that there are. */
  rotates: about('rotate', ({ rotation }, judgement) => isRotation(rotation, judgement, [])),
} satisfies RuleTable

function isCutOf(cut: Parameters<typeof isCutProven>[0], member: MemberId, { past, community }: Judgement): boolean {
  return community !== undefined && isCutProven(cut, past.devicesOf(member), community)
}
