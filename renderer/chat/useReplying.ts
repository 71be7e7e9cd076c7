/** The message that is being answered in a room or thread: kept with the draft there, and dropped once it is withdrawn or gone. */
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { answeredIn, keepAnswered, watchDrafts, type EntryId, type MessageRow } from '../session/index.ts'
import type { Rows } from './rows.ts'

export function useReplying(place: string, { list, first }: Pick<Rows, 'list' | 'first'>) {
  const replying = useSyncExternalStore(watchDrafts, () => answeredIn(place))
  const setReplying = useCallback((row: MessageRow | undefined): void => keepAnswered(place, row), [place])
  const now = replying && rowOf(replying.id, list, first)
  useEffect(() => {
    if (now) keepAnswered(place, now.withdrawn ? undefined : now)
  }, [now, place])
  return { replying, setReplying }
}

function rowOf(id: EntryId, list: readonly MessageRow[], first: MessageRow | undefined): MessageRow | undefined {
  return first?.id === id ? first : list.find((row) => row.id === id)
}
