/**
 * People, messages and reactions as W3C ActivityStreams 2.0 has them. A topic is an `Article`, since it has a title and is read for itself:
 * the vocabulary's `Question` is a poll, and one its readers count votes of. Reactions are a `Like` with the emoji as its content, which
 * every reader of the vocabulary knows. What the vocabulary has no name for stands under `folkmoot:`.
 */
import {
  type CommunityId,
  type EntryId,
  type MemberId,
  mentionHref,
  mentionsOf,
  type SpaceId,
} from '../../shared/index.ts'
import type { ReadFile, Reading, ReadMember, ReadMessage, ReadSpace } from '../reading/about.ts'
import { isoMoment } from '../reading/moments.ts'
import { bodyOf } from '../site/body.ts'
import { markupTextOf } from '../site/html.ts'
import type { Json, JsonObject } from './json.ts'

export const CONTEXT: Json = ['https://www.w3.org/ns/activitystreams', { folkmoot: 'urn:folkmoot:ns:' }]

export interface Collection extends JsonObject {
  readonly id: string
  readonly type: 'Collection' | 'OrderedCollection'
}

/** The names of things: the same in every archive of a community. */
export class Names {
  readonly #community: CommunityId

  constructor(community: CommunityId) {
    this.#community = community
  }

  get community(): string {
    return `urn:folkmoot:${this.#community}`
  }

  member(id: MemberId): string {
    return `${this.community}:member:${id}`
  }

  space(id: SpaceId): string {
    return `${this.community}:space:${id}`
  }

  message(id: EntryId): string {
    return `${this.community}:message:${id}`
  }
}

export function communityObject(names: Names, { community }: Reading): Json {
  const { name, purpose, rules, founded, newest } = community
  return {
    ...{ id: names.community, type: 'Group', name, published: isoMoment(founded), updated: isoMoment(newest) },
    ...(purpose === '' ? {} : { summary: purpose }),
    ...(rules === '' ? {} : { 'folkmoot:rules': rules }),
  }
}

export function personObject(names: Names, { id, name, role, state, since, about, vouches }: ReadMember): Json {
  const bio = about.get('bio')
  return {
    ...{ id: names.member(id), type: 'Person', name, published: isoMoment(since) },
    ...{ 'folkmoot:role': role, 'folkmoot:state': state },
    ...(typeof bio === 'string' ? { summary: htmlOf(bio), ...sourceOf(bio) } : {}),
    ...(about.size === 0 ? {} : { 'folkmoot:about': Object.fromEntries(about) }),
    ...(vouches.length === 0
      ? {}
      : { 'folkmoot:vouches': vouches.map(({ skill, by }) => ({ skill, by: by.map((each) => names.member(each)) })) }),
  }
}

export function spaceObject(names: Names, { id, kind, name, topic, archived, members }: ReadSpace): Collection {
  return {
    ...{ id: names.space(id), type: 'OrderedCollection', name, 'folkmoot:kind': kind, 'folkmoot:closed': archived },
    ...(topic === '' ? {} : { summary: topic }),
    ...(members.length === 0 ? {} : { audience: members.map((each) => names.member(each)) }),
  }
}

/** A message, and then the reactions to it. */
export function messageObjects(names: Names, space: ReadSpace, message: ReadMessage): Json[] {
  return [message.withdrawn ? tombstone(names, space, message) : note(names, space, message), ...likes(names, message)]
}

function tombstone(names: Names, space: ReadSpace, message: ReadMessage): Json {
  const formerType = message.title === undefined ? 'Note' : 'Article'
  return { ...placeOf(names, space, message), type: 'Tombstone', formerType }
}

function note(names: Names, space: ReadSpace, message: ReadMessage): Json {
  const { text, title, editedAt, answer, pinned, imported, files } = message
  const tag = tagsOf(names, message)
  return {
    ...placeOf(names, space, message),
    ...(title === undefined ? { type: 'Note' } : { type: 'Article', name: title }),
    ...{ content: htmlOf(text), mediaType: 'text/html' },
    ...sourceOf(text),
    ...(editedAt === undefined ? {} : { updated: isoMoment(editedAt) }),
    ...(tag.length === 0 ? {} : { tag }),
    ...(files.length === 0 ? {} : { attachment: files.map((file) => attachmentObject(file)) }),
    ...(answer ? { 'folkmoot:acceptedAnswer': true } : {}),
    ...(pinned ? { 'folkmoot:pinned': true } : {}),
    ...(imported
      ? {
          'folkmoot:signed': false,
          'folkmoot:importedFrom': imported.from,
          'folkmoot:importedBy': names.member(message.author),
          'folkmoot:importedReactions': imported.reactions.map(({ emoji, count }) => ({ emoji, count })),
        }
      : {}),
  }
}

const TYPES = { picture: 'Image', audio: 'Audio', video: 'Video', file: 'Document' } as const

/** What is not in the archive has no `url`. */
function attachmentObject({ name, type, kind, size, width, height, alt, path }: ReadFile): Json {
  return {
    ...{ type: TYPES[kind], name, 'folkmoot:size': size, width, height },
    ...(type === '' ? {} : { mediaType: type }),
    ...(alt === '' ? {} : { summary: alt }),
    ...(path === undefined ? {} : { url: `../${path}` }),
  }
}

function placeOf(names: Names, space: ReadSpace, message: ReadMessage) {
  const { id, author, authorName, time, reply, root, imported } = message
  const answered = reply ?? (root === id ? undefined : root)
  return {
    id: names.message(id),
    attributedTo: imported
      ? { type: 'Person', name: imported.author }
      : { type: 'Person', id: names.member(author), name: authorName },
    published: isoMoment(imported?.at ?? time),
    context: root === undefined ? names.space(space.id) : names.message(root),
    audience: names.space(space.id),
    ...(answered === undefined ? {} : { inReplyTo: names.message(answered) }),
  }
}

function tagsOf(names: Names, { text, tags }: ReadMessage): Json[] {
  const mentioned = mentionsOf(text).map((of): Json => {
    const href = of.kind === 'member' ? names.member(of.id) : mentionHref(of)
    return { type: 'Mention', href }
  })
  return [...tags.map((name): Json => ({ type: 'Object', name })), ...mentioned]
}

function likes(names: Names, { id, reactions }: ReadMessage): Json[] {
  return reactions.flatMap(({ emoji, by }) =>
    by.map((member): Json => {
      const mark = [...emoji].map((sign) => (sign.codePointAt(0) ?? 0).toString(16)).join('-')
      const name = `${names.message(id)}:like:${member}:${mark}`
      return { type: 'Like', id: name, actor: names.member(member), object: names.message(id), content: emoji }
    }),
  )
}

/** By the same parser as on every screen; what it leads to inside of the community is named in `tag`. */
function htmlOf(text: string): string {
  return markupTextOf(bodyOf(text, { mention: (_, name) => ({ name: name.slice(1) }), message: () => undefined }))
}

function sourceOf(text: string): { readonly source: Json } {
  return { source: { content: text, mediaType: 'text/markdown' } }
}
