/** A core host of a few lines, for what the shell must do whatever core is: it speaks the host messages and oRPC over ports. */
import { os } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { EventEmitter } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CoreMessage, ShellMessage } from '../../core/shared/index.ts'
import type { StandInPort } from './stand-in/ports.ts'

interface ParentPort extends EventEmitter {
  postMessage(message: CoreMessage): void
}

const { parentPort } = process as typeof process & { parentPort: ParentPort }
const tell = parentPort.postMessage.bind(parentPort)
const links: string[] = []
let hello: (ShellMessage & { type: 'start' }) | undefined

const router = {
  about: os.handler(() => ({
    pid: process.pid,
    links,
    profile: hello?.profile,
    protection: hello?.key?.protection,
    key: Buffer.from(hello?.key?.bytes ?? []).toString('hex'),
    argv: process.argv,
    env: JSON.stringify(process.env),
  })),
  hang: os.handler(() => {
    while (true);
  }),
}
export type SmallRouter = typeof router

const handler = new RPCHandler(router)

parentPort.on('message', ({ data, ports }: { data: ShellMessage; ports: StandInPort[] }) => {
  const [port] = ports
  if (data.type === 'start') begin(data)
  if (data.type === 'connect' && port) {
    handler.upgrade(port)
    port.start()
  }
  if (data.type === 'open-link') links.push(data.link)
  if (data.type === 'stop') {
    if (hello) writeFileSync(join(hello.profile, 'drained'), '')
    tell({ type: 'stopped' })
    setImmediate(() => process.exit(0))
  }
})

function begin(start: ShellMessage & { type: 'start' }): void {
  hello = start
  if (!start.profile.endsWith('broken')) return tell({ type: 'ready' })
  tell({ type: 'failed', code: 'storage/damaged', text: 'The data is damaged.' })
  setTimeout(() => process.exit(1), 50)
}
