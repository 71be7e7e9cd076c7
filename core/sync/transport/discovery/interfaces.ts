import { BlockList } from 'node:net'
import { networkInterfaces } from 'node:os'

/** One IPv4 address of this device in a network others may be in. */
export interface Interface {
  readonly address: string
  /** Whether an address is in the same network. */
  near(address: string): boolean
}

/** The interfaces that others can be on, by address: all but loopback. */
export function openInterfaces(): Map<string, Interface> {
  const found = new Map<string, Interface>()
  for (const { address, cidr, family, internal } of Object.values(networkInterfaces()).flatMap((all) => all ?? [])) {
    const bits = Number(cidr?.split('/')[1])
    if (internal || family !== 'IPv4' || !Number.isInteger(bits)) continue
    const network = new BlockList()
    network.addSubnet(address, bits, 'ipv4')
    found.set(address, { address, near: (other) => network.check(other, 'ipv4') })
  }
  return found
}
