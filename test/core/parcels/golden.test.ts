/** Parcels and bundles of the released form read and are written as they were. The file is never written again. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Documents, documentsSchema } from '../../../core/documents/index.ts'
import { deviceOf, newDeviceSeed } from '../../../core/identity/index.ts'
import { contentKeys } from '../../../core/membership/epoch.ts'
import { type KeyRing, MembershipLog, membershipSchema } from '../../../core/membership/index.ts'
import { BundleReader, isOurs, type Opened, openParcel, parcelSchema } from '../../../core/parcels/index.ts'
import { KINDS, readParts, unseal, unsealBody, unsealHere } from '../../../core/parcels/sealing.ts'
import { fromHex, hex } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import { type GoldenParcels, makeGoldenParcels } from '../../support/golden-parcels.ts'
import { keptEffects } from '../../support/small-community.ts'
import { keptLog, seededRandom, temporaryFolder, testClock } from '../../support/surroundings.ts'

const file: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/v1/parcels.json'), 'utf8'))
const then = file as GoldenParcels
const raw = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0)

describe('version 1 of parcels', () => {
  it('is written as it was', () => {
    const now = makeGoldenParcels()
    // Sealing to a device is by chance, and so is all that hangs on who was handed keys.
    const { village: _theirs, letter: thatLetter, ...same } = then
    const { village: _ours, letter: thisLetter, ...rest } = now
    expect(rest).toEqual(same)
    expect({ ...thisLetter, parcel: '' }).toEqual({ ...thatLetter, parcel: '' })
    expect(thisLetter.parcel).toHaveLength(thatLetter.parcel.length)
  })

  it('is taken apart as docs/format.md says', () => {
    const secret = raw(then.secret)
    const parts = then.parts.map(raw)
    const log = unseal(secret, raw(then.log))
    expect(log).toMatchObject({ kind: KINDS.log, epochs: [] })
    expect(readParts(log.body)).toEqual(parts)
    const documents = unseal(secret, raw(then.documents))
    expect(documents).toEqual({ kind: KINDS.documents, epochs: then.epochs.map(({ id }) => id), body: raw(then.body) })
    const keys = contentKeys(then.epochs.map(({ key }) => raw(key)))
    expect(unsealBody(keys, raw(then.documents), documents.body)).toEqual(parts)
    const letter = unsealHere(deviceOf(raw(then.letter.seed)).box, raw(then.letter.parcel))
    expect(letter?.kind).toBe(KINDS.letters)
    expect(letter && readParts(letter.body)).toEqual([raw(then.letter.bytes)])
    const reader = new BundleReader()
    expect([...reader.push(raw(then.bundle))].map(hex)).toEqual([then.log, then.documents])
    expect(reader.isWhole).toBe(true)
  })

  it('reads a file of the released form: decisions, and messages once the keys are there', () => {
    using folder = temporaryFolder()
    const { village } = then
    const { community } = village
    const schemas = [membershipSchema, documentsSchema, parcelSchema]
    const database = openDatabase({ path: join(folder.path, 'some.db'), key: new Uint8Array(32), schemas })
    const device = deviceOf(newDeviceSeed(seededRandom('some reader')))
    const log = keptLog()
    const membership = MembershipLog.begin({ database, community, log }, raw(village.secret), [raw(village.genesis)])
    const held = new Map(village.epochs.map(({ id, key }) => [id, raw(key)]))
    const ring = {
      heads: () => [],
      contentKeys: (epochs: Parameters<KeyRing['contentKeys']>[0]) => {
        const keys = epochs.flatMap((epoch) => held.get(epoch) ?? [])
        return keys.length === epochs.length && keys.length > 0 ? contentKeys(keys) : undefined
      },
      onChange: () => () => undefined,
    }
    const documents = new Documents({
      ...{ database, community, membership, ring, device, log },
      ...{ clock: testClock(), random: seededRandom('reader'), view: keptEffects([]) },
    })
    const source = { community, membership, documents, ring, deviceKeys: device, lacking: () => [] }
    const parcels = [...new BundleReader().push(raw(village.file))]
    expect(parcels.every((parcel) => isOurs(source, parcel))).toBe(true)
    const opened = parcels.map((parcel): Opened => openParcel(source, parcel))
    expect(opened.map(({ covers }) => ({ actions: covers.actions.length, runs: covers.runs }))).toEqual(village.covers)
    expect(opened.every(({ early, refused }) => early + refused === 0)).toBe(true)
    expect(membership.heads()).toEqual(village.heads)
    expect(documents.list().map((id) => ({ id, digest: hex(documents.digest(id)) }))).toEqual(village.digests)
    documents.close()
    database.close()
  })
})
