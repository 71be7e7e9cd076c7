/**
 * Parcels and bundles, spelled out in bytes from known seeds: `test/fixtures/v1/parcels.json` holds what this made when these forms were
 * frozen, and docs/format.md refers to it.
 */
import { deviceOf, newDeviceSeed } from '../../core/identity/index.ts'
import { contentKeys, epochIdOf } from '../../core/membership/epoch.ts'
import { sealAction } from '../../core/membership/log-seal.ts'
import { logKeys } from '../../core/membership/index.ts'
import { bundleBegin, bundleEnd, bundleParcel, NOTHING_HELD, packParcels } from '../../core/parcels/index.ts'
import { KINDS, newHead, seal, sealBody, sealToDevice, sizeStep } from '../../core/parcels/sealing.ts'
import { encodeCanonical, hex, joinBytes } from '../../core/shared/index.ts'
import { smallCommunity } from './small-community.ts'
import { sourceOf } from './small-parcels.ts'
import { seededRandom } from './surroundings.ts'

export type GoldenParcels = ReturnType<typeof makeGoldenParcels>

/** Bytes as hex, ids as they are written in core. */
export function makeGoldenParcels() {
  const random = seededRandom('golden-parcels/1')
  const secret = random.bytes(16)
  const epochKeys = [random.bytes(32), random.bytes(32)]
  const named = epochKeys.map((key) => ({ key, id: epochIdOf(key, []) })).sort((a, b) => (a.id < b.id ? -1 : 1))
  const keys = contentKeys(named.map(({ key }) => key))
  const heads = [newHead(secret, random), newHead(secret, random)] as const
  const parts = [random.bytes(100), random.bytes(1500)]
  const body = sealBody(keys, heads[1], parts)
  const log = seal(secret, heads[0], { kind: KINDS.log, epochs: [], body: encodeCanonical(parts) })
  const documents = seal(secret, heads[1], { kind: KINDS.documents, epochs: named.map(({ id }) => id), body })
  const seed = newDeviceSeed(random)
  const letter = random.bytes(200)
  const content = { kind: KINDS.letters, epochs: [], body: encodeCanonical([letter]) }
  return {
    version: 1,
    secret: hex(secret),
    epochs: named.map(({ key, id }) => ({ id, key: hex(key) })),
    parts: parts.map(hex),
    heads: heads.map(hex),
    body: hex(body),
    log: hex(log),
    documents: hex(documents),
    letter: {
      seed: hex(seed),
      bytes: hex(letter),
      // Sealing is by chance.
      parcel: hex(sealToDevice(deviceOf(seed).box.publicKey, random, content)),
    },
    sizes: [1, 1024, 1025, 1089, 2049, 5000, 100_000, 983_040].map((bytes) => [bytes, sizeStep(bytes)] as const),
    bundle: hex(joinBytes(bundleBegin(), bundleParcel(log), bundleParcel(documents), bundleEnd(2))),
    village: makeVillage(),
  }
}

/** Three messages and a newcomer in a file, with what one needs to read it. */
function makeVillage() {
  using village = smallCommunity('golden parcels')
  for (const text of ['soup', 'bread', 'salt']) village.say('ada', text)
  village.join('bram', 'ada')
  const { membership, documents, ring } = village.person('ada')
  const [genesis] = membership.actions()
  if (!genesis) throw new TypeError('an empty log')
  const parcels = [...packParcels(sourceOf(village.person('ada')), NOTHING_HELD, seededRandom('golden file'))]
  return {
    community: village.community,
    secret: hex(membership.secret),
    genesis: hex(sealAction(logKeys(membership.secret), genesis)),
    epochs: ring.held().map(({ id, key }) => ({ id, key: hex(key) })),
    heads: membership.heads(),
    digests: documents.list().map((id) => ({ id, digest: hex(documents.digest(id)) })),
    covers: parcels.map(({ covers }) => ({
      actions: covers.actions.length,
      runs: covers.runs.map((run) => ({ ...run })),
    })),
    file: hex(joinBytes(bundleBegin(), ...parcels.map(({ bytes }) => bundleParcel(bytes)), bundleEnd(parcels.length))),
  }
}
