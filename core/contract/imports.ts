/** Exports of other systems, brought in: handed over in pieces, looked at, and written into rooms and boards. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { LIMITS } from '../shared/index.ts'
import { communityId, procedure, spaceId, typed } from './base.ts'

const plannedRoom = z.object({
  /** As the file calls it. */
  id: z.string(),
  name: z.string(),
  topic: z.string(),
  kind: z.enum(['room', 'board']),
  /** What it stood under there; empty for nothing. */
  category: z.string(),
  /** It was not for everybody there. */
  private: z.boolean(),
  messages: z.number().int(),
})

/** Columns of a table, from 0; null for none. Those that are not named are guessed by what they are called. */
const column = z.number().int().min(0).max(499).nullable().optional()
const columns = z.object({
  ...{ id: column, room: column, author: column, at: column },
  ...{ text: column, topic: column, reply: column },
})
export type ImportColumns = z.infer<typeof columns>

export const importPlan = z.object({
  /** `slack`, `discord` …: see core/archive. */
  system: z.string(),
  name: z.string(),
  users: z.number().int(),
  rooms: z.array(plannedRoom),
  messages: z.number().int(),
  topics: z.number().int(),
  replies: z.number().int(),
  reactions: z.number().int(),
  /** ms */
  since: z.number().optional(),
  until: z.number().optional(),
  /** What has no counterpart here, or could not be read: how often, and where first. */
  nots: z.array(z.object({ what: z.string(), count: z.number().int(), where: z.array(z.string()) })),
  /** The first messages. */
  samples: z.array(z.object({ author: z.string(), at: z.number(), text: z.string() })),
  /** Of a table: what its columns are called, and taken for. Without `at` and `text` there are no messages. */
  table: z.object({ header: z.array(z.string()), columns }).optional(),
})
export type ImportPlanView = z.infer<typeof importPlan>

export const importPlanning = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), messages: z.number().int() }),
  importPlan.extend({ type: z.literal('plan') }),
])
export type ImportPlanning = z.infer<typeof importPlanning>

/** `done` messages of the file were looked at, and of these `written`; the rest stays out, or was here. */
const counts = { done: z.number().int(), written: z.number().int() }
export const importRunning = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), ...counts }),
  z.object({ type: z.literal('done'), ...counts }),
])
export type ImportRunning = z.infer<typeof importRunning>

/** Where a room of the file goes: into a space of its kind, or a new one. */
const importGoal = z.object({
  room: z.string().max(200),
  to: z.union([z.object({ space: spaceId }), z.object({ name: typed })]),
})
export type ImportGoal = z.infer<typeof importGoal>

const chunk = z.base64().max(Math.ceil(LIMITS.importPieceBytes / 3) * 4)
const file = { id: z.string().max(64) }

export const imports = {
  /** Begins to hand over a file; `name` is what it is called on the screen's side. Refused: importing/too-many, storage/… */
  begin: procedure.input(z.object({ name: z.string().max(500) })).output(z.object(file)),
  /** The next piece, in order; how many bytes are there. Refused: importing/unknown, storage/… */
  append: procedure.input(z.object({ ...file, chunk })).output(z.object({ bytes: z.number() })),
  /** Looks through all of it, and writes nothing; what it said of columns last is what is brought in. Refused: import/unknown, import/broken, import/truncated, import/unsafe … */
  plan: procedure.input(z.object({ ...file, columns: columns.optional() })).output(eventIterator(importPlanning)),
  /**
   * Writes it; goes on where it stopped when the same file was begun in this community before. What was written stays when the answer is
   * closed. Refused: community/not-allowed, space/…, importing/other-kind, import/…, storage/…
   */
  start: procedure
    .input(z.object({ ...file, community: communityId, rooms: z.array(importGoal).min(1).max(LIMITS.importRooms) }))
    .output(eventIterator(importRunning)),
  /** Lets go of the file. */
  cancel: procedure.input(z.object(file)),
}
