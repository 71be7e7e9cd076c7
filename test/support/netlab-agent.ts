/**
 * One transport in a process of its own, told what to do by JSON lines on stdin and telling by JSON lines on stdout.
 * It ends by itself when it was told to stop: whatever the transport left behind would keep it alive.
 */
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { REACH_DEFAULTS } from '../../core/shared/index.ts'
import { hideChaCha } from './hide-chacha.ts'
import type { AgentCommand, AgentConfig, AgentMessage } from './netlab-process.ts'

const config = JSON.parse(process.argv[2] ?? '{}') as AgentConfig
const say = (message: AgentMessage): void => void process.stdout.write(`${JSON.stringify(message)}\n`)
if (config.clockShiftMs !== undefined) shiftClock(config.clockShiftMs)
if (config.likeElectron) hideChaCha()

// Only now, so that the modules see the clock and the ciphers as they are meant to be.
const { libp2pTransport, createPeerKey, wallClock } = await import('../../core/sync/transport/index.ts')

const over = new AbortController()
const { signal } = over
const quiet = (): void => undefined
const debug = (...words: readonly unknown[]): void =>
  say({ event: 'log', words: words.map((each) => JSON.stringify(each)) })
const transport = await libp2pTransport({
  privateKey: config.key ? Uint8Array.from(config.key) : await createPeerKey(),
  listen: config.listen ?? {},
  discovery: config.discovery ?? false,
  log: { debug, info: quiet, warn: quiet, error: quiet },
  clock: wallClock,
  ...(config.encryption ? { encryption: config.encryption } : {}),
})
transport.serve('/folkmoot/echo/1', async (channel) => {
  for (let frame = await channel.receive(signal); frame; frame = await channel.receive(signal))
    await channel.send(frame, signal)
})
transport.onDiscovered(({ peer, addresses }) => say({ event: 'found', peer, addresses: [...addresses] }))
transport.onConnected((peer) => say({ event: 'connected', peer }))
transport.onDisconnected((peer) => say({ event: 'disconnected', peer }))
transport.onAddresses((addresses) => say({ event: 'addresses', addresses: [...addresses] }))
transport.onBetterPath((peer) => say({ event: 'better', peer }))
transport.onReach(() => say({ event: 'reach', reach: transport.reach() }))
transport.setRelayGate((peer) => config.relaysFor?.includes(peer) ?? true)
transport.useRelays(config.relays ?? [])
const atFirst = { ...REACH_DEFAULTS, openRouter: false }
await transport.configure({ ...atFirst, ...config.reach }, signal)
await transport.start(signal)
say({ event: 'ready', peer: transport.peer, addresses: [...transport.addresses()] })

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const command = JSON.parse(line) as AgentCommand
  run(command).then(
    (answer) => say({ event: 'answer', id: command.id, ...answer }),
    (error: unknown) =>
      say({ event: 'answer', id: command.id, failed: String((error as { code?: string }).code ?? error) }),
  )
})

async function run(command: AgentCommand): Promise<{ text: string }> {
  if (command.do === 'stop') {
    over.abort()
    await transport.stop()
    lines.close()
    process.stdin.destroy()
    // libp2p forgets how often a host connected by a timer of one second, which nobody can stop.
    for (let tries = 0; tries < 30 && active().length > 0; tries++)
      await wallClock.sleep(100, new AbortController().signal)
    return { text: active().join() }
  }
  if (command.do === 'configure') {
    await transport.configure({ ...atFirst, ...command.reach }, signal)
    return { text: '' }
  }
  if (command.do === 'relays') {
    transport.useRelays(command.relays)
    return { text: '' }
  }
  if (command.do === 'connections') return { text: JSON.stringify(transport.connections()) }
  const channel = await transport.open(command.peer, command.addresses, '/folkmoot/echo/1', signal)
  const frame = randomBytes(command.bytes)
  await channel.send(frame, signal)
  const back = await channel.receive(signal, 10_000)
  await channel.close(signal)
  if (!back || Buffer.compare(frame, back) !== 0) throw new RangeError('the echo is another')
  return { text: channel.path.kind }
}

const active = (): string[] => process.getActiveResourcesInfo().filter((each) => !/^(Pipe|TTY|FS)/.test(each))

function shiftClock(ms: number): void {
  const { now } = Date
  Date.now = () => now() + ms
}
