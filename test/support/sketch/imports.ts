/** The part of the contract that is about exports of other systems, answered from a sketch. */
import { setTimeout as pause } from 'node:timers/promises'
import type { ImportPlanView } from '../../../core/contract/index.ts'
import { guarded } from './guarded.ts'

const room = (id: string, name: string, messages: number, more = {}) => ({
  ...{ id, name, messages, topic: '', kind: 'room' as const, category: '', private: false },
  ...more,
})

const plan: ImportPlanView = {
  system: 'slack',
  name: 'willow-street-garden Slack export Nov 14 2023',
  users: 1240,
  messages: 48_210,
  topics: 0,
  replies: 7300,
  reactions: 12_044,
  since: Date.UTC(2019, 2, 4),
  until: Date.UTC(2023, 10, 14),
  rooms: [
    room('C1', 'general', 41_000),
    room('C2', 'a-channel-with-a-name-that-goes-on-and-on-and-does-not-end', 7000),
    room('C3', 'seeds', 200, { kind: 'board' }),
    room('D1', 'Ada, Bram de Wit', 10, { private: true }),
  ],
  nots: [
    { what: 'attachment', count: 812, where: ['general/2019-03-04.json #12'] },
    { what: 'system-message', count: 1300, where: ['general/2019-03-04.json #1'] },
    { what: 'private-room', count: 1, where: ['D1'] },
    { what: 'custom-emoji', count: 77, where: ['general/2020-01-01.json #120'] },
  ],
  samples: [],
}

/** A table whose columns are called in ways nobody guesses, until they are chosen. */
const tableOf = (isChosen: boolean): ImportPlanView => ({
  ...plan,
  ...{ system: 'table', name: 'talk', users: isChosen ? 12 : 0, messages: isChosen ? 300 : 0, reactions: 0, nots: [] },
  rooms: isChosen ? [room('talk', 'talk', 300)] : [],
  table: {
    header: ['when it was', 'who', '', 'a column with a name that goes on and on and does not end'],
    columns: isChosen ? { at: 0, author: 1, text: 3, room: null } : {},
  },
})

export function importHandlers() {
  let isTable = false
  const { imports } = guarded
  return {
    imports: {
      begin: imports.begin.handler(({ input }) => {
        isTable = input.name.endsWith('.csv')
        return { id: 'sketched' }
      }),
      append: imports.append.handler(() => ({ bytes: 1000 })),
      plan: imports.plan.handler(async function* ({ input }) {
        yield { type: 'progress' as const, messages: 1000 }
        yield { type: 'plan' as const, ...(isTable ? tableOf(input.columns !== undefined) : plan) }
      }),
      start: imports.start.handler(async function* ({ input, signal }) {
        yield { type: 'progress' as const, done: 12_000, written: 12_000 }
        // A whole import of the private room alone is done at once, so that its end can be looked at.
        if (input.rooms.length > 1) await pause(600_000, undefined, signal && { signal })
        yield { type: 'done' as const, done: 48_210, written: 10 }
      }),
      cancel: imports.cancel.handler(() => undefined),
    },
  }
}
