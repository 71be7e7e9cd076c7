/** Who is there and who writes, and what is said of oneself. */
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { CommunityId, EntryId, MemberId, SpaceId } from '../../core/shared/index.ts'
import { LIMITS } from '../../core/shared/index.ts'
import { command } from './command.ts'
import { useConnection, useLive } from './context.tsx'

/** Members who say how they are. */
export function usePresence(community: CommunityId): ReadonlyMap<MemberId, 'online' | 'away'> {
  const { value } = useLive(`presence ${community}`, (client, signal) =>
    client.presence.watch({ community }, { signal }),
  )
  return useMemo(() => new Map(value?.members.map(({ member, state }) => [member, state])), [value])
}

/** Others who write in a room itself now, or in a thread. */
export const useTyping = (community: CommunityId, space: SpaceId, root?: EntryId) =>
  useLive(`typing ${community} ${space} ${root ?? ''}`, (client, signal) =>
    client.presence.watchTyping({ community, space, ...(root !== undefined && { root }) }, { signal }),
  ).value

export const usePresenceSettings = () =>
  useLive('presence settings', (client, signal) => client.presence.watchSettings(undefined, { signal })).value

/** Says that somebody is at this screen, for as long as it is used. */
export const useAttending = (): void =>
  void useLive('attending', (client, signal) => client.presence.attend(undefined, { signal }))

/** Says now and then that this person writes in a room or a thread, and when they stopped. */
export function useSayTyping(community: CommunityId, space: SpaceId, root?: EntryId): (writing: boolean) => void {
  const connection = useConnection()
  const said = useRef(Number.NEGATIVE_INFINITY)
  const say = useCallback(
    (typing: boolean): void => {
      const now = Date.now()
      if (typing ? now - said.current < LIMITS.typingRepeat : said.current === Number.NEGATIVE_INFINITY) return
      said.current = typing ? now : Number.NEGATIVE_INFINITY
      // That it is not said harms nobody.
      const at = { community, space, ...(root !== undefined && { root }) }
      void command(connection, (client) => client.presence.type({ ...at, typing }))
    },
    [connection, community, space, root],
  )
  useEffect(() => () => say(false), [say])
  return say
}
