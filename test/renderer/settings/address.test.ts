import { expect, test } from 'vitest'
import { portOf, shownAddress } from '../../../renderer/settings/address.ts'

test.each([
  ['', 0],
  ['  ', 0],
  ['4001', 4001],
  [' 80 ', 80],
  ['65535', 65_535],
  ['65536', undefined],
  ['0', undefined],
  ['-1', undefined],
  ['4001x', undefined],
  ['1e3', undefined],
  ['４００１', undefined],
])('%j is port %j', (text, port) => {
  expect(portOf(text)).toBe(port)
})

test.each([
  ['/ip4/203.0.113.7/tcp/4001', '203.0.113.7:4001'],
  ['/ip6/2001:db8::7/tcp/4001', '[2001:db8::7]:4001'],
  ['/dns/moot.example.org/tcp/4001', 'moot.example.org:4001'],
  ['/dns4/moot.example.org/tcp/4001', '/dns4/moot.example.org/tcp/4001'],
  ['/ip4/203.0.113.7/udp/4001', '/ip4/203.0.113.7/udp/4001'],
])('%s is shown as %s', (address, shown) => {
  expect(shownAddress(address)).toBe(shown)
})
