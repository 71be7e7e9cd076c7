/**
 * Data of every released version opens and reads as it did, and is written the same. The files of a version are never written again;
 * test/support/write-golden.ts says how a new version is added.
 */
import * as A from '@automerge/automerge'
import { copyFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  decodeBlock,
  Documents,
  documentsSchema,
  type Effect,
  readEntry,
  readMessage,
} from '../../../core/documents/index.ts'
import { deviceOf, openSealed } from '../../../core/identity/index.ts'
import { isSigned, parseAction } from '../../../core/membership/action.ts'
import { isKeyOf } from '../../../core/membership/epoch.ts'
import { KeyRing, MembershipLog, membershipSchema, readLink } from '../../../core/membership/index.ts'
import { logKeys, openAction } from '../../../core/membership/log-seal.ts'
import { base64url, fromHex } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import { type Golden, makeGolden } from '../../support/golden.ts'
import { keptEffects } from '../../support/small-community.ts'
import { keptLog, seededRandom, temporaryFolder, testClock } from '../../support/surroundings.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/v1')
const vectors: unknown = JSON.parse(readFileSync(join(fixtures, 'vectors.json'), 'utf8'))
const golden = vectors as Golden
const raw = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0)
const community = golden.log.community

/** A reader of a log and of documents over a database, with the device of one seed. */
function reader(path: string, key: Uint8Array, seed: Uint8Array, begin?: readonly Uint8Array[]) {
  const database = openDatabase({ path, key, schemas: [membershipSchema, documentsSchema] })
  const log = keptLog()
  const row = database.statement<{ id: string }>('SELECT id FROM action ORDER BY position').get()
  const options = { database, community: (row?.id ?? community) as typeof community, log }
  const membership = begin ? MembershipLog.begin(options, raw(golden.log.secret), begin) : MembershipLog.open(options)
  if (!membership) throw new TypeError('no log')
  const device = deviceOf(seed)
  const ring = new KeyRing(device, () => membership.state)
  const effects: Effect[] = []
  const view = keptEffects(effects)
  const parts = {
    database,
    community: options.community,
    membership,
    ring,
    device,
    clock: testClock(),
    random: seededRandom('reader'),
    log,
    view,
  }
  return { database, membership, ring, effects, log, documents: new Documents(parts) }
}

describe('version 1', () => {
  it('is written as it was', () => {
    const { invite, blocks, ...today } = makeGolden({
      ada: raw(golden.epoch.sealedForAda),
      bram: raw(golden.epoch.sealedForBram),
    })
    const { invite: then, blocks: old, ...given } = golden
    expect(today).toEqual(given)
    // Libraries may deflate otherwise; what is inflated is the same.
    expect(readLink(invite.link)).toEqual(readLink(then.link))
    expect({ ...invite, link: '' }).toEqual({ ...then, link: '' })
    for (const name of ['charter', 'room', 'page'] as const)
      expect(decodeBlock(raw(blocks[name]))).toEqual(decodeBlock(raw(old[name])))
  })

  it('has blocks of both kinds, stored and deflated', () => {
    expect(raw(golden.blocks.charter).subarray(0, 2)).toEqual(Uint8Array.of(1, 0))
    expect(raw(golden.blocks.page).subarray(0, 2)).toEqual(Uint8Array.of(1, 1))
  })

  it('has a log that is read, and an epoch its members can open', () => {
    for (const { id, body, signature, sealed } of [golden.log.create, golden.log.admit, golden.log.leave]) {
      const action = parseAction(raw(body), raw(signature))
      expect(action.id).toBe(id)
      expect(isSigned(action)).toBe(true)
      expect(openAction(logKeys(raw(golden.log.secret)), raw(sealed))).toEqual(action)
    }
    const { epoch, identity } = golden
    for (const [who, sealed] of [
      [identity.ada, epoch.sealedForAda],
      [identity.bram, epoch.sealedForBram],
    ] as const) {
      const key = openSealed(deviceOf(raw(who.seed)).box, raw(sealed))
      expect(key).toEqual(raw(epoch.key))
      expect(isKeyOf(epoch.id, key, [])).toBe(true)
    }
  })

  it('has history that goes through the gate into the same Automerge pages', () => {
    using folder = temporaryFolder()
    const { log, blocks, items, changes, documents: ids } = golden
    const sealed = [log.create, log.admit, log.leave].map((action) => raw(action.sealed))
    const { documents, membership, effects, database } = reader(
      join(folder.path, 'a.db'),
      new Uint8Array(32),
      raw(golden.identity.bram.seed),
      sealed,
    )
    expect(membership.heads()).toEqual([log.leave.id])
    for (const block of [blocks.charter, blocks.room, blocks.page]) {
      expect(documents.receive(raw(block)).runs.map(({ verdict }) => verdict)).not.toContain('unsigned')
    }
    expect(effects.map(({ feed, seq }) => `${feed}.${seq}`)).toEqual(items.map(({ feed, seq }) => `${feed}.${seq}`))
    expect(effects.map(({ entry }) => entry)).toEqual(items.map(({ entry }) => readEntry(raw(entry))))
    expect(effects.map(({ role }) => role)).toEqual(['owner', 'owner', 'owner', 'moderator', 'owner', 'moderator'])
    const page = A.load(documents.automerge(ids.page))
    const made = A.applyChanges(
      A.init(),
      [changes.genesis, ...changes.entries].map(({ bytes }) => raw(bytes)),
    )[0]
    expect(A.getHeads(page)).toEqual(A.getHeads(made))
    expect(page).toEqual(made)
    database.close()
  })

  it('has a community’s database that opens with everything in it, and goes on', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'community.db')
    copyFileSync(join(fixtures, 'community.db'), path)
    const seed = seededRandom('golden').bytes(32)
    const { documents, membership, database, log } = reader(path, new Uint8Array(32).fill(7), seed)
    expect(membership.state.members.size).toBe(2)
    const texts = [...documents.effects()].map(({ entry }) => readMessage(entry)).filter((text) => text !== undefined)
    expect(new Set(texts)).toEqual(
      new Set(Array.from({ length: 300 }, (_, i) => `message ${i} from the time of version 1`)),
    )
    const page = documents.list().at(-1)
    if (!page) throw new TypeError('no page')
    const records = documents
      .list()
      .map((id) => Object.keys((A.load(documents.automerge(id)) as { entries: object }).entries).length)
    expect(records.reduce((sum, count) => sum + count)).toBe([...documents.effects()].length)
    documents.append(page, { kind: 'message', at: 1, fields: new Map([['text', 'and now']]) }, undefined)
    expect(base64url(documents.digest(page))).toHaveLength(43)
    expect(log.lines).toEqual([])
    documents.close()
    database.close()
  })
})
