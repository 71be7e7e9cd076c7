/**
 * Links inside a community: `folkmoot:` and one of the exact forms below, so that one thing has one name. They stand in the
 * text as ordinary links, which any other reader of Markdown shows by their words.
 */
import { parseEntryId, type EntryId, type MemberId, type SpaceId } from '../ids.ts'

/** Who is meant: a member, everybody with a role, or everybody in the room. */
export type Mention =
  | { readonly kind: 'member'; readonly id: MemberId }
  | { readonly kind: 'role'; readonly role: 'owner' | 'moderator' }
  | { readonly kind: 'room' }

/** 32 bytes in base64url: the last character has two bits to spare, which are none in the one right way to write it. */
const id = '[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]'
const toMember = new RegExp(`^folkmoot:member/(${id})$`)
const toMessage = new RegExp(`^folkmoot:message/(${id})/([0-9a-f.]{34,49})$`)

export function mentionOf(href: string): Mention | undefined {
  if (href === 'folkmoot:room') return { kind: 'room' }
  if (href === 'folkmoot:role/owner') return { kind: 'role', role: 'owner' }
  if (href === 'folkmoot:role/moderator') return { kind: 'role', role: 'moderator' }
  const member = toMember.exec(href)?.[1]
  return member === undefined ? undefined : { kind: 'member', id: member as MemberId }
}

/** The link that means this; two mentions are of the same when these are equal. */
export function mentionHref(of: Mention): string {
  if (of.kind === 'member') return `folkmoot:member/${of.id}`
  return of.kind === 'role' ? `folkmoot:role/${of.role}` : 'folkmoot:room'
}

/** One message of one space. */
export interface MessageLink {
  readonly space: SpaceId
  readonly id: EntryId
}

export function messageLinkOf(href: string): MessageLink | undefined {
  const [, space, entry = ''] = toMessage.exec(href) ?? []
  if (space === undefined || !parseEntryId(entry)) return undefined
  return { space: space as SpaceId, id: entry as EntryId }
}

export function messageHref({ space, id: entry }: MessageLink): string {
  return `folkmoot:message/${space}/${entry}`
}
