import { networkInterfaces } from 'node:os'
import { isIP } from 'node:net'
import { parseAddress, type PeerAddress } from '../addresses.ts'
import { transportErrors } from '../errors.ts'

export interface Listen {
  /** One IP address of this device; all of them unless told. */
  readonly host?: string
  /** 0, unless told, lets the system choose. */
  readonly port?: number
}

/** The one IP address of this device that is listened on, when it is not all of them. */
export function oneHost({ host }: Listen): string | undefined {
  return host === '0.0.0.0' || host === '::' ? undefined : host
}

/** What libp2p is to listen on: IPv6 too where this device has it. @throws sync/cannot-listen */
export function listenAddresses({ host, port = 0 }: Listen): string[] {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw cannotListen(host, port)
  if (host === undefined) {
    const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ family }) => family === 'IPv6'))
    return [`/ip4/0.0.0.0/tcp/${port}`, ...(hasIpv6 ? [`/ip6/::/tcp/${port}`] : [])]
  }
  const family = isIP(host)
  if (family === 0) throw cannotListen(host, port)
  return [`/ip${family}/${host}/tcp/${port}`]
}

/** The error of ours for what libp2p throws when it cannot listen. */
export function listenError(cause: unknown, { host, port = 0 }: Listen): Error {
  const text = cause instanceof Error ? cause.message : ''
  if (text.includes('EADDRINUSE')) return transportErrors('port-in-use', { cause, details: { port } })
  if (/EADDRNOTAVAIL|EACCES|UnsupportedListen|could not|listened on/.test(text)) return cannotListen(host, port, cause)
  return cause instanceof Error ? cause : cannotListen(host, port, cause)
}

function cannotListen(host: string | undefined, port: number, cause?: unknown): Error {
  return transportErrors('cannot-listen', { cause, details: { host: host ?? '0.0.0.0', port } })
}

/** What the person has set up themselves, without a peer; what is none, or names one, is left out. */
export function announcedAddresses(texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    const address = parseAddress(text)
    return address && address.peer === undefined && address.scope !== 'loopback' ? address.text : []
  })
}

/**
 * Those of our addresses that are of use to others, best first: from the internet, then here, IPv4 before IPv6.
 * Loopback is none of them, unless it is what we were told to listen on.
 */
export function shownAddresses(texts: readonly string[], listen: Listen): string[] {
  const host = oneHost(listen)
  const all = new Map<string, PeerAddress>()
  for (const text of texts) {
    const address = parseAddress(text)
    // A link-local IPv6 address means nothing without the name of an interface.
    if (address && !/^fe[89ab]/.test(address.host)) all.set(address.text, address)
  }
  return [...all.values()]
    .filter(({ scope }) => host !== undefined || scope !== 'loopback')
    .toSorted((a, b) => reach(a) - reach(b))
    .map(({ text }) => text)
}

const reach = ({ scope, family }: PeerAddress): number =>
  (scope === 'internet' || scope === 'name' ? 0 : 2) + (family === 'ip6' ? 1 : 0)
