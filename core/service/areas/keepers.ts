/** Keepers: always-on devices that keep a community's sealed content. */
import { implement } from '@orpc/server'
import { contract } from '../../contract/index.ts'
import { LIMITS } from '../../shared/index.ts'
import { uncarryOwn } from '../communities/attention/own-carrying.ts'
import { carriedBy } from '../communities/keepers/carried-by.ts'
import { addKeeper, carryPrivate, removeKeeper } from '../communities/keepers/deciding.ts'
import { privateErrors } from '../errors.ts'
import { live } from '../live.ts'
import type { Desk } from './desk.ts'

export function keepersArea({ communities, clock, options: { network, random } }: Desk) {
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
    watchCarried: os.watchCarried.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const subscribe = (told: () => void) => {
        const ends = [
          community.privates.onChange(told),
          community.keeping.onChange((what) => what === 'list' && told()),
          network.onChange((changed) => changed === community.privates.at(input.space)?.id && told()),
        ]
        return () => ends.forEach((end) => end())
      }
      return live({ subscribe, clock, signal }, () => carriedBy(community, network, input.space))
    }),
    carry: os.carry.handler(({ input }) => {
      const community = communities.get(input.community)
      const space = community.privates.at(input.space)
      if (!space) throw privateErrors('not-private')
      carryPrivate(community, space, input.on, random)
      if (!input.on) uncarryOwn(community, random)
    }),
    remove: os.remove.handler(({ input }) => removeKeeper(communities.get(input.community), network, input.keeper)),
  })
}
