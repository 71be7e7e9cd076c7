/** A screen that speaks to a core in this process, frame by frame as over any wire. */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { takenCounter } from '../../core/shared/index.ts'
import type { Core } from '../../core/node/core.ts'
import { connectPort } from '../../core/node/shell/port-wire.ts'
import type { Client } from './screen.ts'
import { messageChannelMain } from './message-channel-main.ts'

export function pipe(core: Core): Client {
  const [port, theirs] = messageChannelMain()
  connectPort(theirs, core.screens, () => undefined)
  const client = createORPCClient<Client>(new RPCLink({ port }))
  const count = takenCounter((taken) => port.postMessage(taken))
  port.on('message', ({ data }) => count(data))
  port.start()
  return client
}
