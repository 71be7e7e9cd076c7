import { BlockList, isIPv6 } from 'node:net'

/** How far an IP address reaches; `none` for those nobody can be dialled at (any, multicast, broadcast, reserved). */
export type IpScope = 'loopback' | 'lan' | 'internet' | 'none'

const nowhere = blocks('0.0.0.0/8', '224.0.0.0/4', '240.0.0.0/4', '::/128', 'ff00::/8', '100::/64')
const loopback = blocks('127.0.0.0/8', '::1/128')
const lan = blocks(
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
  'fe80::/10',
)

/** The reach of a well-formed IPv4 or IPv6 address; an IPv4 address inside an IPv6 one counts as itself. */
export function ipScope(ip: string): IpScope {
  const family = isIPv6(ip) ? 'ipv6' : 'ipv4'
  if (nowhere.check(ip, family)) return 'none'
  if (loopback.check(ip, family)) return 'loopback'
  return lan.check(ip, family) ? 'lan' : 'internet'
}

function blocks(...ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [net = '', bits] = range.split('/')
    list.addSubnet(net, Number(bits), net.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}
