/** Which community is open, for what lies outside the routes: the accent of the whole page. */
import { useSyncExternalStore } from 'react'
import type { CommunityId } from '../session/index.ts'
import { hueOf } from '../ui/index.ts'

let open: CommunityId | undefined
const listeners = new Set<() => void>()

export function setOpenCommunity(community: CommunityId | undefined): void {
  if (community === open) return
  open = community
  for (const listener of [...listeners]) listener()
}

export function useOpenHue(): number | undefined {
  const community = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => open,
  )
  return community && hueOf(community)
}
