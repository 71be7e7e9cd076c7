import { type Clock, errorCode, LIMITS, type PathKind, type PeerId } from '../../shared/index.ts'
import type { ReachTest } from '../network.ts'
import { parseAddress, type Transport, transportErrors } from '../transport/index.ts'
import { SYNC_PROTOCOL } from '../wire/session-frames.ts'

/** Somebody to reach, and all that is known of where they are. */
export interface WaysTo {
  readonly peer: PeerId
  readonly member: ReachTest['member']
  readonly device: ReachTest['device']
  readonly addresses: readonly string[]
}

export interface WayTestParts {
  readonly transport: Transport
  readonly clock: Clock
  /** Whether a connection to that peer is used for something, and not to be closed. */
  readonly isBusy: (peer: PeerId) => boolean
  readonly isPermitted: (address: string) => boolean
}

/** Tries each way once, several peers at a time, and says how each went as soon as it is known. @throws the signal's reason */
export async function* testWays(
  all: readonly WaysTo[],
  parts: WayTestParts,
  signal: AbortSignal,
): AsyncGenerator<ReachTest> {
  const over = new AbortController()
  const ended = AbortSignal.any([signal, over.signal])
  const waiting = [...all]
  const results: ReachTest[] = []
  let more = Promise.withResolvers<void>()
  const work = async (): Promise<void> => {
    for (let ways = waiting.shift(); ways !== undefined && !ended.aborted; ways = waiting.shift())
      for await (const result of testPeer(ways, parts, ended)) {
        results.push(result)
        more.resolve()
      }
  }
  const workers = Promise.all(Array.from({ length: LIMITS.dialsAtOnce }, work))
  let isDone = false
  const done = workers.finally(() => {
    isDone = true
    more.resolve()
  })
  // It is waited for below, in every case.
  done.catch(() => undefined)
  try {
    while (!isDone || results.length > 0) {
      const result = results.shift()
      if (result) {
        yield result
        continue
      }
      await more.promise
      more = Promise.withResolvers()
      if (isDone) more.resolve()
    }
    await done
    signal.throwIfAborted()
  } finally {
    over.abort()
    await done.catch(() => undefined)
  }
}

/** With a peer that takes part in something, how long the connection there is takes; else each address alone. */
async function* testPeer(ways: WaysTo, parts: WayTestParts, signal: AbortSignal): AsyncGenerator<ReachTest> {
  const { peer } = ways
  if (parts.isBusy(peer)) {
    const path = parts.transport.connections().find((each) => each.peer === peer)?.path
    if (path) {
      yield await testOne(ways, [], { address: path.address, kind: path.kind }, parts, signal)
      return
    }
  }
  for (const address of ways.addresses) {
    if (signal.aborted) return
    yield await testOne(ways, [address], { address, kind: kindOf(address) }, parts, signal)
    // The next one is to be tried for itself.
    if (!parts.isBusy(peer)) await parts.transport.disconnect(peer)
  }
}

async function testOne(
  { peer, member, device }: WaysTo,
  addresses: readonly string[],
  way: { readonly address: string; readonly kind: PathKind },
  { transport, clock, isPermitted }: WayTestParts,
  signal: AbortSignal,
): Promise<ReachTest> {
  const begun = clock.now()
  const result = (outcome: string, kind = way.kind): ReachTest => {
    return { peer, member, device, address: way.address, kind, outcome, ms: Math.max(0, clock.now() - begun) }
  }
  if (!addresses.every(isPermitted)) return result(transportErrors('not-ours-to-dial').code)
  try {
    const channel = await transport.open(peer, addresses, SYNC_PROTOCOL, signal)
    const { kind } = channel.path
    channel.abort()
    return result('reached', kind)
  } catch (error) {
    return result(errorCode(error))
  }
}

function kindOf(text: string): PathKind {
  const address = parseAddress(text)
  if (address?.relay !== undefined) return 'relayed'
  return address?.scope === 'lan' || address?.scope === 'loopback' ? 'lan' : 'direct'
}
