import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LIMITS, utf8 } from '../../../../core/shared/index.ts'
import { parseSignal, signalBytes } from '../../../../core/sync/transport/libp2p/punching/signals.ts'
import {
  parseAnswer,
  parsePeer,
  parseRequest,
  requestBytes,
} from '../../../../core/sync/transport/libp2p/relaying/words.ts'
import { parseAnswer as parseRouter } from '../../../../core/sync/transport/libp2p/router/ssdp.ts'
import { createPeerKey, parseAddress, peerOfKey } from '../../../../core/sync/transport/index.ts'
import { dialable } from '../../../../core/sync/transport/addresses.ts'

const [alice, bob, rosa] = [
  await peerOfKey(await createPeerKey()),
  await peerOfKey(await createPeerKey()),
  await peerOfKey(await createPeerKey()),
]
const candidate = (address: string, protocol = 'UDP', port = 5): string =>
  `a=candidate:1 1 ${protocol} 2114977791 ${address} ${port} typ host`

describe('what two devices tell each other to open a path', () => {
  test('comes over as it was said', () => {
    const offer = { kind: 'offer', text: `v=0\r\n${candidate('192.168.1.2')}\r\n` } as const
    expect(parseSignal(signalBytes(offer), false)).toEqual(offer)
    const one = { kind: 'candidate', mid: '0', text: candidate('50.60.70.8') } as const
    expect(parseSignal(signalBytes(one), false)).toEqual(one)
  })

  test.each([
    candidate('127.0.0.1'),
    candidate('::1'),
    candidate('0.0.0.0'),
    candidate('224.0.0.251'),
    candidate('printer.local'),
    candidate('metadata.example.org'),
    candidate('fe80::1%eth0'),
    candidate('10.0.0.1', 'TCP'),
    candidate('10.0.0.1', 'UDP', 0),
    candidate('10.0.0.1', 'UDP', 65536),
    'a=candidate:',
    // Who reads it next takes tabs for spaces, and stops within a number where it ends.
    'a=candidate:1\t1\tUDP\t1\t127.0.0.1\t631\ttyp\thost x UDP x 10.0.0.1 5 typ host',
    'a=candidate:1\u000b1\u000bUDP\u000b1\u000bmetadata.example.org\u000b80\u000btyp\u000bhost 1 UDP 1 10.0.0.1 5 typ host',
    'a=candidate:1 1 UDP 1metadata.example.org 10.0.0.1 5 typ host',
    'a=candidate:1 1 UDP  10.0.0.1 5 127.0.0.1 631 typ host',
    ' a=candidate:1 1 UDP 1 127.0.0.1 631 typ host',
  ])('%j is tried by nobody', (line) => {
    expect(parseSignal(signalBytes({ kind: 'candidate', mid: '0', text: line }), false)).toBeUndefined()
    const parsed = parseSignal(signalBytes({ kind: 'answer', text: `v=0\r\n${line}\r\na=end` }), false)
    expect(parsed?.text).toBe('v=0\r\na=end')
  })

  test('no bytes make the parsers throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(5), (bytes, kind) => {
        const begun = Uint8Array.of(kind, ...bytes)
        for (const each of [bytes, begun]) {
          parseSignal(each, false)
          parseRequest(each)
          parseAnswer(each)
          parsePeer(each)
          parseRouter(each, '192.168.1.1')
        }
      }),
      { numRuns: 2000 },
    )
    expect(parseSignal(new Uint8Array(LIMITS.punchMessageBytes + 1), false)).toBeUndefined()
  })
})

describe('what is asked of a relay', () => {
  test('comes over as it was said, and nothing else does', () => {
    for (const request of [{ kind: 'reserve' }, { kind: 'connect', peer: alice }] as const)
      expect(parseRequest(requestBytes(request))).toEqual(request)
    for (const each of [[], [0, 0], [1], [2], [1, ...utf8('x')], [1, ...utf8(`${alice} `)]])
      expect(parseRequest(Uint8Array.from(each))).toBeUndefined()
  })
})

describe('addresses over relays', () => {
  const place = `/ip4/50.60.70.10/tcp/4001/p2p/${rosa}`
  test('name the relay and the peer behind it, in one spelling', () => {
    const address = parseAddress(`${place}/p2p-circuit/p2p/${bob}`)
    expect(address).toMatchObject({ relay: rosa, peer: bob, host: '50.60.70.10', port: 4001, scope: 'internet' })
    expect(parseAddress(`/ip6/2001:DB8:0::1/tcp/1/p2p/${rosa}/p2p-circuit/p2p/${bob}`)?.text).toBe(
      `/ip6/2001:db8::1/tcp/1/p2p/${rosa}/p2p-circuit/p2p/${bob}`,
    )
    expect(parseAddress(place)?.relay).toBeUndefined()
  })

  test.each([
    `${place}/p2p-circuit`,
    `${place}/p2p-circuit/`,
    `${place}/p2p-circuit/p2p`,
    `${place}/p2p-circuit/p2p/${rosa}`,
    `${place}/p2p-circuit/p2p/x`,
    `${place}/p2p-circuit/webrtc/p2p/${bob}`,
    `${place}/p2p-circuit/p2p/${bob}/p2p-circuit/p2p/${alice}`,
    `/ip4/50.60.70.10/tcp/4001/p2p-circuit/p2p/${bob}`,
    `/p2p/${rosa}/p2p-circuit/p2p/${bob}`,
    `/ip4/0.0.0.0/tcp/4001/p2p/${rosa}/p2p-circuit/p2p/${bob}`,
  ])('%s is none', (text) => {
    expect(parseAddress(text)).toBeUndefined()
  })

  test('over oneself, over the peer itself, or to somebody else they are not dialled', () => {
    const over = (relay: string, peer: string): string => `/ip4/1.2.3.4/tcp/1/p2p/${relay}/p2p-circuit/p2p/${peer}`
    expect(() => dialable([over(alice, bob), over(rosa, alice), over(bob, rosa)], bob, alice)).toThrow()
    expect(dialable([over(alice, bob), over(rosa, bob)], bob, alice).map(({ relay }) => relay)).toEqual([rosa])
  })
})

describe('what routers say of themselves', () => {
  const from = '192.168.1.1'
  const answer = (location: string, st = 'urn:schemas-upnp-org:device:InternetGatewayDevice:1'): Buffer =>
    Buffer.from(`HTTP/1.1 200 OK\r\nST: ${st}\r\nLOCATION: ${location}\r\n\r\n`)

  test('is looked up at the address it came from, and nowhere else', () => {
    expect(parseRouter(answer(`http://${from}:5000/x.xml`), from)?.href).toBe(`http://${from}:5000/x.xml`)
    const odd = [
      'http://192.168.1.2/x',
      'https://192.168.1.1/x',
      'http://evil.example/x',
      'file:///etc/passwd',
      '',
      'x',
    ]
    for (const location of odd) expect(parseRouter(answer(location), from)).toBeUndefined()
    expect(parseRouter(answer(`http://${from}/`, 'upnp:rootdevice'), from)).toBeUndefined()
    expect(parseRouter(answer(`http://${from}/${'x'.repeat(3000)}`), from)).toBeUndefined()
  })
})
