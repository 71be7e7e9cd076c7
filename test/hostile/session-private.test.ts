import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { removeMember } from '../../core/membership/index.ts'
import { fromBase64url, LIMITS } from '../../core/shared/index.ts'
import { initiatorTag } from '../../core/sync/handshake/tags.ts'
import { MemoryHub } from '../../core/sync/transport/index.ts'
import { SYNC_PROTOCOL, SYNC_VERSION, type SessionFrame } from '../../core/sync/wire/session-frames.ts'
import {
  areLevel,
  type CarriedPerson,
  carriedOf,
  connect,
  eventually,
  type Networked,
} from '../support/carried-person.ts'
import { privateVillage, type PrivateVillage } from '../support/private-village.ts'
import { smallCommunity, type SmallCommunity } from '../support/small-community.ts'
import { seededRandom } from '../support/surroundings.ts'
import { type Line, Stranger } from '../support/sync-stranger.ts'
import { tapped } from '../support/wire-tap.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const random = seededRandom('private spaces under attack')
const end = (code: string): object => ({ type: 'end', code: `session/${code}` })

describe('53 a private space of Ada and Ben', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let village: PrivateVillage
  let ada: Networked
  let ben: Networked
  let a: CarriedPerson
  let b: CarriedPerson
  let others: Networked[]
  let strangers: Stranger[]
  /** What Ada and Ben sent to anybody, by the peer. */
  let sent: Map<string, Uint8Array[]>

  const stranger = async (): Promise<Stranger> => {
    const made = await Stranger.on(hub)
    strangers.push(made)
    return made
  }
  const meet = async (eve: Stranger, carried: CarriedPerson): Promise<Line> => eve.meet(ada.transport, carried)
  /** A stream on which the private space is spoken of by somebody who knows its key. */
  const knock = async (eve: Stranger): Promise<Line> => {
    const line = await eve.dial(ada.transport)
    const nonceI = random.bytes(32)
    const meeting = { protocol: SYNC_PROTOCOL, initiator: eve.peer, responder: ada.transport.peer, nonceI }
    const tag = initiatorTag(a.tagKey, meeting)
    await line.say({ type: 'hello', version: SYNC_VERSION, nonce: nonceI, tag, vouches: [] })
    return line
  }
  const put = async (name: string, ...knows: readonly Networked[]): Promise<Networked> =>
    connect(hub, small, name, knows, {
      wrap: (transport) =>
        tapped(transport, (channel, frame) => {
          sent.set(channel.remote, [...(sent.get(channel.remote) ?? []), frame.slice()])
        }),
    })

  beforeEach(async () => {
    small = smallCommunity('private hostile')
    for (const name of ['ben', 'mallory']) small.join(name, 'ada')
    small.carryAll()
    hub = new MemoryHub()
    others = []
    strangers = []
    sent = new Map()
    village = privateVillage(small, 'ada', ['ben'])
    ;[a, b] = [village.carried('ada'), village.learn('ben')]
    ada = await put('ada')
    ben = await put('ben', ada)
    ada.carried.mail.set(small.person('ben').device.id, [random.bytes(400)])
    ada.sync.carry(a)
    ben.sync.carry(b)
    village.say('ada', 'just between us')
    await eventually(() => areLevel({ carried: a }, { carried: b }), 'the private history')
  })

  afterEach(async () => {
    const all = [ada, ben, ...others]
    await Promise.all([...all.map(({ sync }) => sync.stop()), ...strangers.map((each) => each.stop())])
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    village[Symbol.dispose]()
    small[Symbol.dispose]()
  })

  test('is not spoken of to a member who is not in it: the same frames go to them as if there were none', async () => {
    const mallory = await connect(hub, small, 'mallory', [ada, ben])
    others.push(mallory)
    await eventually(() => mallory.sync.status(small.community).peers.length === 2, 'the community')
    const streams = hub.counts().channels
    village.say('ada', 'and this as well')
    village.say('ben', 'yes')
    await eventually(() => areLevel({ carried: a }, { carried: b }), 'the private history')
    await pause(3 * LIMITS.relayTick)
    expect(hub.counts().channels).toBe(streams)
    const toMallory = (sent.get(mallory.transport.peer) ?? []).map((bytes) => Buffer.from(bytes))
    const names = [village.space, village.room, ...a.documents.list()].map(
      (id) => fromBase64url(id) ?? new Uint8Array(1),
    )
    for (const bytes of toMallory) for (const name of names) expect(bytes.includes(Buffer.from(name))).toBe(false)
    expect(mallory.carried.lettersTaken).toEqual([])
    // Nothing was said to her while the two spoke in private.
    const before = (sent.get(mallory.transport.peer) ?? []).length
    village.say('ada', 'once more')
    await eventually(() => areLevel({ carried: a }, { carried: b }), 'the private history')
    await pause(3 * LIMITS.relayTick)
    expect((sent.get(mallory.transport.peer) ?? []).length).toBe(before)
  })

  test('is not known to who knows its key, unless met in the community as somebody who is in it', async () => {
    // Not met at all.
    expect(await (await knock(await stranger())).hear()).toBe('closed')
    // Met in the community, and not of the space: who has its key learns that it is known here, and no more.
    const eve = await stranger()
    await (await meet(eve, carriedOf(small, 'mallory'))).rest()
    const stolen = Object.assign(carriedOf(small, 'mallory'), {
      community: a.community,
      tagKey: a.tagKey,
      log: { ...a.log, standing: () => a.log.standing(small.person('ben').device.id) },
    })
    await expect(meet(eve, stolen)).rejects.toMatchObject({ details: { code: 'session/unknown-device' } })
    // Another device than the one that is met, though it is in the space.
    expect(await (await meet(eve, village.carried('ben'))).rest()).toEqual([end('rests')])
    expect(ada.sync.status(village.space).peers).toHaveLength(1)
    expect(ada.sync.status(village.space).peers[0]?.device).toBe(ben.carried.device)
  })

  test('is closed at once to who is removed from it, and open to the others', async () => {
    const member = village.person('ada').membership.state.devices.get(ben.carried.device)?.member
    if (member) removeMember(village.context('ada'), member, [])
    await eventually(() => b.log.standing(ben.carried.device)?.may === 'nothing', 'the word')
    await eventually(() => ada.sync.status(village.space).peers.length === 0, 'the end')
    village.say('ada', 'without Ben')
    await pause(500)
    expect(areLevel({ carried: a }, { carried: b })).toBe(false)
    expect(ben.sync.status(village.space).peers).toEqual([])
    expect(ben.sync.status(small.community).peers).toHaveLength(1)
    expect(ada.log.lines.filter((line) => line.includes('shut-out'))).toEqual([])
  })

  test('is closed at once to a device that is removed from the community', async () => {
    const member = small.person('ada').membership.state.devices.get(ben.carried.device)?.member
    const { membership: log, ring, device } = small.person('ada')
    if (member) removeMember({ log, ring, device, random, now: small.clock.now() }, member, [])
    await eventually(() => ada.sync.status(small.community).peers.length === 0, 'the end')
    await eventually(() => ada.sync.status(village.space).peers.length === 0, 'the end of the private session')
    village.say('ada', 'without Ben')
    await pause(700)
    expect(areLevel({ carried: a }, { carried: b })).toBe(false)
    expect(ada.sync.status(village.space).peers).toEqual([])
  })

  test('letters: too many end the session, too long ones are none, and inside the space there are none', async () => {
    const eve = await stranger()
    const line = await meet(eve, carriedOf(small, 'mallory'))
    await line.rest()
    for (let n = 0; n <= LIMITS.sessionLetters; n++)
      await line.say({ type: 'letter', bytes: random.bytes(200) }).catch(() => undefined)
    expect((await line.ending()).at(-1)).toEqual(end('too-much'))
    expect(ada.carried.lettersTaken).toHaveLength(LIMITS.sessionLetters)

    await ben.sync.stop()
    const as = await stranger()
    const open = await meet(as, carriedOf(small, 'ben'))
    await open.rest()
    const inside = await meet(as, village.carried('ben'))
    await inside.rest()
    const letter: SessionFrame = { type: 'letter', bytes: random.bytes(200) }
    await inside.say(letter)
    expect((await inside.ending()).at(-1)).toEqual(end('out-of-turn'))
    open.channel.abort()
  })
})
