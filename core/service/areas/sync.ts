/** How a community stands with the network. */
import { implement } from '@orpc/server'
import { contract } from '../../contract/index.ts'
import { live } from '../live.ts'
import type { Desk } from './desk.ts'
import { syncOf } from './sync-view.ts'

export function syncArea({ clock, communities, options: { network } }: Desk) {
  const os = implement(contract.sync)
  return os.router({
    watch: os.watch.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const subscribe = (told: () => void) => {
        const ends = [
          network.onChange((id) => (id ?? input.community) === input.community && told()),
          community.view.onChange(told),
          community.privates.onChange(told),
        ]
        return () => ends.forEach((end) => end())
      }
      let whole = 0
      return live({ subscribe, clock, signal }, () => {
        const view = syncOf(community, network)
        // The most that was left since nothing was: so much there was to come.
        whole = view.receiving.left === 0 ? 0 : Math.max(whole, view.receiving.left)
        return { ...view, receiving: { left: view.receiving.left, whole } }
      })
    }),
    retry: os.retry.handler(({ input }) => communities.retry(input.community)),
  })
}
