import type { Stream } from '@libp2p/interface'
import { lpStream, type LengthPrefixedStreamOpts } from '@libp2p/utils'
import { fromUtf8, LIMITS, utf8, type PeerId } from '../../../../shared/index.ts'
import { peerIdFromText } from '../../addresses.ts'
import { transportErrors } from '../../errors.ts'
import { abortable } from '../../waiting.ts'

/** Asked of a relay: to keep a reservation, or to connect to one who has one. */
export const RELAY_PROTOCOL = '/folkmoot/relay/1'
/** Asked by a relay of one who has a reservation: to take a connection of somebody. */
export const RELAYED_PROTOCOL = '/folkmoot/relayed/1'

export type RelayRequest = { readonly kind: 'reserve' } | { readonly kind: 'connect'; readonly peer: PeerId }

/** What is answered to either request, by its place here: one byte. */
const answers = ['yes', 'refused', 'full', 'not-here'] as const
export type RelayAnswer = (typeof answers)[number]

/** A request: a byte that says which, and the peer id in text when one is meant. */
export function requestBytes(request: RelayRequest): Uint8Array {
  if (request.kind === 'reserve') return Uint8Array.of(0)
  return Uint8Array.of(1, ...utf8(request.peer))
}

/** Nothing when it is none. */
export function parseRequest(bytes: Uint8Array): RelayRequest | undefined {
  if (bytes[0] === 0 && bytes.length === 1) return { kind: 'reserve' }
  const peer = bytes[0] === 1 ? parsePeer(bytes.subarray(1)) : undefined
  return peer && { kind: 'connect', peer }
}

export function parsePeer(bytes: Uint8Array): PeerId | undefined {
  return peerIdFromText(fromUtf8(bytes) ?? '')
}

export const answerBytes = (answer: RelayAnswer): Uint8Array => Uint8Array.of(answers.indexOf(answer))

/** Nothing when it is none. */
export function parseAnswer(bytes: Uint8Array): RelayAnswer | undefined {
  return bytes.length === 1 ? answers[bytes[0] ?? answers.length] : undefined
}

/** A length is two bytes, the greater first. */
const lengthEncoder = (length: number): Uint8Array => Uint8Array.of(length >> 8, length & 255)

/** @throws RangeError, by which more bytes are waited for */
const lengthDecoder: LengthPrefixedStreamOpts['lengthDecoder'] = (bytes) => {
  if (bytes.byteLength < 2) throw new RangeError('two bytes are a length')
  return bytes.getUint16(0)
}

/** Short messages at the beginning of a stream, which afterwards is used for something else. */
export class Words {
  readonly #stream: Stream
  readonly #framed: ReturnType<typeof lpStream<Stream>>

  constructor(stream: Stream, mostBytes: number = LIMITS.relayMessageBytes) {
    this.#stream = stream
    const maxBufferSize = LIMITS.wordsBuffer
    this.#framed = lpStream(stream, { maxDataLength: mostBytes, maxBufferSize, lengthEncoder, lengthDecoder })
  }

  /** @throws the signal's reason, or whatever happened to the stream */
  async say(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    await this.#framed.write(bytes, { signal })
  }

  /** @throws the signal's reason, or whatever happened to the stream, or when it is longer than may be */
  async hear(signal: AbortSignal): Promise<Uint8Array> {
    return (await this.#framed.read({ signal })).subarray()
  }

  /** The stream, with what came beyond the last message. */
  rest(): Stream {
    return this.#framed.unwrap()
  }

  /** Resolves when the other side has ended the stream, or it broke. @throws the signal's reason */
  async ended(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const stream = this.#stream
    for (const event of ['close', 'remoteCloseWrite'] as const)
      stream.addEventListener(event, () => resolve(), { once: true })
    if (stream.status !== 'open' || stream.remoteWriteStatus !== 'writable') resolve()
    await abortable(promise, signal)
  }

  abort(): void {
    this.#stream.abort(transportErrors('closed'))
  }

  /** Ends a stream on which all was said. */
  async end(signal: AbortSignal): Promise<void> {
    await this.#stream.close({ signal })
  }
}
