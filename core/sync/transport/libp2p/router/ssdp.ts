import { createSocket, type Socket } from 'node:dgram'
import { isIPv4 } from 'node:net'
import { errorCode, LIMITS, type Clock, type Log } from '../../../../shared/index.ts'
import { openInterfaces, type Interface } from '../../discovery/interfaces.ts'

/** A router of a network we are in, by where it describes itself. */
export interface FoundRouter {
  readonly description: URL
  /** Our address in its network. */
  readonly own: string
}

/** Where devices of a network listen for such questions (UPnP Device Architecture 1.1, 1.3.2), and how long they may take. */
const group = '239.255.255.250'
const port = 1900
const answerSeconds = 2
const wanted = [1, 2].map((version) => `urn:schemas-upnp-org:device:InternetGatewayDevice:${version}`)
const longestAnswer = 2048

/** Asks in each network for routers; answers those that say so themselves, LIMITS.routers at most. @throws the signal's reason */
export async function findRouters(clock: Clock, log: Log, signal: AbortSignal): Promise<FoundRouter[]> {
  const found = new Map<string, FoundRouter>()
  const sockets = [...openInterfaces().values()].map((each) => ask(each, found, log))
  try {
    await clock.sleep((answerSeconds + 1) * 1000, signal)
  } finally {
    for (const socket of sockets) socket.close()
  }
  return [...found.values()]
}

function ask(own: Interface, found: Map<string, FoundRouter>, log: Log): Socket {
  const socket = createSocket('udp4')
  const onTrouble = (error: Error | null): void => {
    if (error) log.debug('sync.router-trouble', { code: errorCode(error) })
  }
  socket.on('error', onTrouble)
  socket.on('message', (message, { address }) => {
    const description = own.near(address) ? parseAnswer(message, address) : undefined
    if (description && found.size < LIMITS.routers) found.set(description.href, { description, own: own.address })
  })
  socket.bind(0, own.address, () => {
    try {
      socket.setMulticastInterface(own.address)
      for (const target of wanted) socket.send(question(target), port, group, onTrouble)
    } catch (error) {
      log.debug('sync.router-trouble', { code: errorCode(error) })
    }
  })
  return socket
}

const question = (target: string): string =>
  [
    'M-SEARCH * HTTP/1.1',
    `HOST: ${group}:${port}`,
    'MAN: "ssdp:discover"',
    `MX: ${answerSeconds}`,
    `ST: ${target}`,
    '',
    '',
  ].join('\r\n')

/** Where whoever answered describes itself: nowhere but at the address the answer came from. Never throws. */
export function parseAnswer(message: Uint8Array, from: string): URL | undefined {
  if (message.length > longestAnswer || !isIPv4(from)) return undefined
  const lines = Buffer.from(message).toString('latin1').split('\r\n')
  const header = (name: string): string | undefined =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim()
  if (!/^HTTP\/1\.[01] 200\b/.test(lines[0] ?? '') || !wanted.includes(header('st') ?? '')) return undefined
  const location = header('location') ?? ''
  const url = URL.canParse(location) ? new URL(location) : undefined
  return url?.protocol === 'http:' && url.hostname === from ? url : undefined
}
