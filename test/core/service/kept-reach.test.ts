import { describe, expect, it } from 'vitest'
import { changedReach, cleanAddress, keepReach, keptReach } from '../../../core/service/kept-reach.ts'
import { LIMITS, REACH_DEFAULTS } from '../../../core/shared/index.ts'
import type { Json } from '../../../core/storage/index.ts'

const profileWith = (value: Json | undefined) => {
  const all = new Map<string, Json>(value === undefined ? [] : [['reach', value]])
  return {
    settings: {
      get: (name: string) => all.get(name),
      set: (name: string, to: Json) => void all.set(name, to),
      remove: () => undefined,
    },
  }
}

describe('kept switches', () => {
  it.each([undefined, null, 7, 'hello', [], {}])('are those of a new profile when %j was kept', (value) => {
    expect(keptReach(profileWith(value))).toEqual(REACH_DEFAULTS)
  })

  it('fall back one by one where a value is spoilt', () => {
    const spoilt = {
      lanOnly: 'yes',
      hideAddress: true,
      openRouter: 0,
      port: 70_000,
      addresses: ['/ip4/203.0.113.7/tcp/4001', 7, 'x'],
    }
    expect(keptReach(profileWith(spoilt))).toEqual({
      ...REACH_DEFAULTS,
      hideAddress: true,
      addresses: ['/ip4/203.0.113.7/tcp/4001'],
    })
  })

  it('never show one who hides because of another switch, nor hold more addresses than may be', () => {
    const addresses = Array.from({ length: 50 }, (_, at) => `/ip4/203.0.113.${at + 1}/tcp/4001`)
    const read = keptReach(profileWith({ hideAddress: true, helpConnect: true, addresses }))
    expect(read).toMatchObject({ hideAddress: true, helpConnect: false })
    expect(read.addresses).toHaveLength(LIMITS.peerAddresses)
  })

  it('come back as they were kept', () => {
    const profile = profileWith(undefined)
    const settings = changedReach(REACH_DEFAULTS, { lanOnly: true, port: 4001, addresses: ['203.0.113.7:4001'] })
    keepReach(profile, settings)
    expect(keptReach(profile)).toEqual(settings)
  })

  it('leave alone what a change does not name, and name an address once', () => {
    const before = { ...REACH_DEFAULTS, lanOnly: true }
    const given = { port: undefined as never, addresses: ['a.example:1', '/dns/A.example/tcp/1'] }
    expect(changedReach(before, given)).toEqual({ ...before, addresses: ['/dns/a.example/tcp/1'] })
  })

  it('refuse more addresses than may be', () => {
    const addresses = Array.from({ length: LIMITS.peerAddresses + 1 }, (_, at) => `203.0.113.${at + 1}:1`)
    expect(() => changedReach(REACH_DEFAULTS, { addresses })).toThrow(
      expect.objectContaining({ code: 'network/too-many-addresses' }),
    )
  })
})

describe('an address as typed', () => {
  it.each([
    [' 203.0.113.7:4001 ', '/ip4/203.0.113.7/tcp/4001'],
    ['[2001:DB8::7]:4001', '/ip6/2001:db8::7/tcp/4001'],
    ['Moot.Example.org:4001', '/dns/moot.example.org/tcp/4001'],
    ['moot.example.org.:1', '/dns/moot.example.org/tcp/1'],
    ['garten.bücher.example:65535', '/dns/garten.xn--bcher-kva.example/tcp/65535'],
    ['nas:80', '/dns/nas/tcp/80'],
    ['/ip4/203.0.113.7/tcp/4001', '/ip4/203.0.113.7/tcp/4001'],
    ['/dns4/moot.example.org/tcp/1/p2p/12D3KooWabc', '/dns/moot.example.org/tcp/1'],
  ])('%s is %s', (typed, address) => {
    expect(cleanAddress(typed)).toBe(address)
    expect(cleanAddress(address)).toBe(address)
  })

  it.each([
    ...[
      '',
      'hello',
      'over there',
      ':4001',
      'host:',
      'host:0',
      'host:65536',
      'host:4001x',
      'a b:1',
      '203.0.113.7',
      '203.0.113.400:1',
    ],
    ...[
      '1.2.3:1',
      '2001:db8::7:4001',
      '[203.0.113.7]:1',
      '[nonsense]:1',
      '[fe80::1%eth0]:1',
      'http://moot.example.org:1',
      '-x.example:1',
    ],
    ...[
      '/ip4/moot.example.org/tcp/1',
      '/ip6/203.0.113.7/tcp/1',
      '/ip4/203.0.113.7/udp/1',
      '/ip4/203.0.113.7/tcp/1/ws',
      '/',
      `${'x'.repeat(64)}.a:1`,
    ],
    ...[`${'x.'.repeat(130)}a:1`, 'a..b:1', '/dns/a/tcp/1/p2p/x/p2p-circuit/p2p/y'],
  ])('%j is none', (typed) => {
    expect(() => cleanAddress(typed)).toThrow(expect.objectContaining({ code: 'network/address-form' }))
  })

  it.each([
    'localhost:1',
    'x.localhost:1',
    '127.0.0.1:1',
    '127.9.9.9:1',
    '[::1]:1',
    '[::]:1',
    '0.0.0.0:1',
    '/ip4/127.0.0.1/tcp/1',
    '[0:0:0:0:0:0:0:1]:1',
  ])('%j leads back to oneself', (typed) => {
    expect(() => cleanAddress(typed)).toThrow(expect.objectContaining({ code: 'network/address-here' }))
  })
})
