/** The message that is being answered in a room or thread: it waits there with the draft while the person looks elsewhere. */
import { useCallback, useState } from 'react'
import type { MessageRow } from '../session/index.ts'

const answered = new Map<string, MessageRow>()

export function useReplying(place: string) {
  const [replying, set] = useState(() => answered.get(place))
  const setReplying = useCallback(
    (row: MessageRow | undefined): void => {
      if (row) answered.set(place, row)
      else answered.delete(place)
      set(row)
    },
    [place],
  )
  return { replying, setReplying }
}
