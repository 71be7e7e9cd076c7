/** Logs written by version 1 mean the same in every later version. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { deviceOf } from '../../../core/identity/index.ts'
import { KeyRing, logKeys, MembershipLog, membershipSchema } from '../../../core/membership/index.ts'
import { openAction } from '../../../core/membership/log-seal.ts'
import { type CommunityId, fromHex } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import { verdictOf } from '../../support/council.ts'
import { type GoldenDecisions, plain } from '../../support/golden-decisions.ts'
import { keptLog, temporaryFolder } from '../../support/surroundings.ts'

const path = new URL('../../fixtures/v1/decisions.json', import.meta.url)
const golden = JSON.parse(readFileSync(path, 'utf8')) as GoldenDecisions

it('every decision of version 1 is read, judged and folded as it was', () => {
  using folder = temporaryFolder()
  const database = openDatabase({ path: `${folder.path}/log.db`, key: new Uint8Array(32), schemas: [membershipSchema] })
  const items = golden.items.map((item) => fromHex(item) ?? new Uint8Array(0))
  const options = { database, community: golden.community as CommunityId, log: keptLog() }
  const log = MembershipLog.begin(options, fromHex(golden.secret) ?? new Uint8Array(0), items)
  const device = deviceOf(new Uint8Array(32))
  const ring = new KeyRing(device, () => log.state)
  const context = () => {
    throw new TypeError('nobody decides here')
  }
  expect(plain(verdictOf({ log, device, ring, context } as never))).toEqual(golden.verdict)
  database.close()
})

it('holds every type of decision a community has', () => {
  const keys = logKeys(fromHex(golden.secret) ?? new Uint8Array(0))
  const types = golden.items.map((item) => openAction(keys, fromHex(item) ?? new Uint8Array(0)).payload.type)
  expect([...new Set(types)].sort()).toEqual([
    ...['add-device', 'admit', 'confirm', 'create', 'leave', 'overturn', 'remove', 'remove-device', 'revoke-invite'],
    ...['rotate', 'set-role', 'unknown'],
  ])
})
