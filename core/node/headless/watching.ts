/** What the status line of a member's device without screens says. */
import { type CommunityId, errorCode, type Log } from '../../shared/index.ts'
import type { Client } from './whole-client.ts'

interface Seen {
  readonly devices: number
  readonly waiting: number
}

/** Follows all communities until the signal; the answer says how it is now: nothing while there are none. */
export function watchStatus(client: Client, log: Log, signal: AbortSignal): () => string {
  const seen = new Map<CommunityId, Seen>()
  const following = new Map<CommunityId, AbortController>()
  const follow = async (community: CommunityId, until: AbortSignal): Promise<void> => {
    for await (const { peers, waiting } of await client.sync.watch({ community }, { signal: until }))
      seen.set(community, { devices: peers, waiting })
  }
  const followAll = async (): Promise<void> => {
    for await (const all of await client.communities.watch(undefined, { signal })) {
      const open = new Set(all.filter(({ state }) => state === 'member').map(({ id }) => id))
      for (const [id, over] of following) {
        if (open.has(id)) continue
        over.abort()
        following.delete(id)
        seen.delete(id)
      }
      for (const id of open) {
        if (following.has(id)) continue
        const over = new AbortController()
        following.set(id, over)
        // One that can be watched no more is left out until it is listed again.
        follow(id, AbortSignal.any([signal, over.signal])).catch(() => {
          seen.delete(id)
          if (following.get(id) === over) following.delete(id)
        })
      }
    }
  }
  followAll().catch((error: unknown) => {
    if (!signal.aborted) log.warn('headless.status', { code: errorCode(error) })
  })
  return () => {
    if (seen.size === 0) return ''
    const all = [...seen.values()]
    const devices = all.reduce((sum, each) => sum + each.devices, 0)
    const waiting = all.reduce((sum, each) => sum + each.waiting, 0)
    return `communities ${seen.size} · devices connected ${devices} · waiting to go out ${waiting}`
  }
}
