import type { Connection } from '@libp2p/interface'
import { parseAddress } from '../addresses.ts'
import type { Path } from '../transport.ts'

/** How a connection runs, as far as the address at its other end tells. */
export function pathOf(connection: Connection): Path {
  const address = connection.remoteAddr.toString()
  const scope = parseAddress(address)?.scope
  const isNear = scope === 'lan' || scope === 'loopback' || address.includes('/ip6zone/')
  return { kind: isNear ? 'lan' : 'direct', address }
}
