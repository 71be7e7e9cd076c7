import type { Connection, Stream } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { isIPv4 } from 'node:net'
import { errorCode, LIMITS, type PeerId } from '../../../../shared/index.ts'
import { transportErrors } from '../../errors.ts'
import { Words } from '../relaying/words.ts'
import { isRelayed, peerOf, within, type Station } from '../station.ts'
import { ChannelConnection } from './channel-connection.ts'
import { openPath, type OpenPath, type StunServer } from './ice.ts'
import { PUNCH_PROTOCOL } from './signals.ts'

export interface PunchingParts {
  readonly station: Station
  readonly servers: () => readonly StunServer[]
  /** The one IP address that is listened on, when it is but one. */
  readonly bind: string | undefined
}

/** Opens paths straight through the routers of both sides, agreed upon over a connection that is relayed and encrypted between the two. */
export class Punching {
  readonly #parts: PunchingParts
  /** Peers an attempt with is under way. */
  readonly #busy = new Set<PeerId>()

  constructor(parts: PunchingParts) {
    this.#parts = parts
  }

  start(): void {
    const { node, log } = this.#parts.station
    const limits = { maxInboundStreams: 1, maxOutboundStreams: 1 }
    const served = node.handle(PUNCH_PROTOCOL, (stream, from) => this.#take(stream, from), { force: true, ...limits })
    served.catch((error: unknown) => log.warn('sync.libp2p-failed', { code: errorCode(error) }))
  }

  async stop(): Promise<void> {
    await this.#parts.station.node.unhandle(PUNCH_PROTOCOL)
  }

  /**
   * Opens a path beside a relayed connection.
   * @throws sync/unreachable, sync/no-such-protocol, sync/timeout, sync/closed, the signal's reason
   */
  async open(over: Connection, signal: AbortSignal): Promise<void> {
    const { station } = this.#parts
    await this.#attempt(over, () =>
      within(station, LIMITS.punchTimeout, signal, async (until) => {
        const stream = await over.newStream(PUNCH_PROTOCOL, { signal: until })
        const [wire, path] = await this.#openOver(stream, over, true, until)
        // Nobody is asked whether we may connect to whom: who was let go of meanwhile does not come back this way.
        if (station.connections.of(peerOf(over)).length === 0) {
          path.release()
          throw transportErrors('closed')
        }
        const how = { skipEncryption: true, skipProtection: true, remotePeer: over.remotePeer, signal: until } as const
        await station.upgrader.upgradeOutbound(wire, how).catch((error: unknown) => {
          path.release()
          throw error
        })
      }),
    )
  }

  async #take(stream: Stream, from: Connection): Promise<void> {
    const { station } = this.#parts
    try {
      if (!isRelayed(from) || this.#busy.size >= LIMITS.punchesAtOnce) throw transportErrors('closed')
      await this.#attempt(from, () =>
        within(station, LIMITS.punchTimeout, station.signal, async (signal) => {
          const [wire, path] = await this.#openOver(stream, from, false, signal)
          const how = { skipEncryption: true, skipProtection: true, remotePeer: from.remotePeer, signal } as const
          await station.upgrader.upgradeInbound(wire, how).catch((error: unknown) => {
            path.release()
            throw error
          })
        }),
      )
    } catch (error) {
      station.log.debug('sync.punch-failed', { peer: peerOf(from), code: errorCode(error) })
      stream.abort(transportErrors('closed'))
    }
  }

  async #attempt(over: Connection, work: () => Promise<void>): Promise<void> {
    const peer = peerOf(over)
    if (this.#busy.has(peer)) throw transportErrors('unreachable')
    this.#busy.add(peer)
    try {
      await work()
    } finally {
      this.#busy.delete(peer)
    }
  }

  async #openOver(
    stream: Stream,
    over: Connection,
    begins: boolean,
    signal: AbortSignal,
  ): Promise<[ChannelConnection, OpenPath]> {
    const { station, servers, bind } = this.#parts
    const words = new Words(stream, LIMITS.punchMessageBytes)
    let path: OpenPath | undefined
    try {
      path = await openPath(words, { begins, servers: servers(), bind }, signal)
      const { channel, remote, release } = path
      const place = remote ? `/ip${isIPv4(remote.address) ? 4 : 6}/${remote.address}/udp/${remote.port}` : ''
      const wire = new ChannelConnection({
        channel,
        remoteAddr: multiaddr(`${place}/webrtc/p2p/${peerOf(over)}`),
        direction: begins ? 'outbound' : 'inbound',
        log: stream.log.newScope('punched'),
        release,
      })
      path.onLost(() => wire.lost())
      words.end(station.signal).catch(() => words.abort())
      return [wire, path]
    } catch (error) {
      path?.release()
      words.abort()
      throw error
    }
  }
}
