/** Whom a message can mention, and who of them is meant by what was typed. Pure. */
import type { Mention } from '../../../core/shared/index.ts'
import type { MemberId, MemberView, Role } from '../../session/index.ts'

export interface Mentionable {
  readonly members: readonly Pick<MemberView, 'id' | 'name' | 'tag' | 'lookAlike' | 'role'>[]
  readonly roles: readonly ('owner' | 'moderator')[]
  /** Whether everybody in the room may be mentioned at once. */
  readonly room: boolean
}

/** Something that can be mentioned, as it is offered. */
export interface MentionChoice {
  readonly of: Mention
  /** Without the @: what will stand in the text. */
  readonly name: string
  readonly member?: { readonly id: MemberId; readonly tag: string | undefined; readonly role: Role }
}

export interface MentionWords {
  readonly owner: string
  readonly moderator: string
  readonly everyone: string
}

/** Choices drawn at once: whoever is further down is found by typing on. */
export const mostChoices = 8

export function choicesOf({ members, roles, room }: Mentionable, words: MentionWords): readonly MentionChoice[] {
  return [
    ...members.map(({ id, name, tag, lookAlike, role }): MentionChoice => {
      return { of: { kind: 'member', id }, name, member: { id, tag: lookAlike ? tag : undefined, role } }
    }),
    ...roles.map((role): MentionChoice => ({ of: { kind: 'role', role }, name: words[role] })),
    ...(room ? [{ of: { kind: 'room' }, name: words.everyone } as const] : []),
  ]
}

const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()

const folded = new WeakMap<MentionChoice, string>()

function plainName(choice: MentionChoice): string {
  const known = folded.get(choice)
  if (known !== undefined) return known
  const made = plain(choice.name)
  folded.set(choice, made)
  return made
}

/** Those whose name, a later word of it, or telling key begins so, the first kind first; accents do not matter. */
export function meant(choices: readonly MentionChoice[], typed: string): readonly MentionChoice[] {
  if (typed.startsWith(' ')) return []
  const wanted = plain(typed)
  const ranked: [MentionChoice[], MentionChoice[], MentionChoice[]] = [[], [], []]
  for (const choice of choices) {
    const name = plainName(choice)
    if (name.startsWith(wanted)) ranked[0].push(choice)
    else if (name.includes(` ${wanted}`)) ranked[1].push(choice)
    else if (choice.member?.tag?.toLowerCase().startsWith(wanted)) ranked[2].push(choice)
    if (ranked[0].length >= mostChoices) break
  }
  return ranked.flat().slice(0, mostChoices)
}
