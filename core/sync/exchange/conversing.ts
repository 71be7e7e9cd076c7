import { type Clock, LIMITS, type PeerId, type Random } from '../../shared/index.ts'
import { deadline } from '../deadline.ts'
import { sessionErrors } from '../errors.ts'
import { initiate, type Met, respond } from '../handshake/handshake.ts'
import type { Channel } from '../transport/index.ts'
import type { SessionTable } from '../wire/session-frames.ts'
import type { Talk } from '../wire/talk.ts'
import type { Exchange } from './exchange.ts'
import { farewell, toldStranger } from './farewell.ts'
import { sessionTalk } from './session-talk.ts'

export interface Conversing {
  readonly self: PeerId
  readonly clock: Clock
  readonly random: Random
}

type Enter = (exchange: Exchange, by: PeerId) => void

/** From the first frame we send on a channel we opened to the end of the session. @throws why it ended */
export function visit(channel: Channel, exchange: Exchange, parts: Conversing, signal: AbortSignal): Promise<void> {
  return converse(channel, parts, signal, async (talk, enter) => {
    enter(exchange, parts.self)
    return { exchange, met: await initiate(talk, exchange.carried, parts.self, parts.random) }
  })
}

/** From the first frame on a channel somebody opened to the end of the session. @throws why it ended */
export function welcome(
  channel: Channel,
  exchanges: readonly Exchange[],
  parts: Conversing,
  signal: AbortSignal,
): Promise<void> {
  return converse(channel, parts, signal, async (talk, enter) => {
    let found: Exchange | undefined
    const communities = exchanges.map(({ carried }) => carried)
    const met = await respond(talk, communities, parts.self, parts.random, (carried) => {
      found = exchanges.find((each) => each.carried === carried)
      if (found) enter(found, channel.remote)
    })
    if (!found) throw sessionErrors('stranger')
    return { exchange: found, met }
  })
}

async function converse(
  channel: Channel,
  { clock }: Conversing,
  signal: AbortSignal,
  shake: (talk: Talk<SessionTable>, enter: Enter) => Promise<{ exchange: Exchange; met: Met }>,
): Promise<void> {
  channel.accept(LIMITS.greetingBytes)
  const time = deadline(clock, LIMITS.handshakeTimeout, () => sessionErrors('silent'), signal)
  let leave = (): void => undefined
  const shaken = await shake(sessionTalk(channel, time.signal), (entered, by) => {
    leave = entered.doors.enter(channel.remote, by, (reason) => time.abort(reason), entered.comesAgain(channel))
  })
    .then(async ({ exchange, met }) => {
      await exchange.makeWay(channel, met.device)
      exchange.admit(channel.remote, met.device)
      // In the same turn, so that two who come at once are not both let in. Its end is not what is waited for here.
      return { session: exchange.converse(channel, met, leave) }
    })
    .catch(async (error: unknown) => {
      leave()
      await farewell(channel, toldStranger(error), clock)
      throw error
    })
    .finally(() => time.clear())
  await shaken.session
}
