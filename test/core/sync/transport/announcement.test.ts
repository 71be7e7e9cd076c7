import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPeerKey, peerOfKey } from '../../../../core/sync/transport/index.ts'
import {
  announcement,
  parseAnnouncement,
  SERVICE,
  type DnsRecord,
} from '../../../../core/sync/transport/discovery/announcement.ts'

/** The very reader and writer that multicast-dns uses. */
const packet = createRequire(import.meta.resolve('multicast-dns'))('dns-packet') as {
  encode(packet: { type: 'response'; answers: readonly DnsRecord[] }): Buffer
  decode(bytes: Buffer): { answers?: DnsRecord[] }
}
const bob = await peerOfKey(await createPeerKey())
const source = '192.168.7.3'
const own = `/ip4/${source}/tcp/4001/p2p/${bob}`
const txt = (...texts: string[]): DnsRecord[] => [
  { type: 'PTR', name: SERVICE, data: `x.${SERVICE}` },
  { type: 'TXT', name: `x.${SERVICE}`, data: texts.map((text) => Buffer.from(text)) },
]

describe('announcements on the local network', () => {
  test('what is announced is what is heard, through a real packet', () => {
    const bytes = packet.encode({ type: 'response', answers: announcement(bob, [own]) })
    const { answers = [] } = packet.decode(bytes)
    expect(bytes.length).toBeLessThan(512)
    expect(parseAnnouncement(answers, source)).toEqual({ peer: bob, addresses: [own] })
  })

  test('no address is believed but the one the packet came from', () => {
    const texts = [
      `p=${bob}`,
      'a=/ip4/8.8.8.8/tcp/53',
      'a=/dns4/example.org/tcp/80',
      'a=/ip4/192.168.7.3/tcp/9',
      'a=/ip6/::1/tcp/9',
    ]
    expect(parseAnnouncement(txt(...texts), source)).toEqual({
      peer: bob,
      addresses: [`/ip4/${source}/tcp/9/p2p/${bob}`],
    })
    expect(parseAnnouncement(txt(...texts), '192.168.7.4')).toBeUndefined()
  })

  test('of IPv6 likewise, whatever else the device has', () => {
    const texts = [`p=${bob}`, 'a=/ip6/FD00:0::3/tcp/9', 'a=/ip6/fd00::4/tcp/9', 'a=/ip6/fe80::3/tcp/9', `a=${own}`]
    expect(parseAnnouncement(txt(...texts), 'fd00::3')).toEqual({
      peer: bob,
      addresses: [`/ip6/fd00::3/tcp/9/p2p/${bob}`],
    })
    expect(parseAnnouncement(txt(...texts), 'fe80::3%eth0')).toBeUndefined()
    expect(parseAnnouncement(txt(...texts), 'fd00::5')).toBeUndefined()
  })

  test('eight addresses at most, and the first peer id alone', async () => {
    const other = await peerOfKey(await createPeerKey())
    const many = Array.from({ length: 14 }, (_, n) => `a=/ip4/${source}/tcp/${n + 1}`)
    expect(parseAnnouncement(txt(`p=${bob}`, `p=${other}`, ...many), source)?.addresses.length).toBeLessThanOrEqual(8)
    expect(parseAnnouncement(txt(`p=${bob}`, `p=${other}`, ...many), source)?.peer).toBe(bob)
    expect(
      announcement(
        bob,
        Array.from({ length: 50 }, () => own),
      )[1].data,
    ).toHaveLength(9)
  })

  test.each<[string, DnsRecord[]]>([
    ['no records', []],
    [
      'another service',
      [{ type: 'PTR', name: '_http._tcp.local', data: 'x' }, ...txt(`p=${bob}`, `a=${own}`).slice(1)],
    ],
    ['no peer', txt(`a=${own}`)],
    ['no address', txt(`p=${bob}`)],
    ['a peer id that is none', txt('p=12D3KooWx', `a=${own}`)],
    ['texts that are not UTF-8', [txt()[0]!, { type: 'TXT', name: `x.${SERVICE}`, data: [Buffer.from([0xff, 0xfe])] }]],
    ['a number for data', [txt()[0]!, { type: 'TXT', name: `x.${SERVICE}`, data: 7 }]],
    ['objects for data', [txt()[0]!, { type: 'TXT', name: `x.${SERVICE}`, data: [{}, null, undefined, 'p='] }]],
  ])('%s: nobody', (_, records) => {
    expect(parseAnnouncement(records, source)).toBeUndefined()
  })

  test('no records and no bytes make it throw', () => {
    const record = fc.record({
      type: fc.constantFrom('PTR', 'TXT', 'A'),
      name: fc.constantFrom(SERVICE, `a.${SERVICE}`, ''),
      data: fc.anything(),
    })
    fc.assert(fc.property(fc.array(record), fc.string(), (records, from) => void parseAnnouncement(records, from)))
    const good = packet.encode({ type: 'response', answers: announcement(bob, [own]) })
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, value, length) => {
        const bytes = Buffer.from(good.subarray(0, length))
        if (at < bytes.length) bytes[at] = value
        let answers: DnsRecord[]
        try {
          answers = packet.decode(bytes).answers ?? []
        } catch {
          return
        }
        const heard = parseAnnouncement(answers, source)
        for (const address of heard?.addresses ?? []) expect(address.startsWith(`/ip4/${source}/tcp/`)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
