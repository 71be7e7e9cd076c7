import { fromUtf8, LIMITS, utf8, type PeerId } from '../../../shared/index.ts'
import { parseAddress, peerIdFromText } from '../addresses.ts'
import type { Found } from '../transport.ts'

/** The tag of all Folkmoot devices: it says nothing about communities. */
export const SERVICE = '_folkmoot._udp.local'

/** Seconds for which others may keep an announcement. */
const ttl = 60
const bytesOfText = 255

/** A DNS record as multicast-dns gives and takes it; what came over the network may be anything. */
export interface DnsRecord {
  readonly type: string
  readonly name: string
  readonly ttl?: number | undefined
  readonly data?: unknown
}

type Announcement = [
  { type: 'PTR'; name: string; ttl: number; data: string },
  { type: 'TXT'; name: string; ttl: number; data: Buffer[] },
]

/** The records that say which peer listens where: a pointer to a TXT record with `p=<peer>` and one `a=<address>` each. */
export function announcement(peer: PeerId, addresses: readonly string[]): Announcement {
  // The label is no more than the peer id says: DNS limits it to 63 bytes.
  const name = `${peer.toLowerCase().slice(-32)}.${SERVICE}`
  const texts = [`p=${peer}`]
  for (const address of addresses.slice(0, LIMITS.discoveredAddresses)) {
    const text = `a=${address.split('/p2p/')[0] ?? ''}`
    if (utf8(text).length <= bytesOfText) texts.push(text)
  }
  return [
    { type: 'PTR', name: SERVICE, ttl, data: name },
    { type: 'TXT', name, ttl, data: texts.map((text) => Buffer.from(text)) },
  ]
}

/**
 * The peer that a packet from `source` announces, or nothing. Whoever sends it can claim any peer id, but no address
 * other than the one the packet came from, so that nobody can send us to a third party. Never throws.
 */
export function parseAnnouncement(records: readonly DnsRecord[], source: string): Found | undefined {
  if (!records.some(({ type, name }) => type === 'PTR' && sameName(name, SERVICE))) return undefined
  const record = records.slice(0, 16).find(({ type, name }) => type === 'TXT' && endsWithService(name))
  const texts = textsOf(record?.data)
  const peer = texts.filter((text) => text.startsWith('p=')).map((text) => peerIdFromText(text.slice(2)))[0]
  if (peer === undefined) return undefined
  const addresses = texts
    .filter((text) => text.startsWith('a='))
    .slice(0, LIMITS.discoveredAddresses)
    .map((text) => parseAddress(text.slice(2)))
    .filter((address) => address !== undefined && address.host === source && (address.peer ?? peer) === peer)
    .map((address) => `/${address?.family}/${address?.host}/tcp/${address?.port}/p2p/${peer}`)
  return addresses.length === 0 ? undefined : { peer, addresses: [...new Set(addresses)] }
}

const sameName = (name: unknown, wanted: string): boolean => typeof name === 'string' && name.toLowerCase() === wanted
const endsWithService = (name: unknown): boolean =>
  typeof name === 'string' && name.toLowerCase().endsWith(`.${SERVICE}`)

function textsOf(data: unknown): string[] {
  const parts: unknown[] = Array.isArray(data) ? data : [data]
  return parts.slice(0, LIMITS.discoveredAddresses + 8).flatMap((part) => {
    if (!(part instanceof Uint8Array) || part.length > bytesOfText) return []
    return fromUtf8(part) ?? []
  })
}
