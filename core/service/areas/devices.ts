/** The devices of this person, adding one, and the recovery key. */
import { implement } from '@orpc/server'
import { contract, type PairingView } from '../../contract/index.ts'
import {
  type Community,
  linkAddresses,
  makeRecovery,
  type OpenPairing,
  removeOwnDevice,
  renameDevice,
} from '../communities/index.ts'
import { live } from '../live.ts'
import type { Network } from '../ports.ts'
import type { Desk } from './desk.ts'
import { deviceViews } from './member-views.ts'

export function devicesArea({ clock, communities, options }: Desk) {
  const os = implement(contract.devices)
  const { network, random } = options
  return os.router({
    watch: os.watch.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const subscribe = (told: () => void) => {
        const ends = [
          community.onChange(told),
          network.onChange((id) => (id ?? input.community) === input.community && told()),
        ]
        return () => ends.forEach((end) => end())
      }
      const read = () => deviceViews(community, network.status(input.community), community.member())
      return live({ subscribe, clock, signal }, read)
    }),
    pair: os.pair.handler(async function* ({ input, signal }) {
      const community = communities.get(input.community)
      const pairing = community.pairings.open(nameOf(community), placesOf(community, network))
      const subscribe = (told: () => void) => community.pairings.onChange(told)
      try {
        for await (const view of live({ subscribe, clock, signal }, () => viewOf(pairing))) {
          yield view
          if (view.step === 'done' || view.step === 'expired') return
        }
      } finally {
        pairing.end()
      }
    }),
    compared: os.compared.handler(({ input }) => communities.get(input.community).pairings.compared(input.same)),
    rename: os.rename.handler(({ input }) => renameDevice(communities.get(input.community), input.device, input.name)),
    remove: os.remove.handler(({ input }) =>
      removeOwnDevice(communities.get(input.community), input.device, clock.now(), random),
    ),
    accept: os.accept.handler(async ({ input }) => ({ community: await communities.joinAsDevice(input.link) })),
    makeRecovery: os.makeRecovery.handler(({ input }) => {
      const community = communities.get(input.community)
      return { text: makeRecovery(community, network.addresses(input.community), clock.now(), random) }
    }),
    recover: os.recover.handler(async ({ input }) => ({
      community: await communities.recover(input.text, input.removeOthers ?? false),
    })),
  })
}

function nameOf({ view }: Community): string {
  return view.queries.charter()?.name ?? ''
}

/** Where this device is, and then others: the new one should find them, too. */
function placesOf({ community, acquaintances }: Community, network: Network) {
  return { peer: network.peer, addresses: linkAddresses(network.addresses(community), acquaintances.all()) }
}

/** Why it ended, unless the person cancelled it. */
const WHY: Readonly<Record<string, PairingView['why']>> = {
  'device/expired': 'time',
  'device/differs': 'different',
  'device/other-keys': 'other',
}

function viewOf({ link, expires, state: { step, code, trouble } }: OpenPairing): PairingView {
  const why = trouble && WHY[trouble.code]
  return { step, link, expires, ...(code !== undefined && { code }), ...(why && { why }) }
}
