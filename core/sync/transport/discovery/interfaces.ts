import { BlockList } from 'node:net'
import { networkInterfaces, type NetworkInterfaceInfo, platform } from 'node:os'

/** One address of this device in a network others may be in. */
export interface Interface {
  readonly address: string
  /** Of an IPv6 address: how multicast names the interface it is on. */
  readonly zone?: string
  /** Whether an address is in the same network. */
  near(address: string): boolean
}

/**
 * The interfaces that others can be on, by address: all but loopback. Link-local IPv6 addresses are left out: without a zone, which means
 * something on one device alone, nobody can dial them.
 */
export function openInterfaces(): Map<string, Interface> {
  const found = new Map<string, Interface>()
  for (const [name, all = []] of Object.entries(networkInterfaces()))
    for (const each of all) {
      const network = networkOf(each)
      if (each.internal || network === undefined) continue
      const { address } = each
      if (each.family === 'IPv4') found.set(address, { address, near: (other) => network.check(other, 'ipv4') })
      else if (!isLinkLocal(address))
        found.set(address, { address, zone: zoneOf(name, all), near: (other) => network.check(other, 'ipv6') })
    }
  return found
}

const isLinkLocal = (address: string): boolean => /^fe[89ab]/i.test(address)

function networkOf({ address, cidr, family }: NetworkInterfaceInfo): BlockList | undefined {
  const bits = Number(cidr?.split('/')[1])
  if (!Number.isInteger(bits)) return undefined
  const network = new BlockList()
  network.addSubnet(address, bits, family === 'IPv6' ? 'ipv6' : 'ipv4')
  return network
}

/** Windows knows interfaces by number, which only their link-local addresses tell. */
function zoneOf(name: string, all: readonly NetworkInterfaceInfo[]): string {
  const number = all.map((each) => (each.family === 'IPv6' ? each.scopeid : 0)).find((id) => id !== 0)
  return `::%${platform() === 'win32' ? (number ?? 0) : name}`
}
