/** Who is there and who writes, and what is said of oneself. */
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { CommunityId, MemberId, SpaceId } from '../../core/shared/index.ts'
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

/** Others who write in a room now. */
export const useTyping = (community: CommunityId, space: SpaceId) =>
  useLive(`typing ${community} ${space}`, (client, signal) =>
    client.presence.watchTyping({ community, space }, { signal }),
  ).value

export const usePresenceSettings = () =>
  useLive('presence settings', (client, signal) => client.presence.watchSettings(undefined, { signal })).value

/** Says that somebody is at this screen, for as long as it is used. */
export const useAttending = (): void =>
  void useLive('attending', (client, signal) => client.presence.attend(undefined, { signal }))

/** Says now and then that this person writes in a room, and when they stopped. */
export function useSayTyping(community: CommunityId, space: SpaceId): (writing: boolean) => void {
  const connection = useConnection()
  const said = useRef(Number.NEGATIVE_INFINITY)
  const say = useCallback(
    (typing: boolean): void => {
      const now = Date.now()
      if (typing ? now - said.current < LIMITS.typingRepeat : said.current === Number.NEGATIVE_INFINITY) return
      said.current = typing ? now : Number.NEGATIVE_INFINITY
      // That it is not said harms nobody.
      void command(connection, (client) => client.presence.type({ community, space, typing }))
    },
    [connection, community, space],
  )
  useEffect(() => () => say(false), [say])
  return say
}
