import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPeerKey, parseAddress, peerIdFromText, peerOfKey } from '../../../../core/sync/transport/index.ts'
import { dialable } from '../../../../core/sync/transport/addresses.ts'
import { dialOrder } from '../../../../core/sync/transport/libp2p/dial-order.ts'
import { shownAddresses } from '../../../../core/sync/transport/libp2p/listening.ts'

const alice = await peerOfKey(await createPeerKey())
const bob = await peerOfKey(await createPeerKey())

describe('addresses from strangers', () => {
  test.each([
    ['/ip4/192.168.7.2/tcp/4001', 'lan'],
    ['/ip4/8.8.4.4/tcp/1', 'internet'],
    ['/ip4/127.0.0.1/tcp/65535', 'loopback'],
    ['/ip6/::1/tcp/4001', 'loopback'],
    ['/ip6/::ffff:10.0.0.1/tcp/4001', 'lan'],
    ['/ip6/fd00::5/tcp/4001', 'lan'],
    ['/ip6/2606:4700::1111/tcp/4001', 'internet'],
    ['/dns4/keeper.example.org/tcp/443', 'name'],
    ['/dns/KEEPER.example.org/tcp/443', 'name'],
  ])('%s leads to %s', (text, scope) => {
    expect(parseAddress(text)?.scope).toBe(scope)
    expect(parseAddress(`${text}/p2p/${alice}`)?.peer).toBe(alice)
  })

  test.each([
    '',
    '/',
    'ip4/1.2.3.4/tcp/1',
    '/ip4/1.2.3.4',
    '/ip4/1.2.3.4/tcp',
    '/ip4/1.2.3.4/tcp/',
    '/ip4/1.2.3.4/tcp/0',
    '/ip4/1.2.3.4/tcp/65536',
    '/ip4/1.2.3.4/tcp/01',
    '/ip4/1.2.3.4/tcp/-1',
    '/ip4/1.2.3.4/tcp/1e3',
    '/ip4/1.2.3.4/udp/1',
    '/ip4/1.2.3.4/tcp/1/ws',
    '/ip4/1.2.3/tcp/1',
    '/ip4/0.0.0.0/tcp/1',
    '/ip4/255.255.255.255/tcp/1',
    '/ip4/224.0.0.251/tcp/1',
    '/ip6/::/tcp/1',
    '/ip6/ff02::fb/tcp/1',
    '/ip6/fe80::1%eth0/tcp/1',
    '/ip4/1.2.3.4 /tcp/1',
    '/ip4/1.2.3.4\n/tcp/1',
    '/unix/tmp/tcp/1',
    '/memory/x/tcp/1',
    '/dnsaddr/x.org/tcp/1',
    '/dns4/1.2.3.4/tcp/1',
    '/dns4/-a.org/tcp/1',
    '/dns4/a..b/tcp/1',
    '/dns4/a b/tcp/1',
    `/dns4/${'a'.repeat(254)}/tcp/1`,
    '/dns4/ümlaut.de/tcp/1',
    '/__proto__/x/tcp/1',
    '/constructor/x/tcp/1',
    '/ip4/1.2.3.4/tcp/1/p2p',
    '/ip4/1.2.3.4/tcp/1/p2p/',
    '/ip4/1.2.3.4/tcp/1/p2p/abc',
    `/ip4/1.2.3.4/tcp/1/p2p/${alice}/p2p-circuit`,
    `/p2p/${alice}`,
    `/ip4/1.2.3.4/tcp/1/p2p/${alice}`.repeat(9),
  ])('%j is none', (text) => {
    expect(parseAddress(text)).toBeUndefined()
  })

  test('no text makes the parsers throw, and what they accept is spelled in one way', () => {
    const pieces = fc.constantFrom(
      '/',
      'ip4',
      'ip6',
      'dns',
      'tcp',
      'p2p',
      '1.2.3.4',
      '::1',
      '80',
      alice,
      '%',
      '\0',
      'é',
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 12 }).map((all) => all.join('')),
      fc.array(pieces).map((all) => `/${all.join('/')}`),
    )
    fc.assert(
      fc.property(text, (each) => {
        peerIdFromText(each)
        const address = parseAddress(each)
        if (address) expect(parseAddress(address.text)).toEqual(address)
      }),
      { numRuns: 2000 },
    )
  })

  test('an IPv6 address has one spelling', () => {
    const spellings = ['/ip6/2001:DB8:0:0:0:0:0:1/tcp/1', '/ip6/2001:db8::1/tcp/1', '/ip6/2001:0db8::0001/tcp/1']
    expect(new Set(spellings.map((each) => parseAddress(each)?.text))).toEqual(new Set(['/ip6/2001:db8::1/tcp/1']))
  })

  test('a peer id has one spelling and one kind of key', () => {
    expect(peerIdFromText(alice)).toBe(alice)
    const others = [
      '',
      alice.slice(1),
      `${alice}1`,
      alice.toLowerCase(),
      ` ${alice}`,
      'QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N',
      '12D3KooW'.repeat(6),
    ]
    for (const each of others) expect(peerIdFromText(each)).toBeUndefined()
  })
})

describe('which addresses are dialled', () => {
  test('those of that peer that can be, once each, at most sixteen', () => {
    const texts = ['rubbish', '/ip4/1.2.3.4/tcp/1', `/ip4/1.2.3.4/tcp/1/p2p/${bob}`, `/ip4/1.2.3.5/tcp/1/p2p/${alice}`]
    expect(dialable(texts, bob, alice).map(({ text }) => text)).toEqual([`/ip4/1.2.3.4/tcp/1/p2p/${bob}`])
    const many = Array.from({ length: 1000 }, (_, n) => `/ip4/1.2.3.4/tcp/${n + 1}`)
    expect(dialable(many, bob, alice)).toHaveLength(16)
  })

  test('what is near first, and private networks that may be anybody’s last', () => {
    const texts = ['/ip4/10.254.3.3/tcp/1', '/ip4/1.2.3.4/tcp/1', '/dns4/example.org/tcp/1', '/ip4/127.0.0.1/tcp/1']
    const order = dialOrder(dialable(texts, bob, alice)).map(({ host }) => host)
    expect(order).toEqual(['127.0.0.1', '1.2.3.4', 'example.org', '10.254.3.3'])
  })

  test('loopback and link-local addresses are not shown to others', () => {
    const texts = [
      '/ip4/127.0.0.1/tcp/1',
      '/ip6/fe80::1/tcp/1',
      '/ip4/10.0.0.1/tcp/1',
      '/ip6/2606:4700::1/tcp/1',
      '/ip4/1.2.3.4/tcp/1',
    ]
    expect(shownAddresses(texts, {})).toEqual(['/ip4/1.2.3.4/tcp/1', '/ip6/2606:4700::1/tcp/1', '/ip4/10.0.0.1/tcp/1'])
    expect(shownAddresses(['/ip4/127.0.0.1/tcp/1'], { host: '127.0.0.1' })).toEqual(['/ip4/127.0.0.1/tcp/1'])
  })
})
