import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { messageEntry } from '../../core/documents/index.ts'
import { leave, overturn, removeMember, rotate } from '../../core/membership/index.ts'
import { LIMITS } from '../../core/shared/index.ts'
import { sessionTalk } from '../../core/sync/exchange/session-talk.ts'
import { respond } from '../../core/sync/handshake/handshake.ts'
import type { Standing } from '../../core/sync/index.ts'
import { MemoryHub } from '../../core/sync/transport/index.ts'
import { type SessionFrame, SYNC_PROTOCOL } from '../../core/sync/wire/session-frames.ts'
import {
  areLevel,
  type CarriedPerson,
  carriedOf,
  connect,
  eventually,
  type Networked,
  texts,
} from '../support/carried-person.ts'
import { blockOf, hostileFeed } from '../support/hostile-builder.ts'
import { smallCommunity, type SmallCommunity } from '../support/small-community.ts'
import { seededRandom } from '../support/surroundings.ts'
import { type Line, Stranger } from '../support/sync-stranger.ts'

const random = seededRandom('standing')
const end = (code: string): object => ({ type: 'end', code: `session/${code}` })

describe('50 what a device may do', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: Networked[]
  let strangers: Stranger[]

  const put = async (name: string, knows: readonly Networked[] = [], carried?: CarriedPerson): Promise<Networked> => {
    const networked = await connect(hub, small, name, knows, carried ? { carried } : {})
    people.push(networked)
    return networked
  }
  const stranger = async (): Promise<Stranger> => {
    const made = await Stranger.on(hub)
    strangers.push(made)
    return made
  }
  const meet = async (to: Networked): Promise<Line> =>
    (await stranger()).meet(to.transport, carriedOf(small, 'mallory'))
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
  const late = (): SessionFrame => {
    const feed = hostileFeed(small.person('mallory'), small.person('ada').documents.writablePage(small.room), random)
    return { type: 'block', bytes: blockOf([feed.write(messageEntry(small.clock.now(), 'after I was removed'))]) }
  }

  beforeEach(() => {
    small = smallCommunity('standing')
    for (const name of ['ben', 'mallory']) small.join(name, 'ada')
    small.say('ada', 'before')
    small.carryAll()
    hub = new MemoryHub()
    people = []
    strangers = []
  })

  afterEach(async () => {
    await Promise.all([...people.map(({ sync }) => sync.stop()), ...strangers.map((each) => each.stop())])
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    for (const { log } of people) expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([])
    small[Symbol.dispose]()
  })

  test('who is removed is told so, and nothing that came after; the session ends at once', async () => {
    const ada = await put('ada')
    const line = await meet(ada)
    await line.rest()
    const after = late()
    removeMember(context('ada'), memberOf('mallory'), [])
    rotate(context('ada'))
    small.say('ada', 'not for Mallory')
    const heard = await line.rest()
    expect(heard.map(({ type }) => type)).toEqual(['log', 'end'])
    expect(heard.at(-1)).toEqual(end('removed'))
    const told = heard.flatMap((frame) => (frame.type === 'log' ? frame.items : []))
    const { membership } = small.person('mallory')
    expect(membership.receive(told)).toMatchObject({ accepted: 1, refused: 0 })
    expect(membership.state.members.get(memberOf('mallory'))?.state).toBe('removed')
    await line.say(after).catch(() => undefined)
    expect(texts(ada)).toEqual(['before', 'not for Mallory'])
  })

  test('who comes again is told why and refused, whatever else there is to tell', async () => {
    const ada = await put('ada')
    removeMember(context('ada'), memberOf('mallory'), [])
    small.join('cy', 'ada')
    rotate(context('ada'))
    const mallory = await put('mallory', [ada])
    const { membership } = small.person('mallory')
    await eventually(() => membership.state.members.get(memberOf('mallory'))?.state === 'removed', 'the word')
    expect(membership.state.devices.has(small.person('cy').device.id)).toBe(false)
    expect(membership.size).toBe(small.person('ada').membership.size - 2)
    for (let n = 0; n < 3; n++) {
      const before = mallory.log.lines.length
      mallory.sync.retry(small.community)
      await eventually(() => mallory.log.lines.length > before, 'another refusal')
    }
    expect(membership.size).toBe(small.person('ada').membership.size - 2)
    expect(mallory.log.lines.join()).not.toContain('unknown-device')
    expect(ada.sync.status(small.community).peers).toEqual([])
    // It is a decision, and can be overturned: then she is met again.
    const { membership: log } = small.person('ada')
    const removal = log.actions().find(({ payload }) => payload.type === 'remove')
    if (removal) overturn(context('ada'), removal.id)
    mallory.sync.retry(small.community)
    await eventually(() => ada.sync.status(small.community).peers.length === 1, 'that she is back')
    await eventually(() => areLevel(ada, mallory), 'agreement')
  })

  test('who dials somebody that was removed is told no more than they are', async () => {
    removeMember(context('ada'), memberOf('mallory'), [])
    small.join('cy', 'ada')
    const eve = await stranger()
    const carried = carriedOf(small, 'mallory')
    eve.transport.serve(SYNC_PROTOCOL, async (channel) => {
      const talk = sessionTalk(channel, AbortSignal.timeout(3000))
      await respond(talk, [carried], eve.peer, random, () => undefined).catch(() => undefined)
      channel.abort()
    })
    const ada = await put('ada')
    ada.carried.acquainted.push({ peer: eve.peer, addresses: eve.transport.addresses() })
    ada.sync.retry(small.community)
    await eventually(() => ada.log.lines.some((line) => line.includes('session/removed')), 'the refusal')
    const { membership } = small.person('mallory')
    await eventually(() => membership.state.members.get(memberOf('mallory'))?.state === 'removed', 'the word')
    expect(membership.state.devices.has(small.person('cy').device.id)).toBe(false)
    expect(membership.size).toBe(small.person('ada').membership.size - 1)
    expect(ada.sync.status(small.community).peers).toEqual([])
  })

  test('who waits to be let in is told the log and nothing else, and all once let in', async () => {
    let may: Standing['may'] = 'log-only'
    const carried = carriedOf(small, 'ada')
    const { log } = carried
    const listeners = new Set<() => void>()
    const standing: typeof log.standing = (device) => {
      const found = log.standing(device)
      return found && device === small.person('mallory').device.id ? { ...found, may } : found
    }
    const onChange: typeof log.onChange = (listener) => {
      listeners.add(listener)
      const off = log.onChange(listener)
      return () => {
        listeners.delete(listener)
        off()
      }
    }
    small.say('ada', 'not yet for Mallory')
    const ada = await put('ada', [], Object.assign(carried, { log: { ...log, standing, onChange } }))
    const line = await meet(ada)
    await line.say({ type: 'holdings', documents: 9, digest: random.bytes(32) })
    await line.say({ type: 'want', document: small.room, vector: [], more: false })
    await line.say({ type: 'lack', epochs: small.person('ada').ring.heads() })
    await line.say(late())
    small.say('ada', 'nor this')
    small.join('cy', 'ada')
    const heard = await line.rest()
    expect(new Set(heard.map(({ type }) => type))).toEqual(new Set(['places', 'log']))
    expect(texts(ada)).not.toContain('after I was removed')
    may = 'exchange'
    for (const listener of listeners) listener()
    expect((await line.ending()).at(-1)).toEqual(end('standing'))
    const again = await meet(ada)
    expect((await again.rest()).map(({ type }) => type)).toContain('holdings')
  })

  test('who leaves says so, and goes', async () => {
    const ada = await put('ada')
    const ben = await put('ben', [ada])
    await eventually(() => ada.sync.status(small.community).peers[0]?.state === 'synced', 'a session')
    leave(context('ben'), [])
    await eventually(() => ada.carried.log.standing(ben.carried.device)?.left === true, 'the word')
    await eventually(() => ada.sync.status(small.community).peers.length === 0, 'the end')
    expect(ben.log.lines.join()).toContain('session/left')
  })

  test('bytes of documents from who may say nothing of them are too much in the end', async () => {
    const carried = carriedOf(small, 'ada')
    const { log } = carried
    const standing: typeof log.standing = (device) => {
      const found = log.standing(device)
      return found && { ...found, may: device === carried.device ? 'exchange' : 'log-only' }
    }
    const ada = await put('ada', [], Object.assign(carried, { log: { ...log, standing } }))
    const line = await meet(ada)
    await line.rest()
    const bytes = random.bytes(LIMITS.blockBytes)
    for (let n = 0; n * bytes.length <= LIMITS.uselessBytes; n++)
      await line.say({ type: 'block', bytes }).catch(() => undefined)
    expect((await line.ending()).at(-1)).toEqual(end('too-much'))
  })
})
