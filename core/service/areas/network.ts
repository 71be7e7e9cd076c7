/** The switches of how this device is reached, trying it out, and what helps somebody else to help. */
import { implement } from '@orpc/server'
import { contract, type NetworkView, type ReachStep } from '../../contract/index.ts'
import { type FolkmootError, Listeners, type ReachSettings } from '../../shared/index.ts'
import { changedReach, keepReach, keptReach } from '../kept-reach.ts'
import { live } from '../live.ts'
import type { ReachTest } from '../ports.ts'
import type { Desk } from './desk.ts'
import { diagnosticsOf } from './diagnostics.ts'
import { namesIn } from './sync-view.ts'

export function networkArea({ clock, communities, options }: Desk) {
  const os = implement(contract.network)
  const { network, profile, log } = options
  const changed = new Listeners<void>(() => log.error('network.listener'))
  let trouble = options.reachTrouble
  /** Changes happen one after another: each begins with what the one before left. */
  let turn: Promise<unknown> = Promise.resolve()

  const change = async (wish: Partial<ReachSettings>): Promise<NetworkView> => {
    const settings = changedReach(keptReach(profile), wish)
    await network.configure(settings, NEVER)
    keepReach(profile, settings)
    trouble = undefined
    changed.tell()
    return view()
  }
  const view = (): NetworkView => viewOf(keptReach(profile))
  const viewOf = (settings: ReachSettings): NetworkView => {
    const { listening, router, relays, helped } = network.reach()
    return {
      settings: { ...settings, addresses: [...settings.addresses] },
      status: { listening, router, helped, relays: relays.map((relay) => ({ ...relay })) },
      addresses: [...network.addresses()],
      ...(trouble && { trouble: troubleOf(trouble) }),
    }
  }

  return os.router({
    watch: os.watch.handler(({ signal }) => {
      const subscribe = (told: () => void) => {
        const ends = [network.onChange((id) => id === undefined && told()), changed.add(told)]
        return () => ends.forEach((end) => end())
      }
      return live({ subscribe, clock, signal }, view)
    }),
    change: os.change.handler(({ input }) => {
      const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
      const done = turn.then(() => change(given))
      turn = done.catch(() => undefined)
      return done
    }),
    test: os.test.handler(async function* ({ input, signal = NEVER }) {
      const community = communities.get(input.community)
      for await (const step of network.test(input.community, signal)) {
        yield stepOf(step, namesIn(community, network.status(input.community)))
      }
    }),
    diagnostics: os.diagnostics.handler(({ input }) => {
      const community = communities.get(input.community)
      const { version } = options
      const about = { settings: keptReach(profile), now: clock.now(), trouble, version }
      return { text: diagnosticsOf({ community, network, ...about }) }
    }),
  })
}

/** A change of the switches is carried to its end, whoever asked and went. */
const NEVER = new AbortController().signal

function troubleOf({ code, message, details }: FolkmootError): NonNullable<NetworkView['trouble']> {
  return { code, text: message, details: { ...details } }
}

function stepOf(
  { peer, member, device, kind, address, outcome, ms }: ReachTest,
  named: ReturnType<typeof namesIn>,
): ReachStep {
  const about = member && device ? named.device(device, member) : undefined
  return {
    peer,
    ...(about && { member: about.member, device: about.device }),
    name: about?.name ?? named.peer(peer),
    deviceName: about?.deviceName ?? '',
    ...{ kind, address, outcome, ms },
  }
}
