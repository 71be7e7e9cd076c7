import { BlockList } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { PeerAddress } from '../addresses.ts'

/** Addresses in the order to try them: in a network we are in, then the internet, then private ones that may be anybody's. */
export function dialOrder(addresses: readonly PeerAddress[]): PeerAddress[] {
  const here = ownNetworks()
  const rank = ({ host, family, scope }: PeerAddress): number => {
    if (family !== 'dns' && here.check(host, family === 'ip4' ? 'ipv4' : 'ipv6')) return 0
    return scope === 'internet' || scope === 'name' ? 1 : 2
  }
  return addresses.toSorted((a, b) => rank(a) - rank(b))
}

/** The networks this device has an address in. */
export function ownNetworks(): BlockList {
  const list = new BlockList()
  for (const { address, cidr, family } of Object.values(networkInterfaces()).flatMap((all) => all ?? [])) {
    const bits = Number(cidr?.split('/')[1])
    if (Number.isInteger(bits)) list.addSubnet(address, bits, family === 'IPv6' ? 'ipv6' : 'ipv4')
  }
  return list
}
