import { expect } from 'vitest'
import { type Log, type PeerId, REACH_DEFAULTS, type ReachSettings } from '../../core/shared/index.ts'
import { createPeerKey, libp2pTransport, type Transport, wallClock } from '../../core/sync/transport/index.ts'

const quiet: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const signal = new AbortController().signal

/** A transport on loopback, not started, with the switches it is to have. */
export async function loopbackTransport(settings: Partial<ReachSettings> = {}, log: Log = quiet): Promise<Transport> {
  const transport = await libp2pTransport({
    privateKey: await createPeerKey(),
    listen: { host: '127.0.0.1' },
    discovery: false,
    log,
    clock: wallClock,
    connectionsPerSecond: 100,
  })
  await transport.configure({ ...REACH_DEFAULTS, openRouter: false, ...settings }, signal)
  return transport
}

/** One who helps: relays for all, unless told for whom. */
export async function relay(
  gate: (peer: PeerId) => boolean = () => true,
  settings: Partial<ReachSettings> = {},
): Promise<Transport> {
  const transport = await loopbackTransport({ helpConnect: true, ...settings })
  transport.setRelayGate(gate)
  await transport.start(signal)
  return transport
}

export const offerOf = (transport: Transport): { peer: PeerId; addresses: readonly string[] } => ({
  peer: transport.peer,
  addresses: transport.addresses(),
})

/** Waits until a transport is reached over so many relays. */
export async function reserved(transport: Transport, relays = 1, timeout = 10_000): Promise<void> {
  const count = (): number => transport.reach().relays.filter(({ state }) => state === 'reserved').length
  await expect.poll(count, { timeout }).toBe(relays)
}
