/** Keepers: always-on devices that keep a community's sealed content. */
import { implement } from '@orpc/server'
import { contract } from '../../contract/index.ts'
import { LIMITS } from '../../shared/index.ts'
import { addKeeper, removeKeeper } from '../communities/keepers/deciding.ts'
import type { Desk } from './desk.ts'

export function keepersArea({ communities, options: { network } }: Desk) {
  const os = implement(contract.keepers)
  return os.router({
    preview: os.preview.handler(({ input }) => {
      const { peer, name, addresses, budget } = network.readKeeper(input.link)
      return { peer, name, addresses: [...addresses], ...(budget > 0 && { budget }) }
    }),
    add: os.add.handler(async ({ input, signal }) => {
      const time = AbortSignal.timeout(LIMITS.dialTimeout + LIMITS.handshakeTimeout)
      const ended = signal ? AbortSignal.any([signal, time]) : time
      await addKeeper(communities.get(input.community), network, input.link, ended)
    }),
    remove: os.remove.handler(({ input }) => removeKeeper(communities.get(input.community), network, input.keeper)),
  })
}
