import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Acquaintances, acquaintanceSchema, linkAddresses } from '../../../core/service/communities/acquaintances.ts'
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

it('who begins to hide where they are is handed on over relays alone', () => {
  using folder = temporaryFolder()
  const database = openDatabase({
    path: join(folder.path, 'one.db'),
    key: new Uint8Array(32),
    schemas: [acquaintanceSchema],
  })
  const known = new Acquaintances(database)
  const ada = 'ada' as DeviceId
  const circuit = '/ip4/203.0.113.1/tcp/1/p2p/rosa/p2p-circuit/p2p/ada'
  known.remember(ada, { peer: 'ada', addresses: ['/home'] }, 1)
  known.remember(ada, { peer: 'ada', addresses: ['/cafe', circuit] }, 2)
  expect(known.all()).toEqual([{ peer: 'ada', addresses: ['/cafe', circuit, '/home'], device: ada, met: 2 }])
  known.remember(ada, { peer: 'ada', addresses: [circuit] }, 3)
  expect(known.all()).toEqual([{ peer: 'ada', addresses: [circuit], device: ada, met: 3 }])
  database.close()
})

it('entries of the address book are there again after a restart, one of each device', () => {
  using folder = temporaryFolder()
  const open = () =>
    openDatabase({ path: join(folder.path, 'one.db'), key: new Uint8Array(32), schemas: [acquaintanceSchema] })
  const database = open()
  const { places } = new Acquaintances(database)
  for (const [device, byte] of [
    ['ada', 1],
    ['ben', 2],
    ['ada', 3],
  ] as const)
    places.keep(device as DeviceId, Uint8Array.of(byte))
  places.forget('ben' as DeviceId)
  database.close()
  const again = open()
  expect(new Acquaintances(again).places.all()).toEqual([Uint8Array.of(3)])
  again.close()
})

it('a link names own addresses of both kinds, and one of each other', () => {
  const circuit = (n: number): string => `/ip4/203.0.113.${n}/tcp/1/p2p/rosa/p2p-circuit/p2p/ada`
  const own = ['/1', '/2', '/3', '/4', circuit(1), circuit(2), circuit(3)]
  expect(linkAddresses(own, [{ peer: 'ben', addresses: ['/b', '/c'] }])).toEqual([
    ...['/1', '/2', '/3', circuit(1), circuit(2), '/b'],
  ])
  expect(linkAddresses([], [])).toEqual([])
})
