/** What was brought in from other systems, among what members said: in a room, and in the topics of a board. */
import type { ImportedView, MemberView, MessageRow } from '../../../core/contract/index.ts'
import { importedAuthorId } from '../../../core/documents/index.ts'
import type { EntryId } from '../../../core/shared/index.ts'
import { type SketchTopic, topics } from './board-scene.ts'

/** As they are called elsewhere; the last two where names are long, or written the other way. */
const PEOPLE = ['Zoe Brandt', 'maximilian.von-und-zu-hohenstein-the-gardener-of-willow-street', 'ليلى حداد']
const SYSTEMS = ['Slack', 'Discourse', 'Discord']
const DAY = 86_400_000

function markOf(index: number, by: MemberView): ImportedView {
  const reactions = [
    { emoji: '🌱', count: 12, names: ['Zoe Brandt', 'Bram'] },
    { emoji: ':party-kale:', count: 1, names: [PEOPLE[1] ?? ''] },
    { emoji: '👍🏽', count: 1200, names: [] },
  ]
  return {
    ...{ from: SYSTEMS[index % 3] ?? '', name: PEOPLE[index % 3] ?? '', on: Date.now() - DAY },
    ...{ by: by.id, byName: by.name, reactions: index % 3 === 0 ? reactions : [] },
  }
}

function brought(row: MessageRow, index: number, by: MemberView): MessageRow {
  const imported = markOf(index, by)
  const { authorRole: _, ...rest } = row
  const author = importedAuthorId(imported.from.toLowerCase(), imported.name)
  return { ...rest, author, authorName: `${imported.name} (${imported.from})`, imported, mine: false, reached: 0 }
}

/** Some of the last rows of a room; the second answers the first. */
export function withImported(rows: readonly MessageRow[], members: readonly MemberView[]): MessageRow[] {
  const [by] = members
  const from = rows.length - 8
  if (!by || from < 0) return [...rows]
  let first: MessageRow | undefined
  return rows.map((row, at) => {
    if (at < from || at >= from + 6) return row
    const made = brought(row, at - from, by)
    first ??= made
    if (at !== from + 1) return made
    const { id, author, authorName, text } = first
    return { ...made, reply: { id, state: 'here', author, authorName, text } }
  })
}

/** Every topic but the first, and half of what is said in it. */
export function withImportedTopics<Room extends { readonly rows: MessageRow[] }>(
  room: Room,
  members: readonly MemberView[],
): Room {
  const [by] = members
  if (!by) return room
  const begins = new Set<EntryId | undefined>()
  for (const [at, topic] of (topics.get(room) ?? []).entries()) {
    if (at === 0) continue
    begins.add(topic.view.id)
    topic.view = viewOf(topic, at, by)
  }
  for (const [at, row] of room.rows.entries())
    if (begins.has(row.id) || (begins.has(row.root) && at % 2 === 0))
      room.rows[at] = brought(row, begins.has(row.id) ? [...begins].indexOf(row.id) + 1 : at, by)
  return room
}

function viewOf({ view }: SketchTopic, at: number, by: MemberView): SketchTopic['view'] {
  const { name, from } = markOf(at, by)
  const { authorRole: _, ...rest } = view
  return { ...rest, authorName: `${name} (${from})`, imported: true, mine: false }
}
