import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Acquaintances, acquaintanceSchema } from '../../../core/service/communities/acquaintances.ts'
import type { DeviceId } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import { temporaryFolder } from '../../support/surroundings.ts'

it('a device that comes under ever new peer ids crowds out nobody', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'one.db')
  const database = openDatabase({ path, key: new Uint8Array(32), schemas: [acquaintanceSchema] })
  const known = new Acquaintances(database)
  known.remember('', { peer: 'from the link', addresses: ['/a'] }, 0)
  known.remember('', { peer: 'from the link too', addresses: ['/b'] }, 0)
  known.remember('ada' as DeviceId, { peer: 'ada', addresses: ['/c'] }, 1)
  for (let n = 0; n < 300; n++)
    known.remember('mallory' as DeviceId, { peer: `mallory ${n}`, addresses: ['/d'] }, 2 + n)
  expect(known.all().map(({ peer }) => peer)).toEqual([
    'mallory 299',
    'ada',
    expect.stringContaining('from the link'),
    expect.stringContaining('from the link'),
  ])
  database.close()
})
