/** One room as the screen follows it: its rows, and ways to get more of them. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { command, follow, useConnection, type CommunityId, type Refusal, type SpaceId } from '../session/index.ts'
import { changeRows, noRows, type Rows, type RowsChange } from './rows.ts'

const page = 100
/** After every possible row. */
const end = { time: Number.MAX_SAFE_INTEGER, id: `${'f'.repeat(32)}.9` }

export interface Room {
  readonly rows: Rows
  readonly ready: boolean
  readonly refusal: Refusal | undefined
  readonly loading: 'older' | 'newer' | undefined
  older(): void
  newer(): void
  /** Lets go of where the person is and holds the newest rows. */
  present(): Promise<void>
  markRead(upTo: number): void
}

/** `around` is called with each change and applies it, so that the view can measure before and after. */
export function useRoom(community: CommunityId, space: SpaceId, around: (apply: () => void) => void): Room {
  const connection = useConnection()
  const [rows, setRows] = useState(noRows)
  const [ready, setReady] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | undefined>()
  const [loading, setLoading] = useState<Room['loading']>()
  const latest = useRef(rows)
  const busy = useRef(false)
  const marked = useRef(0)

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
    void follow(
      connection,
      (client, signal) => client.rooms.watch({ community, space, limit: page }, { signal }),
      to,
      stop.signal,
    )
    return () => stop.abort()
  }, [connection, community, space, change])

  const fetchRows = useCallback(
    async (way: 'older' | 'newer') => {
      const { list, above, below } = latest.current
      const position = way === 'older' ? list[0] : list.at(-1)
      if (busy.current || !position || !(way === 'older' ? above : below)) return
      busy.current = true
      setLoading(way)
      const { id, time } = position
      const input = { community, space, position: { id, time }, limit: page }
      const outcome = await command(connection, ({ rooms }) =>
        way === 'older' ? rooms.before(input) : rooms.after(input),
      )
      if (outcome.ok) {
        change({ type: way, ...outcome.value })
        change({ type: way === 'older' ? 'cut-below' : 'cut-above' })
      }
      setLoading(undefined)
      busy.current = false
    },
    [connection, community, space, change],
  )

  const older = useCallback(() => void fetchRows('older'), [fetchRows])
  const newer = useCallback(() => void fetchRows('newer'), [fetchRows])

  const present = useCallback(async () => {
    if (!latest.current.below) return
    const outcome = await command(connection, ({ rooms }) =>
      rooms.before({ community, space, position: end, limit: page }),
    )
    if (outcome.ok) change({ type: 'present', ...outcome.value })
  }, [connection, community, space, change])

  const markRead = useCallback(
    (upTo: number) => {
      if (upTo <= Math.max(marked.current, latest.current.readUpTo)) return
      marked.current = upTo
      void command(connection, ({ rooms }) => rooms.markRead({ community, space, upTo })).then((outcome) => {
        if (!outcome.ok && marked.current === upTo) marked.current = 0
      })
    },
    [connection, community, space],
  )

  return { rows, ready, refusal, loading, older, newer, present, markRead }
}
