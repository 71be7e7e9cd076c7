/** What of an export would come here and what would not, before anything is written. */
import { LIMITS } from '../../shared/index.ts'
import type { ImportedMessage, ImportedRoom, ImportSource, ImportSystem, ImportTable, NotWhat } from './about.ts'
import { importErrors } from './errors.ts'

export interface PlannedRoom extends Omit<ImportedRoom, 'type'> {
  readonly messages: number
}

/** What has no counterpart: how often, and where first. */
export interface PlannedNot {
  readonly what: NotWhat
  readonly count: number
  readonly where: readonly string[]
}

export interface ImportPlan {
  readonly system: ImportSystem
  readonly name: string
  readonly users: number
  readonly rooms: readonly PlannedRoom[]
  readonly messages: number
  readonly topics: number
  /** Messages that stand in a thread, or answer another. */
  readonly replies: number
  readonly reactions: number
  /** ms; nothing when there is no message. */
  readonly since: number | undefined
  readonly until: number | undefined
  readonly nots: readonly PlannedNot[]
  /** The first messages, as they will be shown. */
  readonly samples: readonly ImportedMessage[]
  /** Its columns, when it is a table. */
  readonly table: ImportTable | undefined
}

/** Reads all of it. @throws import/…, and the signal's reason */
export async function planImport(
  source: ImportSource,
  signal: AbortSignal,
  seen?: (messages: number) => void,
): Promise<ImportPlan> {
  const rooms = new Map<string, ImportedRoom & { messages: number }>()
  const nots = new Map<NotWhat, { count: number; where: string[] }>()
  const samples: ImportedMessage[] = []
  const counts = { users: 0, messages: 0, topics: 0, replies: 0, reactions: 0 }
  let [since, until] = [Infinity, -Infinity]
  for await (const item of source.items(signal)) {
    if (item.type === 'user') counts.users += 1
    else if (item.type === 'room') {
      if (!rooms.has(item.id)) rooms.set(item.id, { ...item, messages: 0 })
      if (rooms.size > LIMITS.importRooms) throw importErrors('too-large', { details: { where: source.name } })
    } else if (item.type === 'not') {
      const not = nots.get(item.what) ?? { count: 0, where: [] }
      not.count += item.count
      if (not.where.length < LIMITS.importSamples) not.where.push(item.where.slice(0, 200))
      nots.set(item.what, not)
    } else {
      counts.messages += 1
      if (counts.messages % 1000 === 0) seen?.(counts.messages)
      if (item.title !== undefined) counts.topics += 1
      if (item.root !== undefined || item.reply !== undefined) counts.replies += 1
      counts.reactions += item.reactions.reduce((sum, { count }) => sum + count, 0)
      since = Math.min(since, item.at)
      until = Math.max(until, item.at)
      const room = rooms.get(item.room)
      if (room) room.messages += 1
      if (samples.length < LIMITS.importSamples) samples.push(item)
    }
  }
  return {
    ...{ system: source.system, name: source.name, ...counts, samples, table: source.table },
    rooms: [...rooms.values()].map(({ id, name, topic, kind, category, private: isPrivate, messages }) => ({
      ...{ id, name, topic, kind, category, private: isPrivate, messages },
    })),
    since: counts.messages > 0 ? since : undefined,
    until: counts.messages > 0 ? until : undefined,
    nots: Array.from(nots, ([what, not]) => ({ what, ...not })),
  }
}
