/**
 * 35, 50: a device that may do nothing may have decided something before it knew. It is heard, once and in bounds, by whoever refuses it,
 * and is told no more than before; it shows that to nobody but who has shown it why it may do nothing.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { removeDevice, removeMember, rotate } from '../../core/membership/index.ts'
import { LIMITS } from '../../core/shared/index.ts'
import { sessionTalk } from '../../core/sync/exchange/session-talk.ts'
import { respond } from '../../core/sync/handshake/handshake.ts'
import type { Carried } from '../../core/sync/index.ts'
import { MemoryHub } from '../../core/sync/transport/index.ts'
import { type SessionFrame, sessionFrames, SYNC_PROTOCOL } from '../../core/sync/wire/session-frames.ts'
import { type CarriedPerson, carriedOf, connect, eventually, type Networked } from '../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../support/small-community.ts'
import { seededRandom } from '../support/surroundings.ts'
import { Stranger } from '../support/sync-stranger.ts'
import { tapped } from '../support/wire-tap.ts'

const random = seededRandom('pleading')

describe('one that may do nothing', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: Networked[]
  let strangers: Stranger[]
  let said: ({ by: string } & SessionFrame)[]

  const put = async (name: string, knows: readonly Networked[] = [], carried?: CarriedPerson): Promise<Networked> => {
    const networked = await connect(hub, small, name, knows, {
      wrap: (transport) =>
        tapped(transport, (_, frame) => void said.push({ by: name, ...sessionFrames.decode(frame) })),
      ...(carried && { carried }),
    })
    people.push(networked)
    return networked
  }
  const context = (name: string) => {
    const { membership, ring, device } = small.person(name)
    return { log: membership, ring, device, random, now: small.clock.now() }
  }
  const log = (name: string) => small.person(name).membership
  const idOf = (name: string) => small.person(name).device.id
  const memberOf = (name: string) => {
    const member = log(name).state.devices.get(idOf(name))?.member
    if (!member) throw new TypeError(`${name} is no member`)
    return member
  }
  const stateOf = (of: string, by: string) => log(by).state.devices.get(idOf(of))?.state
  /** What a person said, without repeating itself. */
  const words = (by: string): readonly string[] =>
    said.filter((each) => each.by === by).flatMap(({ type }, at, all) => (all[at - 1]?.type === type ? [] : [type]))
  const endOf = (by: string): string | undefined =>
    said.flatMap((each) => (each.by === by && each.type === 'end' ? [each.code] : [])).at(-1)
  /** What nobody else knows yet, with new keys. */
  const decideSomething = (): void => {
    small.addDevice('tablet', 'mallory')
    removeDevice(context('mallory'), idOf('tablet'), [])
  }
  /** Carried with another log than the person's own. */
  const carriedWith = (name: string, change: Partial<Carried['log']>): CarriedPerson => {
    const carried = carriedOf(small, name)
    return Object.assign(carried, { log: { ...carried.log, ...change } })
  }
  /** Somebody by hand who answers as a person would whose log is changed. */
  const answering = async (name: string, change: Partial<Carried['log']>): Promise<Stranger> => {
    const made = await Stranger.on(hub)
    strangers.push(made)
    const carried = carriedWith(name, change)
    made.transport.serve(SYNC_PROTOCOL, async (channel) => {
      const talk = sessionTalk(channel, AbortSignal.timeout(3000))
      await respond(talk, [carried], made.peer, random, () => undefined).catch(() => undefined)
      channel.abort()
    })
    return made
  }

  beforeEach(() => {
    small = smallCommunity('pleading')
    for (const name of ['ben', 'mallory']) small.join(name, 'ada')
    small.addDevice('phone', 'ben')
    small.say('ada', 'before')
    small.carryAll()
    hub = new MemoryHub()
    people = []
    strangers = []
    said = []
  })

  afterEach(async () => {
    await Promise.all([...people.map(({ sync }) => sync.stop()), ...strangers.map((each) => each.stop())])
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    for (const { log: kept } of people) expect(kept.lines.filter((line) => line.startsWith('error'))).toEqual([])
    small[Symbol.dispose]()
  })

  test.each([
    ['ben', 'phone', 'dials'],
    ['phone', 'ben', 'dials'],
    ['ben', 'phone', 'is dialled'],
    ['phone', 'ben', 'is dialled'],
  ] as const)('two devices revoke each other while apart: %s comes to Ada first, %s %s', async (first, second, how) => {
    removeDevice(context('ben'), idOf('phone'), [])
    removeDevice(context('phone'), idOf('ben'), [])
    const ada = await put('ada')
    await put(first, [ada])
    await eventually(() => stateOf(second, 'ada') === 'removed', `the word of ${first}`)
    const other = await put(second, how === 'dials' ? [ada] : [])
    if (how === 'is dialled') {
      ada.carried.acquainted.push({ peer: other.transport.peer, addresses: other.transport.addresses() })
      ada.sync.retry(small.community)
    }
    const all = ['ada', 'ben', 'phone'] as const
    const areBoth = (by: string): boolean => ['ben', 'phone'].every((of) => stateOf(of, by) === 'suspended')
    await eventually(() => all.every(areBoth), 'that both are suspended for all')
    for (const name of all) expect(log(name).heads()).toEqual(log('ada').heads())
    await eventually(() => ada.sync.status(small.community).peers.length === 0, 'that neither takes part')
  })

  test('is heard, and learns nothing by it but the decision', async () => {
    removeMember(context('ada'), memberOf('mallory'), [])
    small.join('cy', 'ada')
    rotate(context('ada'))
    decideSomething()
    const ada = await put('ada')
    const before = log('mallory').size
    await put('mallory', [ada])
    await eventually(() => log('mallory').size > before, 'the word')
    await eventually(() => endOf('ada') === 'session/removed', 'the refusal')
    expect(log('mallory').size).toBe(before + 1)
    expect(log('mallory').state.devices.has(idOf('cy'))).toBe(false)
    expect(words('ada')).toEqual(['welcome', 'sample', 'log', 'plead', 'end'])
    // What it decided meanwhile is void, and was taken all the same.
    expect(log('ada').heads()).toHaveLength(2)
    expect(log('ada').state.members.get(memberOf('mallory'))?.state).toBe('removed')
  })

  test.each([
    ['rubbish', () => Array.from({ length: 2 * LIMITS.logPage }, () => random.bytes(200))],
    ['without end', () => Array.from({ length: LIMITS.strangerActions + 1 }, () => log('ada').missingFor([])[0])],
  ] as const)('that tells %s is refused as who does too much', async (_, what) => {
    removeMember(context('ada'), memberOf('mallory'), [])
    const items = what().filter((item) => item !== undefined)
    decideSomething()
    const ada = await put('ada')
    await put('mallory', [ada], carriedWith('mallory', { decidedBy: () => items }))
    const { size } = log('ada')
    await eventually(() => endOf('ada') === 'session/too-much', 'the end')
    expect(log('ada').size).toBe(size)
  })

  test('and does not know it shows nothing to who does not say why', async () => {
    rotate(context('ada'))
    small.join('cy', 'ada')
    rotate(context('ada'))
    removeDevice(context('ben'), idOf('phone'), [])
    const { size } = log('ben')
    const { standing } = carriedOf(small, 'ben').log
    const eve = await answering('ben', {
      standing: (device) => {
        const found = standing(device)
        return found && device === idOf('ada') ? { ...found, may: 'nothing' } : found
      },
    })
    const ada = await put('ada')
    ada.carried.acquainted.push({ peer: eve.peer, addresses: eve.transport.addresses() })
    ada.sync.retry(small.community)
    await eventually(() => words('ada').includes('log'), 'an answer')
    await eventually(() => hub.counts().channels === 0, 'the end')
    expect(words('ada')).toEqual(['hello', 'sample', 'proof', 'log'])
    expect(log('ben').size).toBe(size)
  })
})
