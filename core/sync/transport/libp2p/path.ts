import type { Connection } from '@libp2p/interface'
import { parseAddress, peerIdFromText } from '../addresses.ts'
import { ipScope } from '../ip-scope.ts'
import type { Path } from '../transport.ts'

/** How a connection runs, as far as the address at its other end tells. */
export function pathOf(connection: Connection): Path {
  const address = connection.remoteAddr.toString()
  const [before, behind] = address.split('/p2p-circuit')
  const relay = behind === undefined ? undefined : peerIdFromText(before?.split('/p2p/')[1] ?? '')
  if (relay !== undefined) return { kind: 'relayed', address, relay }
  const isPunched = address.includes('/webrtc')
  const scope = isPunched ? ipScope(address.split('/')[2] ?? '') : parseAddress(address)?.scope
  if (scope === 'lan' || scope === 'loopback' || address.includes('/ip6zone/')) return { kind: 'lan', address }
  return { kind: isPunched ? 'punched' : 'direct', address }
}
