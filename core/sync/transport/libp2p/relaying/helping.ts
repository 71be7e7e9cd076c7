import type { PeerId } from '../../../../shared/index.ts'
import { parseAddress } from '../../addresses.ts'
import { isRelayed, peerOf, type Station } from '../station.ts'
import { RelayServer } from './relay-server.ts'
import { plainHost, StunResponder, type StunPlace } from './stun.ts'

/** What a device does for members that helps them connect: it relays, and tells by which address they are seen. */
export class Helping {
  readonly #server: RelayServer
  readonly #stun: StunResponder

  /** `listened` are the addresses we listen on, `host` the one IP address when it is but one. */
  constructor(
    station: Station,
    listened: readonly string[],
    host: string | undefined,
    gate: (peer: PeerId) => boolean,
    onChange: () => void,
  ) {
    this.#server = new RelayServer(station, gate, onChange)
    const admits = (asking: string): boolean =>
      station.connections.all().some((each) => !isRelayed(each) && hostOf(each) === asking && gate(peerOf(each)))
    this.#stun = new StunResponder(stunPlaces(listened, host), admits, station.clock, station.log)
  }

  get helped(): number {
    return this.#server.helped
  }

  isRelaying(peer: PeerId): boolean {
    return this.#server.isRelaying(peer)
  }

  async start(): Promise<void> {
    this.#server.start()
    await this.#stun.start()
  }

  async stop(): Promise<void> {
    await Promise.all([this.#server.stop(), this.#stun.stop()])
  }
}

const hostOf = (connection: { remoteAddr: { toString(): string } }): string =>
  plainHost(connection.remoteAddr.toString().split('/')[2] ?? '')

/** The same ports by UDP, once for IPv4 and once for IPv6. */
function stunPlaces(listened: readonly string[], host: string | undefined): StunPlace[] {
  return ([4, 6] as const).flatMap((family) => {
    const port = parseAddress(listened.find((text) => text.startsWith(`/ip${family}/`)) ?? '')?.port
    return port === undefined ? [] : { family, host, port }
  })
}
