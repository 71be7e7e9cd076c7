/** A community as it is read: what people see of it, free of what differs between devices (what was read, what reached whom). */
import type { ActionId, AttachmentKind, CommunityId, EntryId, MemberId, SpaceId } from '../../shared/index.ts'

export interface Reading {
  readonly community: ReadCommunity
  /** Whether attached files go along, as far as they are there. */
  readonly withMedia: boolean
  /** In the order they came, those who left or were removed among them. */
  members(): Iterable<ReadMember>
  /** The membership log as people read it, oldest first. */
  decisions(): Iterable<ReadDecision>
  /** In the order they were laid out; private ones last. */
  spaces(): Iterable<ReadSpace>
  /** Of a space, threads among them, in the one order that all peers compute. */
  messages(space: SpaceId): Iterable<ReadMessage>
  /** What stands in a space itself, or in one of its threads or topics without the message it began with: all, or from after a place on. */
  standing(space: SpaceId, root: EntryId | '', after?: ReadPlace): Iterable<ReadMessage>
  message(space: SpaceId, id: EntryId): ReadMessage | undefined
}

/** Where a message stands in the one order. */
export interface ReadPlace {
  /** ms. */
  readonly time: number
  readonly id: EntryId
}

export interface ReadCommunity {
  readonly id: CommunityId
  readonly name: string
  readonly purpose: string
  readonly rules: string
  /** ms. */
  readonly founded: number
  /** The newest moment anything in it names, ms: what an archive is dated by. */
  readonly newest: number
}

export interface ReadMember {
  readonly id: MemberId
  readonly name: string
  readonly role: 'owner' | 'moderator' | 'member'
  readonly state: 'active' | 'pending' | 'left' | 'removed'
  /** ms. */
  readonly since: number
  /** What they tell of themselves, by the names of the shape: pronouns, bio, languages, zone, skills, offers, seeks … */
  readonly about: ReadonlyMap<string, string | readonly string[]>
  /** Members who vouch for one of the skills, those who belong here still. */
  readonly vouches: readonly { readonly skill: string; readonly by: readonly MemberId[] }[]
}

export interface ReadDecision {
  readonly id: ActionId
  /** ms, as claimed. */
  readonly at: number
  readonly by: MemberId | undefined
  readonly about: MemberId | undefined
  /** `create`, `remove`, `set-role` … */
  readonly type: string
  readonly reason: string | undefined
  /** Whether it has effect. */
  readonly counts: boolean
  /** Why it has none, when it has none: taken back by higher authority, ended by another decision, or waiting for a second signer. */
  readonly state: 'counts' | 'void' | 'overturned' | 'unsigned'
  /** Given by it. */
  readonly role: 'owner' | 'moderator' | 'member' | undefined
}

export interface ReadSpace {
  readonly id: SpaceId
  /** A conversation between a few has no name. */
  readonly kind: 'room' | 'board' | 'private' | 'direct'
  readonly name: string
  readonly topic: string
  readonly archived: boolean
  /** Who takes part in a private one. */
  readonly members: readonly MemberId[]
}

export interface ReadMessage {
  readonly id: EntryId
  readonly author: MemberId
  readonly authorName: string
  /** ms, the moment it stands at in the one order, and the one its author claimed. */
  readonly time: number
  readonly at: number
  /** Markdown; empty when it was withdrawn. */
  readonly text: string
  readonly editedAt: number | undefined
  readonly withdrawn: boolean
  /** What it answers. */
  readonly reply: EntryId | undefined
  /** What began the thread or topic it stands in; its own id when it begins a topic. */
  readonly root: EntryId | undefined
  /** Of a topic. */
  readonly title: string | undefined
  readonly tags: readonly string[]
  /** It was accepted as its topic's answer. */
  readonly answer: boolean
  readonly pinned: boolean
  readonly reactions: readonly { readonly emoji: string; readonly by: readonly MemberId[] }[]
  /** It came from elsewhere and was not signed by who is named: where from, who is said to have said it, and when (ms). */
  readonly imported: ReadImport | undefined
  /** Attached to it, in the order its author put them. */
  readonly files: readonly ReadFile[]
}

export interface ReadFile {
  readonly name: string
  /** Media type; empty when it is not known. */
  readonly type: string
  readonly kind: AttachmentKind
  /** Bytes. */
  readonly size: number
  /** px, as its author says. */
  readonly width: number | undefined
  readonly height: number | undefined
  /** What a picture shows, in its author's words; empty when nothing was said. */
  readonly alt: string
  /** Where it lies, from the root of the archive's `data/`; nothing when it is not in the archive. */
  readonly path: string | undefined
}

export interface ReadImport {
  readonly from: string
  readonly author: string
  readonly at: number
  /** How people there reacted: an emoji, or the name of one of theirs between colons. */
  readonly reactions: readonly { readonly emoji: string; readonly count: number }[]
}
