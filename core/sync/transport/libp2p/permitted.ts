import { isIP } from 'node:net'
import type { ReachSettings } from '../../../shared/index.ts'
import { parseAddress, type PeerAddress } from '../addresses.ts'
import { ipScope } from '../ip-scope.ts'
import { ownNetworks } from './dial-order.ts'
import { oneHost, type Listen } from './listening.ts'

/** What the switches permit to dial, and whom to let in. */
export class Permitted {
  readonly #settings: Pick<ReachSettings, 'lanOnly' | 'hideAddress'>
  readonly #own: () => readonly string[]
  readonly #onLoopback: boolean

  /** `own` are the addresses that are listened on here. */
  constructor(settings: Pick<ReachSettings, 'lanOnly' | 'hideAddress'>, listen: Listen, own: () => readonly string[]) {
    this.#settings = settings
    this.#own = own
    const host = oneHost(listen)
    this.#onLoopback = host !== undefined && isIP(host) > 0 && ipScope(host) === 'loopback'
  }

  /** Whether an address may be dialled to reach a peer. */
  readonly peer = (address: PeerAddress): boolean => {
    if (address.relay !== undefined) return !this.#settings.lanOnly && this.#place(address)
    return !this.#settings.hideAddress && this.#place(address)
  }

  /** Whether one who relays may be dialled there: with `hideAddress` too, since somebody must be. */
  readonly relay = (address: PeerAddress): boolean =>
    address.relay === undefined && !this.#settings.lanOnly && this.#place(address)

  /** Whether somebody may come in from an IP address. */
  readonly inbound = (host: string): boolean => !this.#settings.lanOnly || near(host)

  #place({ host, port, scope }: PeerAddress): boolean {
    // What we run ourselves on this computer is nobody's address.
    if (scope === 'loopback' && !this.#onLoopback) return false
    const isOwn = this.#own().some((text) => {
      const own = parseAddress(text)
      return own?.host === host && own.port === port
    })
    if (isOwn) return false
    return !this.#settings.lanOnly || (scope !== 'name' && near(host))
  }
}

function near(host: string): boolean {
  const family = isIP(host)
  return family > 0 && ownNetworks().check(host, family === 6 ? 'ipv6' : 'ipv4')
}
