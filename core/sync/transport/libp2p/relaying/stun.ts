import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { isIPv4, SocketAddress } from 'node:net'
import { errorCode, LIMITS, type Clock, type Log } from '../../../../shared/index.ts'
import { Allowance } from '../../../allowance.ts'

/** RFC 5389: the fixed number in each message, the types of a question and its answer, and the attribute that carries the address. */
const cookie = 0x2112_a442
const bindingRequest = 0x0001
const bindingSuccess = 0x0101
const xorMappedAddress = 0x0020
const headerBytes = 20
/** Bytes of a question that is read; what more it may carry is of no use here. */
const longestQuestion = 548
/** Hosts whose pace is remembered. */
const rememberedHosts = 256

/** Where it listens: at one IP address of this device, or at all of that family. */
export interface StunPlace {
  readonly family: 4 | 6
  readonly host: string | undefined
  readonly port: number
}

/** Tells those who ask by which address and port their datagrams come: a STUN responder that does nothing else. */
export class StunResponder {
  readonly #places: readonly StunPlace[]
  readonly #admits: (host: string) => boolean
  readonly #clock: Clock
  readonly #log: Log
  readonly #paces = new Map<string, Allowance>()
  readonly #sockets: Socket[] = []

  /** `admits` says of an IP address whether it is answered. */
  constructor(places: readonly StunPlace[], admits: (host: string) => boolean, clock: Clock, log: Log) {
    this.#places = places
    this.#admits = admits
    this.#clock = clock
    this.#log = log
  }

  /** Listens where it can: without it, everything but the opening of paths through routers goes on. */
  async start(): Promise<void> {
    for (const { family, host, port } of this.#places) {
      const socket = createSocket({ type: `udp${family}`, ipv6Only: family === 6 })
      const { promise, resolve } = Promise.withResolvers<boolean>()
      socket.once('listening', () => resolve(true))
      socket.on('error', (error) => {
        this.#log.debug('sync.stun-trouble', { code: errorCode(error) })
        resolve(false)
      })
      socket.on('message', (message, from) => this.#answer(socket, message, from))
      socket.bind({ port, exclusive: true, ...(host === undefined ? {} : { address: host }) })
      if (await promise) this.#sockets.push(socket)
      else socket.close()
    }
  }

  async stop(): Promise<void> {
    const closed = this.#sockets.splice(0).map(async (socket) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      socket.close(resolve)
      await promise
    })
    await Promise.all(closed)
  }

  #answer(socket: Socket, message: Buffer, from: RemoteInfo): void {
    const host = plainHost(from.address)
    if (from.port < 1 || !this.#admits(host) || !this.#mayAsk(host)) return
    const answer = stunAnswer(message, host, from.port)
    if (answer === undefined) return
    socket.send(answer, from.port, from.address, (error) => {
      if (error) this.#log.debug('sync.stun-trouble', { code: errorCode(error) })
    })
  }

  #mayAsk(host: string): boolean {
    const pace = this.#paces.get(host) ?? new Allowance(this.#clock, LIMITS.stunPerSecond, LIMITS.stunPerSecond)
    this.#paces.delete(host)
    for (const oldest of this.#paces.keys()) {
      if (this.#paces.size < rememberedHosts) break
      this.#paces.delete(oldest)
    }
    this.#paces.set(host, pace)
    return pace.take()
  }
}

/** The answer to a question of that host and port, 32 bytes or with IPv6 44; nothing when it is no question. */
export function stunAnswer(question: Uint8Array, host: string, port: number): Uint8Array | undefined {
  if (question.length < headerBytes || question.length > longestQuestion) return undefined
  const asked = new DataView(question.buffer, question.byteOffset, question.byteLength)
  const length = asked.getUint16(2)
  if (asked.getUint16(0) !== bindingRequest || asked.getUint32(4) !== cookie) return undefined
  if (length % 4 !== 0 || length !== question.length - headerBytes) return undefined
  const address = addressBytes(host)
  const attribute = 4 + address.length
  const answer = new Uint8Array(headerBytes + 4 + attribute)
  const view = new DataView(answer.buffer)
  view.setUint16(0, bindingSuccess)
  view.setUint16(2, 4 + attribute)
  answer.set(question.subarray(4, headerBytes), 4)
  view.setUint16(headerBytes, xorMappedAddress)
  view.setUint16(headerBytes + 2, attribute)
  view.setUint8(headerBytes + 5, address.length === 4 ? 1 : 2)
  view.setUint16(headerBytes + 6, port ^ (cookie >>> 16))
  // Masked by the cookie and, beyond it, by the number of the question, which stand one after the other.
  for (const [n, byte] of address.entries()) answer[headerBytes + 8 + n] = byte ^ (answer[4 + n] ?? 0)
  return answer
}

/** An IPv4 address that came inside an IPv6 one, as itself. */
export function plainHost(host: string): string {
  const inner = /^::ffff:([0-9.]+)$/i.exec(host)?.[1]
  return inner !== undefined && isIPv4(inner) ? inner : host
}

/** The 4 or 16 bytes of an IP address. */
function addressBytes(host: string): Uint8Array {
  if (isIPv4(host)) return Uint8Array.from(host.split('.').map(Number))
  const [plain = ''] = host.split('%')
  const { address } = new SocketAddress({ address: plain, family: 'ipv6' })
  const [head = '', tail] = address.split('::')
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').flatMap((part) => (part.includes('.') ? quads(part) : [parseInt(part, 16)]))
  const [front, back] = [groups(head), groups(tail ?? '')]
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length
  const words = [...front, ...Array.from({ length: zeros }, () => 0), ...back]
  return Uint8Array.from(words.flatMap((word) => [word >> 8, word & 255]))
}

/** The two groups that an IPv4 address at the end of an IPv6 one stands for. */
function quads(text: string): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number)
  return [(a << 8) | b, (c << 8) | d]
}
