/** The draft of a room or a thread, which outlasts the screens: core keeps it on this device. */
import { useEffect, useState } from 'react'
import type { CommunityId, EntryId, SpaceId } from '../../core/shared/index.ts'
import { command } from './command.ts'
import { useConnection } from './context.tsx'
import { DraftKeeper } from './draft-keeper.ts'
import { hasDraft, putDraft } from './drafts.ts'

/** What names the draft of a room, or of the thread that began with `root`. */
export const draftPlace = (space: SpaceId, root?: EntryId): string => (root === undefined ? space : `${space} ${root}`)

/**
 * Whether what was kept has come, so that writing can begin where it was left. Where it cannot be had or kept nobody is bothered: what
 * is typed stays on screen all the same.
 */
export function useKeptDraft(community: CommunityId, space: SpaceId, root?: EntryId): boolean {
  const connection = useConnection()
  const place = draftPlace(space, root)
  const [ready, setReady] = useState(() => hasDraft(place))
  useEffect(() => {
    const at = { community, space, ...(root !== undefined && { root }) }
    const stop = new AbortController()
    let keeper: DraftKeeper | undefined
    const begin = async (): Promise<void> => {
      if (!hasDraft(place)) {
        const outcome = await command(connection, ({ rooms }) => rooms.draft(at, { signal: stop.signal }))
        if (stop.signal.aborted) return
        if (outcome.ok) putDraft(place, outcome.value.text, outcome.value.reply)
      }
      keeper = new DraftKeeper(place, async (text, reply) => {
        const draft = { ...at, text, ...(reply && { reply }) }
        return (await command(connection, ({ rooms }) => rooms.keepDraft(draft))).ok
      })
      setReady(true)
    }
    void begin()
    const leave = (): void => void keeper?.flush()
    document.addEventListener('focusout', leave)
    window.addEventListener('blur', leave)
    window.addEventListener('pagehide', leave)
    return () => {
      document.removeEventListener('focusout', leave)
      window.removeEventListener('blur', leave)
      window.removeEventListener('pagehide', leave)
      stop.abort()
      void keeper?.stop()
    }
  }, [connection, community, space, root, place])
  return ready
}
