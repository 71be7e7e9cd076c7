/** Who a message is shown to be by. What was brought in is never shown as a member's: the system it comes from stands behind each name. */
import type { MessageRow, Role } from '../contract/index.ts'
import { importedAuthorId } from '../documents/index.ts'
import type { MemberId } from '../shared/index.ts'
import type { MessageRecord } from '../view/index.ts'

export interface ShownAuthor {
  readonly author: MemberId
  readonly authorName: string
  readonly authorRole?: Role
  readonly imported?: NonNullable<MessageRow['imported']>
}

/** Systems whose names people know by other letters; any other is called what the entry calls it. */
const SYSTEM_NAMES: Readonly<Record<string, string>> = {
  ...{ discord: 'Discord', slack: 'Slack', discourse: 'Discourse', zulip: 'Zulip', mattermost: 'Mattermost' },
}

export function shownAuthor(
  { author, imported }: Pick<MessageRecord, 'author' | 'imported'>,
  nameOf: (member: MemberId) => string,
  roleOf: (member: MemberId) => Role | undefined = () => undefined,
): ShownAuthor {
  if (!imported) {
    const role = roleOf(author)
    return { author, authorName: nameOf(author), ...(role && { authorRole: role }) }
  }
  const { from, author: name, on } = imported
  const system = Object.hasOwn(SYSTEM_NAMES, from) ? (SYSTEM_NAMES[from] ?? from) : from
  return {
    author: importedAuthorId(from, name),
    authorName: `${name} (${system})`,
    imported: {
      ...{ from: system, name, on, by: author, byName: nameOf(author) },
      reactions: imported.reactions.map(({ names, ...reaction }) => ({ ...reaction, names: [...names] })),
    },
  }
}
