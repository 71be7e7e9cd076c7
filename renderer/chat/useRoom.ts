/** One room, or one of its threads, as the screen follows it: its rows, and ways to get more of them. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import {
  command,
  follow,
  useConnection,
  type CommunityId,
  type EntryId,
  type Refusal,
  type SpaceId,
} from '../session/index.ts'
import { changeRows, noRows, type Rows, type RowsChange } from './rows.ts'

const page = 100
/** Changes that call somebody, told as seen at once. */
const mostCalls = 200
/** After every possible row. */
const end = { time: Number.MAX_SAFE_INTEGER, id: `${'f'.repeat(32)}.9` }

/** Where somebody wants to be: at a message, or at the first one at a moment (ms) or later. */
export type Goal = { readonly id: EntryId } | { readonly moment: number }

/** The message that was looked for; in `root`, where it stands in a thread and not among these rows. */
export type Found =
  | { readonly id: EntryId; readonly root?: EntryId | undefined; readonly refusal?: undefined }
  | { readonly refusal: Refusal }

export interface Room {
  readonly rows: Rows
  readonly ready: boolean
  readonly refusal: Refusal | undefined
  readonly loading: 'older' | 'newer' | undefined
  older(): void
  newer(): void
  /** Lets go of where the person is and holds the newest rows. */
  present(): Promise<void>
  /** Holds the rows around a message. */
  reach(goal: Goal): Promise<Found>
  markRead(upTo: number): void
}

/** `around` is called with each change and applies it, so that the view can measure before and after. */
export function useRoom(
  community: CommunityId,
  space: SpaceId,
  around: (apply: () => void) => void,
  root?: EntryId,
): Room {
  const connection = useConnection()
  const [rows, setRows] = useState(noRows)
  const [ready, setReady] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | undefined>()
  const [loading, setLoading] = useState<Room['loading']>()
  const latest = useRef(rows)
  const busy = useRef(false)
  const marked = useRef(0)
  /** Changes that call this person and were seen. */
  const calls = useRef(new Set<number>())
  const at = useMemo(() => ({ community, space, ...(root !== undefined && { root }) }), [community, space, root])

  const change = useCallback(
    (what: RowsChange) => {
      const next = changeRows(latest.current, what)
      if (next === latest.current) return
      latest.current = next
      around(() => flushSync(() => setRows(next)))
    },
    [around],
  )

  useEffect(() => {
    const stop = new AbortController()
    const to = {
      value(event: Parameters<typeof change>[0]) {
        change(event)
        setReady(true)
        setRefusal(undefined)
      },
      refused: setRefusal,
    }
    void follow(connection, (client, signal) => client.rooms.watch({ ...at, limit: page }, { signal }), to, stop.signal)
    return () => stop.abort()
  }, [connection, at, change])

  const fetchRows = useCallback(
    async (way: 'older' | 'newer') => {
      const { list, above, below } = latest.current
      const position = way === 'older' ? list[0] : list.at(-1)
      if (busy.current || !position || !(way === 'older' ? above : below)) return
      busy.current = true
      setLoading(way)
      const { id, time } = position
      const { window } = latest.current
      const input = { ...at, position: { id, time }, limit: page }
      const outcome = await command(connection, ({ rooms }) =>
        way === 'older' ? rooms.before(input) : rooms.after(input),
      )
      // Who has jumped meanwhile holds other rows, which these do not join.
      if (outcome.ok && window === latest.current.window) {
        change({ type: way, ...outcome.value })
        change({ type: way === 'older' ? 'cut-below' : 'cut-above' })
      }
      setLoading(undefined)
      busy.current = false
    },
    [connection, at, change],
  )

  const older = useCallback(() => void fetchRows('older'), [fetchRows])
  const newer = useCallback(() => void fetchRows('newer'), [fetchRows])

  const present = useCallback(async () => {
    if (!latest.current.below) return
    const outcome = await command(connection, ({ rooms }) => rooms.before({ ...at, position: end, limit: page }))
    if (outcome.ok) change({ type: 'present', ...outcome.value })
  }, [connection, at, change])

  const reach = useCallback(
    async (goal: Goal): Promise<Found> => {
      if ('id' in goal && latest.current.list.some(({ id }) => id === goal.id)) return { id: goal.id, root }
      const outcome = await command(connection, ({ rooms }) => rooms.around({ ...at, to: goal, limit: page }))
      if (!outcome.ok) return { refusal: outcome.refusal }
      const { id, root: inRoot, rows: list, above, below } = outcome.value
      if (inRoot === root) change({ type: 'around', rows: list, above, below })
      return { id, root: inRoot }
    },
    [connection, at, root, change],
  )

  const markRead = useCallback(
    (upTo: number, called: readonly number[] = []) => {
      const known = called.every((call) => calls.current.has(call))
      if (known && upTo <= Math.max(marked.current, latest.current.readUpTo)) return
      for (const call of called) calls.current.add(call)
      // What was seen while something before it was not is said again, until it is read.
      for (const call of calls.current) if (call <= latest.current.readUpTo) calls.current.delete(call)
      const waiting = [...calls.current].slice(-mostCalls)
      marked.current = Math.max(marked.current, upTo)
      void command(connection, ({ rooms }) => rooms.markRead({ ...at, upTo, called: waiting })).then((outcome) => {
        if (outcome.ok) return
        if (marked.current === upTo) marked.current = 0
        calls.current.clear()
      })
    },
    [connection, at],
  )

  return { rows, ready, refusal, loading, older, newer, present, reach, markRead }
}
