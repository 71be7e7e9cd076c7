/** Readers of what a stick or a keeper brings: files, parcels, and what lies in them. */
import { afterAll, describe, expect, it } from 'vitest'
import { deviceOf, newDeviceSeed } from '../../../core/identity/index.ts'
import {
  bundleBegin,
  bundleEnd,
  bundleParcel,
  BundleReader,
  NOTHING_HELD,
  openParcel,
  packParcels,
} from '../../../core/parcels/index.ts'
import {
  type Content,
  KINDS,
  newHead,
  readParts,
  seal,
  sealBody,
  sealToDevice,
  unseal,
  unsealBody,
  unsealHere,
} from '../../../core/parcels/sealing.ts'
import {
  base64url,
  decodeCanonical,
  encodeCanonical,
  type EpochId,
  joinBytes,
  LIMITS,
} from '../../../core/shared/index.ts'
import { seedEverything } from '../../simulation/chance.ts'
import { besieged } from '../../support/besieged-village.ts'
import { inside } from '../../support/fuzz/cbor.ts'
import { fuzz } from '../../support/fuzz/fuzz.ts'
import { spoilBytes } from '../../support/fuzz/mutators.ts'
import { sourceOf } from '../../support/small-parcels.ts'
import { seededRandom } from '../../support/surroundings.ts'

const random = seededRandom('fuzz/parcels')
const THROWS = ['parcel/damaged', 'parcel/not-ours', 'parcel/newer', 'parcel/key-missing', 'parcel/not-meant']

describe('a file', () => {
  const parcels = [1024, 1500, 1088].map((length) => random.bytes(length))
  const file = (all: readonly Uint8Array[]): Uint8Array =>
    joinBytes(bundleBegin(), ...all.map(bundleParcel), bundleEnd(all.length))
  fuzz({
    name: 'bundle',
    samples: [file(parcels), file([]), file(parcels.slice(1))],
    read: (input) => {
      const reader = new BundleReader()
      const found: Uint8Array[] = []
      // In pieces: where they end says nothing.
      const half = Math.floor(input.length / 2)
      for (const piece of [input.subarray(0, half), input.subarray(half)]) found.push(...reader.push(piece))
      return reader.isWhole ? found : undefined
    },
    throws: ['bundle/not-a-bundle', 'bundle/newer'],
    accepted: (found, input) => found && expect(file(found)).toEqual(input),
    cases: 400,
  })
})

describe('a parcel', () => {
  const end = seedEverything(19)
  const siege = besieged('fuzz parcels')
  end()
  afterAll(() => siege[Symbol.dispose]())
  const source = sourceOf(siege.bram)
  const { secret } = source.membership
  const packed = [...packParcels(source, NOTHING_HELD, random)].map(({ bytes }) => bytes)
  const open = (bytes: Uint8Array) => {
    const { taken, known, early, refused } = openParcel(source, bytes)
    expect(taken).toBe(0)
    return { taken, known, early, refused }
  }

  fuzz({
    name: 'parcel',
    samples: packed,
    spoil: [spoilBytes],
    read: open,
    throws: THROWS,
    cases: 200,
  })

  /** What lies inside the outer seal, by a member who seals what they please. */
  const contentOf = (parcel: Uint8Array): Uint8Array | undefined => {
    try {
      const { kind, epochs, body } = unseal(secret, parcel)
      return encodeCanonical([kind, epochs.map((id) => Buffer.from(id, 'base64url')), body])
    } catch {
      return undefined
    }
  }
  const sealed = (bytes: Uint8Array, before: Uint8Array): Uint8Array => {
    try {
      const value = decodeCanonical(bytes, { bytes: 2 ** 20, depth: 4, values: 2 ** 16 })
      const [kind, epochs, body] = value as unknown as readonly [number, readonly Uint8Array[], Uint8Array]
      const ids = epochs.map((id) => base64url(id) as EpochId)
      const parcel = seal(secret, newHead(secret, random), { kind, epochs: ids, body })
      return parcel.length <= LIMITS.parcelBytes ? parcel : before
    } catch {
      return before
    }
  }
  /** The list of parts in a body, wherever it lies. */
  const partsOf = (parcel: Uint8Array): Uint8Array | undefined => {
    try {
      const { kind, epochs, body } = unseal(secret, parcel)
      const keys = source.ring.contentKeys(epochs)
      return kind === KINDS.documents && keys ? encodeCanonical(unsealBody(keys, parcel, body)) : body
    } catch {
      return undefined
    }
  }
  const withParts = (bytes: Uint8Array, before: Uint8Array): Uint8Array => {
    const { kind, epochs } = unseal(secret, before)
    const keys = source.ring.contentKeys(epochs)
    const head = newHead(secret, random)
    let parts: readonly Uint8Array[] = [bytes]
    try {
      parts = readParts(bytes)
    } catch {
      // Then it is one part.
    }
    const body = kind === KINDS.documents && keys ? sealBody(keys, head, parts) : bytes
    return seal(secret, head, { kind, epochs, body })
  }
  fuzz({
    name: 'sealed-parcel',
    samples: packed,
    spoil: [inside(contentOf, sealed), inside(partsOf, withParts), inside(partsOf, withParts, spoilBytes)],
    read: open,
    throws: THROWS,
    most: (length) => 64 * length,
    cases: 150,
  })

  const device = deviceOf(newDeviceSeed(random))
  const letter = (content: Content): Uint8Array => sealToDevice(device.box.publicKey, random, content)
  const bodyOf = (parcel: Uint8Array): Uint8Array | undefined => unsealHere(device.box, parcel)?.body
  fuzz({
    name: 'letter-parcel',
    samples: [letter({ kind: KINDS.letters, epochs: [], body: encodeCanonical([random.bytes(200)]) })],
    spoil: [inside(bodyOf, (body) => letter({ kind: KINDS.letters, epochs: [], body })), spoilBytes],
    read: (input) => {
      const letters: Uint8Array[] = []
      const mail = { letters: () => [], takeLetter: (bytes: Uint8Array) => void letters.push(bytes) }
      openParcel({ ...source, deviceKeys: device, mail }, input)
      return letters
    },
    throws: THROWS,
    cases: 150,
  })

  it('and nobody was harmed by any of it', () => siege.expectUnharmed())
})
