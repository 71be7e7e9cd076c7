import type { DataChannel, PeerConnection } from 'node-datachannel'
import { transportErrors } from '../../errors.ts'
import { LIMITS } from '../../../../shared/index.ts'
import type { Words } from '../relaying/words.ts'
import { parseSignal, signalBytes, type Signal } from './signals.ts'

/** Where a device is told by which address it is seen. */
export interface StunServer {
  readonly host: string
  readonly port: number
}

export interface IceOptions {
  /** Who begins is the one who dials. */
  readonly begins: boolean
  readonly servers: readonly StunServer[]
  /** The one address of this device to use; all of them unless told. */
  readonly bind: string | undefined
}

/** A path that was opened from both sides: encrypted, and bound to what both have told each other over the relay. */
export interface OpenPath {
  readonly channel: DataChannel
  /** The IP address and port at the other end. */
  readonly remote: { readonly address: string; readonly port: number } | undefined
  /** Ends it and all it runs on. */
  release(): void
  /** Called when nothing comes through any more. */
  onLost(lost: () => void): void
}

/** Connections of ICE and DTLS by libdatachannel. The servers are those told here, and no others. */
export async function openPath(words: Words, options: IceOptions, signal: AbortSignal): Promise<OpenPath> {
  // Loaded when it is needed first: not every computer can, and everything else works without.
  const { PeerConnection: Native } = await import('node-datachannel')
  signal.throwIfAborted()
  const peer = new Native('folkmoot', {
    iceServers: options.servers.map(({ host, port }) => `stun:${host.includes(':') ? `[${host}]` : host}:${port}`),
    ...(options.bind === undefined ? {} : { bindAddress: options.bind }),
  })
  const attempt = new Attempt(peer, words, options)
  try {
    return await attempt.run(signal)
  } catch (error) {
    attempt.release()
    throw error
  }
}

class Attempt {
  readonly #peer: PeerConnection
  readonly #words: Words
  readonly #options: IceOptions
  readonly #opened = Promise.withResolvers<DataChannel>()
  readonly #saying = new AbortController()
  #said: Promise<void> = Promise.resolve()
  /** Candidates that wait until the other side may use them. */
  #held: Signal[] | undefined
  #channel: DataChannel | undefined
  #lost: (() => void) | undefined
  #released = false

  constructor(peer: PeerConnection, words: Words, options: IceOptions) {
    this.#peer = peer
    this.#words = words
    this.#options = options
    // libdatachannel lets ICE have an answer before DTLS knows its fingerprint. Were the other side checking paths by then, a slow
    // thread would see its certificate refused; so it is told where to send checks only after the answer has been taken in.
    if (options.begins) this.#held = []
  }

  async run(signal: AbortSignal): Promise<OpenPath> {
    const onAbort = (): void => this.#opened.reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    this.#opened.promise.catch(() => undefined)
    try {
      this.#listen()
      void this.#hearAll(AbortSignal.any([signal, this.#saying.signal]))
      const channel = await this.#opened.promise
      return {
        channel,
        remote: this.#peer.getSelectedCandidatePair()?.remote,
        release: () => this.release(),
        onLost: (lost) => (this.#lost = lost),
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#saying.abort(transportErrors('closed'))
    }
  }

  release(): void {
    if (this.#released) return
    this.#released = true
    this.#saying.abort(transportErrors('closed'))
    // A channel that was never closed would keep the process from ending, and so would one that nobody hears of being closed.
    try {
      this.#channel?.close()
    } catch {
      // It is gone already.
    }
    this.#peer.close()
  }

  #listen(): void {
    const peer = this.#peer
    peer.onStateChange((state) => {
      if (state !== 'failed' && state !== 'closed' && state !== 'disconnected') return
      this.#opened.reject(transportErrors('unreachable'))
      this.#lost?.()
    })
    peer.onLocalDescription((text, type) => {
      if (type === 'offer' || type === 'answer') this.#say({ kind: type, text })
    })
    peer.onLocalCandidate((text, mid) => {
      const candidate = { kind: 'candidate', text, mid } as const
      if (this.#held) this.#held.push(candidate)
      else this.#say(candidate)
    })
    if (this.#options.begins) this.#await(peer.createDataChannel('folkmoot'))
    else peer.onDataChannel((channel) => this.#await(channel))
  }

  #await(channel: DataChannel): void {
    // There is one, whoever opens more: what came on others would be kept, and read by nobody.
    if (this.#channel !== undefined) {
      channel.onClosed(() => undefined)
      channel.close()
      return
    }
    this.#channel = channel
    channel.onClosed(() => this.#opened.reject(transportErrors('unreachable')))
    if (channel.isOpen()) this.#opened.resolve(channel)
    else channel.onOpen(() => this.#opened.resolve(channel))
  }

  #takeIn(description: string, kind: 'offer' | 'answer'): void {
    this.#peer.setRemoteDescription(description, kind)
    const held = this.#held ?? []
    this.#held = undefined
    for (const candidate of held) this.#say(candidate)
  }

  /** One after another, in the order they were made. */
  #say(what: Signal): void {
    const { signal } = this.#saying
    this.#said = this.#said.then(() => this.#words.say(signalBytes(what), signal)).catch(() => undefined)
  }

  /** Hears what the other side tells until the path is open. When it says no more, the path may still open. */
  async #hearAll(signal: AbortSignal): Promise<void> {
    try {
      for (let heard = 0; heard < LIMITS.punchMessages; heard++) {
        const told = parseSignal(await this.#words.hear(signal), this.#options.bind !== undefined)
        if (told?.kind === 'candidate') this.#peer.addRemoteCandidate(told.text, told.mid)
        else if (told?.kind === (this.#options.begins ? 'answer' : 'offer')) this.#takeIn(told.text, told.kind)
      }
    } catch (error) {
      if (!signal.aborted && this.#peer.remoteDescription() === null) this.#opened.reject(error)
    }
  }
}
