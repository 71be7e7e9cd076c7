/** A list of topics as the screen follows it, and a way to get more of it. */
import { useCallback, useEffect, useRef, useState } from 'react'
import {
  command,
  follow,
  useConnection,
  type CommunityId,
  type Refusal,
  type SpaceId,
  type TopicFilter,
  type TopicOrder,
} from '../session/index.ts'
import { keyOf, lastOf, noTopics, takeEvent, takeMore, type Topics } from './topics.ts'

const page = 100

export interface TopicList {
  readonly topics: Topics
  readonly ready: boolean
  readonly refusal: Refusal | undefined
  more(): void
}

/** @param filter must stay the same object while it is the same filter */
export function useTopics(
  community: CommunityId,
  space: SpaceId,
  order: TopicOrder,
  filter: TopicFilter | undefined,
): TopicList {
  const connection = useConnection()
  const [topics, setTopics] = useState(noTopics)
  const [ready, setReady] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | undefined>()
  const latest = useRef(topics)
  const busy = useRef(false)
  /** Which list this is: what was asked of another does not join it. */
  const asked = useRef(0)

  const become = useCallback((next: Topics) => {
    latest.current = next
    setTopics(next)
  }, [])

  useEffect(() => {
    const stop = new AbortController()
    asked.current += 1
    busy.current = false
    const input = { community, space, order, limit: page, ...(filter && { filter }) }
    const to = {
      value(event: Parameters<typeof takeEvent>[2]) {
        if (event.type === 'window') asked.current += 1
        become(takeEvent(latest.current, order, event))
        setReady(true)
        setRefusal(undefined)
      },
      refused: setRefusal,
    }
    void follow(connection, (client, signal) => client.boards.watch(input, { signal }), to, stop.signal)
    return () => stop.abort()
  }, [connection, community, space, order, filter, become])

  const more = useCallback(async (): Promise<void> => {
    const end = lastOf(latest.current)
    if (busy.current || !latest.current.more || !end) return
    busy.current = true
    const list = asked.current
    const position = { key: keyOf(order, end), root: end.id }
    const input = { community, space, order, limit: page, position, ...(filter && { filter }) }
    const outcome = await command(connection, ({ boards }) => boards.after(input))
    if (list === asked.current && outcome.ok)
      become(takeMore(latest.current, order, outcome.value.rows, outcome.value.more))
    busy.current = false
  }, [connection, community, space, order, filter, become])

  return { topics, ready, refusal, more: useCallback(() => void more(), [more]) }
}
