import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deviceKey } from '../../../core/identity/index.ts'
import { removeMember, rotate, setRole } from '../../../core/membership/index.ts'
import { hex, LIMITS } from '../../../core/shared/index.ts'
import { orderOf, RECOGNISED, recogniseVouches, vouches, vouchMessages } from '../../../core/sync/handshake/vouching.ts'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import { areLevel, connect, eventually, type Networked, newPeer } from '../../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'
import { tapped } from '../../support/wire-tap.ts'

const random = seededRandom('first words')

describe('who names a device first', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: Networked[]
  let said: { by: string; frame: Buffer }[]

  const put = async (name: string, ...knows: readonly Networked[]): Promise<Networked> => {
    const networked = await connect(hub, small, name, knows, {
      wrap: (transport) => tapped(transport, (_, frame) => said.push({ by: name, frame: Buffer.from(frame) })),
    })
    people.push(networked)
    return networked
  }
  const context = (name: string) => {
    const { membership, ring, device } = small.person(name)
    return { log: membership, ring, device, random, now: small.clock.now() }
  }
  const memberOf = (name: string) => {
    const { membership, device } = small.person(name)
    const member = membership.state.devices.get(device.id)?.member
    if (!member) throw new TypeError(`${name} is no member`)
    return member
  }
  /** Who named their device first, of all that was said. */
  const firstToName = (): string | undefined =>
    said.find(({ by, frame }) => frame.includes(Buffer.from(deviceKey(small.person(by).device.id))))?.by
  const meet = async (one: string, other: string): Promise<void> => {
    const b = await put(other)
    const a = await put(one, b)
    await eventually(() => areLevel(a, b), `that ${one} and ${other} agree`)
  }

  beforeEach(() => {
    small = smallCommunity('first words')
    for (const name of ['ben', 'cy']) small.join(name, 'ada')
    small.carryAll()
    hub = new MemoryHub()
    people = []
    said = []
  })

  afterEach(async () => {
    await Promise.all(people.map(({ sync }) => sync.stop()))
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    small[Symbol.dispose]()
  })

  test('two newcomers whom nobody has told of each other meet', async () => {
    small.join('dan', 'ada')
    small.join('eli', 'ben')
    small.carry('ada', 'dan')
    small.carry('ben', 'eli')
    small.say('dan', 'hello')
    small.say('eli', 'hello too')
    await meet('dan', 'eli')
    expect(firstToName()).toBe('dan')
  })

  test('who was away while the keys changed names their device first, and meets who came since', async () => {
    removeMember(context('ada'), memberOf('cy'), [])
    small.join('dan', 'ada')
    small.carry('ada', 'dan')
    small.say('dan', 'I am new')
    await meet('dan', 'ben')
    expect(firstToName()).toBe('ben')
    expect(small.person('ben').ring.lacking()).toEqual([])
  })

  test('two who changed the keys while apart meet, since they know each other', async () => {
    setRole(context('ada'), memberOf('ben'), 'moderator', [])
    small.carryAll()
    for (const name of ['ada', 'ben']) {
      rotate(context(name))
      small.say(name, `under the key of ${name}`)
    }
    await meet('ben', 'ada')
    expect(firstToName()).toBe('ben')
    expect(small.person('ben').membership.state.epochHeads).toHaveLength(2)
  })

  test('a removed member who dials is recognised by an old key alone, and named nothing', async () => {
    removeMember(context('ada'), memberOf('cy'), [])
    const ada = await put('ada')
    await put('cy', ada)
    const { membership } = small.person('cy')
    await eventually(() => membership.state.members.get(memberOf('cy'))?.state === 'removed', 'the word')
    expect(firstToName()).toBe('cy')
    // Ada shows her removal, and does not prove anything herself: a proof is a frame of number 3.
    expect(said.filter(({ by }) => by === 'ada').map(({ frame }) => frame[1])).not.toContain(3)
  })
})

test('the order follows from what each side recognised, alike on both', () => {
  const { not, older, now } = RECOGNISED
  const table = [
    [now, true, now, 'I', true],
    [now, true, not, 'I', true],
    [older, true, now, 'R', true],
    [not, true, now, 'R', true],
    [not, false, now, 'R', true],
    [older, true, older, 'I', false],
    [older, true, not, 'I', false],
    [not, false, not, 'I', false],
    [not, false, older, 'I', false],
    [not, true, older, 'R', false],
    [not, true, not, 'R', false],
  ] as const
  for (const [recognised, hasKeys, theirs, first, showsLog] of table)
    expect(orderOf({ recognised, hasKeys }, theirs, false)).toEqual({ first, showsLog })
  expect(orderOf({ recognised: not, hasKeys: true }, not, true)).toEqual({ first: 'I', showsLog: false })
})

test('vouches are good for one meeting, are shown in eights and bounded, and say nothing without the key', async () => {
  using small = smallCommunity('vouches')
  small.join('ben', 'ada')
  const keysOf = (name: string) => {
    const { ring } = small.person(name)
    const all = (message: Uint8Array) => ring.held().map(({ key }) => seededRandom(hex(key) + hex(message)).bytes(32))
    return { ...none, vouch: (message: Uint8Array) => ({ heads: all(message), older: [] }) }
  }
  const none = {
    vouch: (): { heads: Uint8Array[]; older: Uint8Array[] } => ({ heads: [], older: [] }),
    lacking: () => [],
    reseal: () => [],
    take: () => 0,
    onChange: () => () => undefined,
  }
  const [a, b] = [await newPeer(), await newPeer()]
  const meeting = { protocol: 'p', initiator: a, responder: b, nonceI: random.bytes(32) }
  const shown = vouches(keysOf('ada'), vouchMessages.I(meeting), random)
  expect(shown).toHaveLength(8)
  expect(vouches(none, vouchMessages.I(meeting), random)).toHaveLength(8)
  const many = { ...none, vouch: () => ({ heads: [], older: Array.from({ length: 99 }, () => random.bytes(32)) }) }
  expect(vouches(many, vouchMessages.I(meeting), random)).toHaveLength(LIMITS.vouches)
  expect(recogniseVouches(keysOf('ben'), vouchMessages.I(meeting), shown).recognised).toBe(RECOGNISED.now)
  for (const other of [
    vouchMessages.I({ ...meeting, initiator: b }),
    vouchMessages.I({ ...meeting, nonceI: random.bytes(32) }),
    vouchMessages.R(meeting, meeting.nonceI),
  ])
    expect(recogniseVouches(keysOf('ben'), other, shown).recognised).toBe(RECOGNISED.not)
  expect(recogniseVouches(none, vouchMessages.I(meeting), shown)).toEqual({
    recognised: RECOGNISED.not,
    hasKeys: false,
  })
})
