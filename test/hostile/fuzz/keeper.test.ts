/** Readers of what members and keepers send each other, and of a keeper's link. */
import { describe, expect } from 'vitest'
import { deviceOf, newDeviceSeed } from '../../../core/identity/index.ts'
import { compareBytes, type DeviceId, LIMITS } from '../../../core/shared/index.ts'
import {
  decodeClearing,
  decodeRoster,
  devicesOf,
  encodeClearing,
  encodeRoster,
  type KeepFrame,
  keepFrames,
  readKeeperLink,
  writeKeeperLink,
} from '../../../core/sync/keeping/index.ts'
import { parseAddress, peerOfKey } from '../../../core/sync/transport/index.ts'
import { spoilCbor } from '../../support/fuzz/cbor.ts'
import { fuzz } from '../../support/fuzz/fuzz.ts'
import { spoilBytes, spoilText, textOf, unitsOf } from '../../support/fuzz/mutators.ts'
import { seededRandom } from '../../support/surroundings.ts'

const random = seededRandom('fuzz/keeper')
const bytes = (length: number, fill = 7): Uint8Array => new Uint8Array(length).fill(fill)
const device = (): DeviceId => deviceOf(newDeviceSeed(random)).id
const [ada, ben, cleo, shelf] = [device(), device(), device(), bytes(16)]
const peer = await peerOfKey(bytes(32))
const spoil = [spoilCbor, spoilCbor, spoilBytes]

const frames: readonly KeepFrame[] = [
  { type: 'hello', version: 1, shelf, nonce: bytes(32) },
  { type: 'challenge', nonce: bytes(32) },
  { type: 'proof', device: ada, signature: bytes(64) },
  { type: 'claim', device: ada, signature: bytes(64), mac: bytes(32) },
  { type: 'state', version: 3, roster: bytes(32), used: 5, budget: 10 },
  { type: 'lanes', lanes: [{ device: ben, first: 1, last: 4, head: bytes(32) }], more: false },
  { type: 'fetch', device: ben, from: 1, to: 4 },
  { type: 'item', seq: 1, prev: bytes(32), signature: bytes(64), parcel: bytes(50) },
  { type: 'covered' },
  { type: 'put', seq: 1, prev: bytes(32), signature: bytes(64), parcel: bytes(50) },
  { type: 'kept', used: 7 },
  { type: 'refused', code: 'keeper/full' },
  { type: 'roster', bytes: bytes(90), signature: bytes(64) },
  { type: 'rostered' },
  { type: 'news', lanes: [] },
  { type: 'clear', bytes: bytes(90), signature: bytes(64) },
  { type: 'cleared', bytes: bytes(90), device: cleo, signature: bytes(64) },
  { type: 'ping' },
  { type: 'end', code: 'keeper/refused' },
]

describe('between members and a keeper', () => {
  fuzz({
    name: 'keep-frame',
    samples: frames.map(keepFrames.encode),
    spoil,
    read: keepFrames.decode,
    throws: ['keeper/malformed'],
    accepted: (frame, input) => expect(keepFrames.encode(frame)).toEqual(input),
    cases: 3000,
  })
  fuzz({
    name: 'roster',
    samples: [
      { version: 1, owners: [ada], moderators: [], others: [] },
      { version: 9, owners: [ada], moderators: [ben], others: [cleo, device(), device()] },
    ].map((roster) => encodeRoster(shelf, roster)),
    spoil,
    read: (input) => decodeRoster(shelf, input),
    throws: ['keeper/malformed'],
    accepted: (roster, input) => {
      const all = devicesOf(roster)
      expect(new Set(all).size).toBe(all.length)
      expect(all.length).toBeLessThanOrEqual(LIMITS.keeperDevices)
      expect(compareBytes(encodeRoster(shelf, roster), input)).toBe(0)
    },
    cases: 2000,
  })
  fuzz({
    name: 'clearing',
    samples: [encodeClearing(shelf, { version: 2, upTo: new Map([[ada, 4] as const, [ben, 0] as const]) })],
    spoil,
    read: (input) => decodeClearing(shelf, input),
    throws: ['keeper/malformed'],
    accepted: (clearing, input) => expect(compareBytes(encodeClearing(shelf, clearing), input)).toBe(0),
    cases: 1500,
  })
})

describe('a keeper’s link', () => {
  const addresses = [`/ip4/192.0.2.7/tcp/4001/p2p/${peer}`, `/dns/keeper.example.org/tcp/4001/p2p/${peer}`]
  const link = writeKeeperLink({ peer, secret: bytes(32), addresses, name: 'Keeper', budget: 1000 })
  fuzz({
    name: 'keeper-link',
    samples: [unitsOf(link), unitsOf(`${link.slice(0, 60)}\n ${link.slice(60)}`)],
    spoil: [spoilText],
    read: (input) => readKeeperLink(textOf(input)),
    throws: ['keeper/not-a-link', 'keeper/damaged', 'keeper/newer-version'],
    accepted: (read) => {
      expect(read.secret).toEqual(bytes(32))
      for (const each of read.addresses) expect(parseAddress(each)?.peer).toBe(read.peer)
    },
    cases: 2000,
  })
})
