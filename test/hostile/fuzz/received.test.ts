/** Actions and blocks that are rightly signed and sealed by a member, and spoilt: what a log and documents make of them. */
import { join } from 'node:path'
import { rmSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { digest, sign, type Device } from '../../../core/identity/index.ts'
import type { Action } from '../../../core/membership/action.ts'
import { logKeys, MembershipLog, membershipSchema } from '../../../core/membership/index.ts'
import { openAction, sealAction } from '../../../core/membership/log-seal.ts'
import { decodeBlock, encodeEntry, messageEntry } from '../../../core/documents/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import {
  base64url,
  type CborValue,
  decodeCanonical,
  encodeCanonical,
  fromBase64url,
} from '../../../core/shared/index.ts'
import { seedEverything } from '../../simulation/chance.ts'
import { besieged } from '../../support/besieged-village.ts'
import { council } from '../../support/council.ts'
import { inside } from '../../support/fuzz/cbor.ts'
import { fuzz } from '../../support/fuzz/fuzz.ts'
import { spoilBytes } from '../../support/fuzz/mutators.ts'
import { blockOf } from '../../support/hostile-builder.ts'
import { keptLog, temporaryFolder } from '../../support/surroundings.ts'

const none = new Uint8Array(0)
const bytesOf = (id: string | undefined): Uint8Array => (id === undefined ? none : (fromBase64url(id) ?? none))

/** A log with decisions of many kinds, and everybody's devices. */
function decided() {
  const end = seedEverything(17)
  using c = council('fuzz')
  const ada = c.person('ada')
  for (const name of ['bram', 'chidi', 'dalia']) c.join(name, 'ada')
  const link = ada.invite({ approval: true })
  c.join('emre', 'ada', link)
  ada.setRole('bram', 'owner')
  c.addDevice('phone', 'dalia')
  c.addDevice('paper', 'dalia', true)
  c.carryAll()
  ada.confirm('emre')
  ada.revoke(link)
  c.person('bram').remove('chidi', [c.wrote('chidi', 1, 4).proof])
  c.person('phone').removeDevice('dalia', [c.wrote('dalia', 3, 2).proof])
  c.carryAll()
  c.person('emre').leave([c.wrote('emre', 2, 9).proof])
  c.person('bram').rotate()
  c.carryAll()
  const keys = logKeys(ada.log.secret)
  const actions = ada.log.actions()
  end()
  return {
    ...{ community: ada.log.community, secret: ada.log.secret, heads: ada.log.heads(), keys, actions },
    items: actions.map((action) => sealAction(keys, action)),
    devices: new Map(c.people.map(({ device }): [string, Device] => [device.id, device])),
  }
}

describe('a membership log', () => {
  const { community, secret, heads, keys, actions, items, devices } = decided()
  const folder = temporaryFolder()
  afterAll(() => folder[Symbol.dispose]())

  const bodyOf = (sealed: Uint8Array): Uint8Array | undefined => {
    try {
      return openAction(keys, sealed).body
    } catch {
      return undefined
    }
  }
  /** By the device the body names, if it is one of ours; else by whoever had signed it. */
  const signed = (body: Uint8Array, before: Uint8Array): Uint8Array => {
    let named: CborValue | undefined
    try {
      named = (decodeCanonical(body, { bytes: 2 ** 20, depth: 64, values: 2 ** 16 }) as readonly CborValue[])[2]
    } catch {
      named = undefined
    }
    const author = named instanceof Uint8Array ? base64url(named) : ''
    const device = devices.get(author) ?? devices.get(openAction(keys, before).device) ?? [...devices.values()][0]
    const message = digest('folkmoot/action-signature/1', digest('folkmoot/action/1', body))
    const signature = device ? sign(device.signing, message) : new Uint8Array(64)
    return sealAction(keys, { body, signature } as Action)
  }
  /** The payload of a sample, said once more by the same device on top of all there is. */
  const payloadOf = (sealed: Uint8Array): Uint8Array | undefined => {
    const body = bodyOf(sealed)
    if (body === undefined) return undefined
    const [, , , , , , , type = null, payload = null] = decodeCanonical(body, {
      bytes: 2 ** 20,
      depth: 64,
      values: 2 ** 16,
    }) as readonly CborValue[]
    return encodeCanonical([type, payload])
  }
  const onTop = (spoilt: Uint8Array, before: Uint8Array): Uint8Array => {
    const { device } = openAction(keys, before)
    const own = actions.findLast((action) => action.device === device)
    let said: CborValue = null
    try {
      said = decodeCanonical(spoilt, { bytes: 2 ** 20, depth: 64, values: 2 ** 16 })
    } catch {
      said = null
    }
    const [type = '', payload = null] = Array.isArray(said) ? (said as readonly CborValue[]) : ['remove', said]
    const place = [1, bytesOf(community), bytesOf(device), (own?.seq ?? 0) + 1, bytesOf(own?.id)]
    return signed(encodeCanonical([...place, heads.toSorted().map(bytesOf), 2_000_000, type, payload]), before)
  }

  /** The same by the founder, who may do most things; every fourth as it was said. */
  const founder = actions[0]
  const byAda = (spoilt: Uint8Array, before: Uint8Array): Uint8Array =>
    onTop(
      spoilt.length % 4 === 0 ? (payloadOf(before) ?? spoilt) : spoilt,
      founder ? sealAction(keys, founder) : before,
    )

  fuzz({
    name: 'received-action',
    samples: items,
    spoil: [inside(bodyOf, signed), inside(payloadOf, onTop), inside(payloadOf, onTop), inside(payloadOf, byAda)],
    read: (sealed) => {
      const path = join(folder.path, 'log.db')
      for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
      const database = openDatabase({ path, key: new Uint8Array(32), schemas: [membershipSchema] })
      try {
        const options = { database, community, log: keptLog() }
        const log = MembershipLog.begin(options, secret, items)
        const taken = log.receive([sealed])
        const { members, devices: known } = log.state
        expect(members.size).toBeGreaterThan(0)
        // What was taken is read again from the disk, and means the same.
        const again = MembershipLog.open(options)
        expect(again?.heads()).toEqual(log.heads())
        expect([...(again?.state.members.values() ?? [])]).toEqual([...members.values()])
        expect([...(again?.state.devices.keys() ?? [])]).toEqual([...known.keys()])
        expect(again?.history()).toHaveLength(log.history().length)
        return taken.accepted > 0 ? taken : undefined
      } finally {
        database.close()
      }
    },
    throws: [],
    cases: 100,
  })
})

describe('documents', () => {
  const end = seedEverything(18)
  const siege = besieged('fuzz')
  end()
  afterAll(() => siege[Symbol.dispose]())
  const block = (entry: Uint8Array): Uint8Array => blockOf([siege.feed().write(entry)])
  const entryOf = (bytes: Uint8Array): Uint8Array | undefined => {
    try {
      return decodeBlock(bytes).items[0]?.entry
    } catch {
      return undefined
    }
  }
  fuzz({
    name: 'received-block',
    samples: [
      block(encodeEntry(messageEntry(1, 'Soup is on.'))),
      block(
        encodeEntry({
          kind: 'sample',
          at: 2,
          fields: new Map<string, CborValue>([['map', new Map([['a', [1, 'b', null]]])]]),
        }),
      ),
    ],
    spoil: [inside(entryOf, block), inside(entryOf, block), inside(entryOf, block), spoilBytes],
    read: (bytes) => siege.strike(bytes),
    throws: [],
    accepted: (outcome) => {
      if (typeof outcome === 'string') expect(['documents/malformed', 'documents/unknown']).toContain(outcome)
      expect(siege.bram.log.lines).toEqual([])
    },
    cases: 150,
  })
  it('and nobody was harmed by any of it', () => siege.expectUnharmed())
})
