/** The thread that stands beside its room, for as long as the person is in that room. */
import { useCallback, useState } from 'react'
import type { EntryId, SpaceId } from '../session/index.ts'
import type { OpenThread } from './shell-state.ts'
import { usePane } from './usePane.ts'

export function useThreadPane(overlaid: boolean, here: SpaceId | undefined) {
  const [open, setOpen] = useState<OpenThread | undefined>()
  const thread = open?.space === here ? open : undefined
  const { openPane, ...rest } = usePane(overlaid, thread !== undefined)
  const openThread = useCallback(
    (space: SpaceId, root: EntryId, to?: EntryId): void => {
      setOpen({ space, root, target: to && { id: to, count: Date.now() }, listed: false })
      openPane('thread')
    },
    [openPane],
  )
  const openListed = useCallback(
    (space: SpaceId, root: EntryId): void => {
      setOpen({ space, root, target: undefined, listed: true })
      openPane('thread')
    },
    [openPane],
  )
  const backToThreads = useCallback(() => openPane('threads'), [openPane])
  return { thread, openThread, openListed, backToThreads, ...rest }
}
