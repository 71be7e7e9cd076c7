/** Asks core while somebody types: not at every key, and what is asked no more is given up. */
import { useEffect, useRef, useState } from 'react'
import type { SearchPosition, SearchResult } from '../../core/contract/index.ts'
import {
  command,
  useConnection,
  type CommunityId,
  type Connection,
  type Outcome,
  type Refusal,
  type SpaceId,
} from '../session/index.ts'

export interface Question {
  readonly text: string
  readonly community?: CommunityId | undefined
  readonly space?: SpaceId | undefined
  /** Only these; without it messages, and the first of everything else. */
  readonly kind?: 'messages' | 'topics' | 'people' | 'rooms' | undefined
  readonly order: 'newest' | 'best'
  /** Messages of one page. */
  readonly limit: number
}

export interface Search {
  /** The last answer, also while the next one is under way; nothing before there was a question. */
  readonly result: SearchResult | undefined
  readonly busy: boolean
  readonly refusal: Refusal | undefined
  /** Asks for the next page, where there is one. */
  more(): void
}

interface Answered {
  readonly asked: string
  readonly result: SearchResult | undefined
  readonly refusal: Refusal | undefined
}

/** Milliseconds without a further key before core is asked. */
const PAUSE = 120

/** @param kept what was answered to this question before */
export function useSearch(question: Question, kept?: SearchResult): Search {
  const connection = useConnection()
  const running = useRef<AbortController | undefined>(undefined)
  /** The page that is on its way: it is asked for once. */
  const asking = useRef<SearchPosition | undefined>(undefined)
  const { text, community, space, kind, order, limit } = question
  const blank = text.trim() === ''
  const asked = JSON.stringify([text, community, space, kind, order, limit])
  const [answered, setAnswered] = useState<Answered | undefined>(kept && { asked, result: kept, refusal: undefined })
  const known = useRef(kept ? asked : undefined)

  useEffect(() => {
    if (blank) return undefined
    const ended = new AbortController()
    running.current = ended
    if (known.current === asked) return () => ended.abort()
    known.current = undefined
    const timer = setTimeout(() => {
      void find(connection, { text, community, space, kind, order, limit }, undefined, ended.signal).then((outcome) => {
        if (ended.signal.aborted) return
        setAnswered((before) =>
          outcome.ok
            ? { asked, result: outcome.value, refusal: undefined }
            : { asked, result: before?.result, refusal: outcome.refusal },
        )
      })
    }, PAUSE)
    return () => {
      clearTimeout(timer)
      ended.abort()
    }
  }, [connection, blank, asked, text, community, space, kind, order, limit])

  const more = (): void => {
    const ended = running.current
    const result = answered?.asked === asked ? answered.result : undefined
    if (!result?.after || !ended || asking.current === result.after) return
    asking.current = result.after
    void find(connection, question, result.after, ended.signal).then((outcome) => {
      asking.current = undefined
      if (ended.signal.aborted || !outcome.ok) return
      const { messages, topics, rooms, people, after, held } = outcome.value
      const { after: _, ...rest } = result
      setAnswered({
        asked,
        result: {
          ...rest,
          ...{ messages: [...result.messages, ...messages], topics: [...result.topics, ...topics] },
          ...{ rooms: [...result.rooms, ...rooms], people: [...result.people, ...people], held },
          ...(after && { after }),
        },
        refusal: undefined,
      })
    })
  }
  if (blank) return { result: undefined, busy: false, refusal: undefined, more }
  return { result: answered?.result, busy: answered?.asked !== asked, refusal: answered?.refusal, more }
}

function find(
  connection: Connection,
  { text, community, space, kind, order, limit }: Question,
  after: SearchPosition | undefined,
  signal: AbortSignal,
): Promise<Outcome<SearchResult>> {
  const input = {
    text,
    order,
    limit,
    ...(community && { community }),
    ...(space && { space }),
    ...(kind && { kind }),
    ...(after && { after }),
  }
  return command(connection, (client) => client.search.find(input, { signal }))
}
