import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deviceOf, newDeviceSeed, sign } from '../../../core/identity/index.ts'
import type { PeerId } from '../../../core/shared/index.ts'
import { initiatorTag, responderTag } from '../../../core/sync/handshake/tags.ts'
import { transcript } from '../../../core/sync/handshake/transcript.ts'
import { vouches, vouchMessages } from '../../../core/sync/handshake/vouching.ts'
import type { CarriedKeys } from '../../../core/sync/index.ts'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import { SYNC_PROTOCOL, SYNC_VERSION } from '../../../core/sync/wire/session-frames.ts'
import { areLevel, carriedOf, connect, eventually, type Networked, newPeer } from '../../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'
import { type Line, Stranger } from '../../support/sync-stranger.ts'

describe('the handshake', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let ada: Networked
  let people: Networked[]
  let strangers: Stranger[]
  const random = seededRandom('handshake')

  const put = async (
    ...args: Parameters<typeof connect> extends [unknown, unknown, ...infer Rest] ? Rest : never
  ): Promise<Networked> => {
    const networked = await connect(hub, small, ...args)
    people.push(networked)
    return networked
  }
  const stranger = async (peer?: PeerId): Promise<Stranger> => {
    const made = await Stranger.on(hub, peer)
    strangers.push(made)
    return made
  }
  const helloOf = (initiator: PeerId, responder: PeerId, tagKey: Uint8Array) => {
    const meeting = { protocol: SYNC_PROTOCOL, initiator, responder, nonceI: random.bytes(32) }
    return {
      meeting,
      frame: {
        type: 'hello',
        version: SYNC_VERSION,
        nonce: meeting.nonceI,
        tag: initiatorTag(tagKey, meeting),
        vouches: [],
      } as const,
    }
  }
  /** Goes as far as the welcome, as somebody who knows the key. */
  const greet = async (
    eve: Stranger,
    keys?: CarriedKeys,
  ): Promise<{ line: Line; meeting: ReturnType<typeof helloOf>['meeting']; nonce: Uint8Array }> => {
    const line = await eve.dial(ada.transport)
    const { meeting, frame } = helloOf(eve.peer, ada.transport.peer, ada.carried.tagKey)
    await line.say({ ...frame, vouches: keys ? vouches(keys, vouchMessages.I(meeting), random) : [] })
    const welcome = await line.answer()
    if (typeof welcome === 'string' || welcome.type !== 'welcome') throw new TypeError('no welcome')
    return { line, meeting, nonce: welcome.nonce }
  }
  const nobody = (): void => expect(ada.sync.status(small.community).peers).toEqual([])

  beforeEach(async () => {
    small = smallCommunity('handshake')
    small.join('ben', 'ada')
    small.carryAll()
    hub = new MemoryHub()
    ada = await connect(hub, small, 'ada')
    people = [ada]
    strangers = []
  })

  afterEach(async () => {
    await Promise.all([...people.map(({ sync }) => sync.stop()), ...strangers.map((each) => each.stop())])
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    small[Symbol.dispose]()
  })

  test('what is decided while two say hello, who held the same log before, is told as soon as they have met', async () => {
    const ben = carriedOf(small, 'ben')
    const before = ben.log.heads()
    const signSession: typeof ben.signSession = (transcript) => {
      if (small.person('ada').membership.heads().join() === before.join()) small.join('cy', 'ada')
      return ben.signSession(transcript)
    }
    const line = await (await stranger()).meet(ada.transport, { ...ben, signSession })
    const heard = await line.rest()
    const told = heard.flatMap((frame) => (frame.type === 'log' ? frame.items : []))
    expect(small.person('ben').membership.receive(told)).toMatchObject({ refused: 0 })
    expect(ben.log.heads()).toEqual(small.person('ada').membership.heads())
    expect(ben.log.heads()).not.toEqual(before)
  })

  test('members meet, and each knows whom', async () => {
    const ben = await put('ben', [ada])
    await eventually(() => ada.sync.status(small.community).peers[0]?.state === 'synced', 'a session')
    expect(ada.sync.status(small.community).peers).toMatchObject([{ device: ben.carried.device }])
    expect(ben.sync.status(small.community).peers).toMatchObject([
      { device: ada.carried.device, path: { kind: 'memory' } },
    ])
    expect(ben.carried.remembered.at(-1)).toEqual({
      device: ada.carried.device,
      peer: ada.transport.peer,
      addresses: ada.transport.addresses(),
    })
    expect(ada.carried.remembered.at(-1)).toMatchObject({
      peer: ben.transport.peer,
      addresses: ben.transport.addresses(),
    })
  })

  test('both dial at once: one session is left', async () => {
    const ben = await put('ben', [ada])
    ada.carried.acquainted.push({ peer: ben.transport.peer, addresses: ben.transport.addresses() })
    await eventually(() => ada.sync.status(small.community).peers[0]?.state === 'synced', 'the first session')
    for (let round = 0; round < 5; round++) {
      hub.cut(ada.transport.peer, ben.transport.peer)
      await eventually(() => [ada, ben].every(({ sync }) => sync.status(small.community).peers.length === 0), 'the end')
      hub.heal(ada.transport.peer, ben.transport.peer)
      for (const { sync } of [ada, ben]) sync.retry(small.community)
      await eventually(
        () => [ada, ben].every(({ sync }) => sync.status(small.community).peers[0]?.state === 'synced'),
        `round ${round}`,
      )
      expect(hub.counts().channels).toBe(1)
    }
  })

  test('who does not know the community hears nothing, whatever they say', async () => {
    const eve = await stranger()
    const { frame } = helloOf(eve.peer, ada.transport.peer, new Uint8Array(32).fill(9))
    const openings = [
      frame,
      { ...frame, version: 1 },
      { type: 'ping' } as const,
      Uint8Array.of(0x80),
      new Uint8Array(0),
      random.bytes(500),
    ]
    for (const opening of openings) {
      const line = await (await stranger()).dial(ada.transport)
      await line.say(opening)
      expect(await line.hear()).toBe('closed')
    }
    nobody()
  })

  test('a hello of somebody else is of no use', async () => {
    const benPeer = await newPeer()
    const { frame } = helloOf(benPeer, ada.transport.peer, ada.carried.tagKey)
    const line = await (await stranger()).dial(ada.transport)
    await line.say(frame)
    expect(await line.hear()).toBe('closed')
  })

  test('who answers without the key is told nothing more', async () => {
    const eve = await stranger()
    const heard: unknown[] = []
    eve.serve(async (line) => {
      const hello = await line.hear()
      if (typeof hello === 'string' || hello.type !== 'hello') return
      // The tag it was sent is the only one it has.
      await line.say({
        type: 'welcome',
        nonce: random.bytes(32),
        tag: hello.tag,
        heads: new Uint8Array(32),
        vouches: [],
        recognised: 0,
      })
      heard.push(...(await line.rest()))
    })
    ada.carried.acquainted.push({ peer: eve.peer, addresses: eve.transport.addresses() })
    ada.sync.retry(small.community)
    await eventually(() => ada.log.lines.some((line) => line.includes('session/stranger')), 'the end')
    expect(heard).toEqual([])
  })

  /** Eve answers Ben, and hands on to Ada what he says; answers what he said and what Ada made of it. */
  const between = async (keys: CarriedKeys | undefined): Promise<readonly unknown[]> => {
    const eve = await stranger()
    const outcome = Promise.withResolvers<readonly unknown[]>()
    eve.serve(async (line) => {
      const hello = await line.hear()
      if (typeof hello === 'string' || hello.type !== 'hello') return
      const meeting = {
        protocol: SYNC_PROTOCOL,
        initiator: line.channel.remote,
        responder: eve.peer,
        nonceI: hello.nonce,
      }
      const onwards = await greet(eve, keys)
      const tag = responderTag(ada.carried.tagKey, meeting, onwards.nonce)
      const shown = keys ? vouches(keys, vouchMessages.R(meeting, onwards.nonce), random) : []
      const said = { type: 'welcome', nonce: onwards.nonce, tag, heads: new Uint8Array(32), vouches: shown } as const
      await line.say({ ...said, recognised: 0 })
      const heard = [await line.hear()]
      if (keys) await line.say({ type: 'sample', actions: ada.carried.log.sample() })
      heard.push(await line.hear())
      for (const each of heard.slice(keys ? 1 : 0)) if (typeof each === 'object') await onwards.line.say(each)
      outcome.resolve([...heard, ...(await onwards.line.rest())])
    })
    const ben = await put('ben')
    ben.carried.acquainted.push({ peer: eve.peer, addresses: eve.transport.addresses() })
    ben.sync.retry(small.community)
    return outcome.promise
  }

  test('who stands between two members, even with the keys, is no member', async () => {
    const heard = await between(ada.carried.log.keys)
    expect(heard).toMatchObject([{ type: 'sample' }, { type: 'proof' }, { type: 'end', code: 'session/not-proven' }])
    nobody()
  })

  test('who holds an invite link and no more is shown no device and no log, whoever dials', async () => {
    expect(await between(undefined)).toMatchObject([
      { type: 'after' },
      { type: 'sample' },
      { type: 'sample' },
      { type: 'end', code: 'session/unknown-device' },
    ])
    nobody()
    const { line } = await greet(await stranger())
    await line.say({ type: 'sample', actions: [] })
    expect(await line.hear()).toMatchObject({ type: 'sample' })
    const { line: second, meeting, nonce } = await greet(await stranger())
    const unknown = deviceOf(newDeviceSeed(seededRandom('holder of a link')))
    const signature = sign(unknown.signing, transcript(small.community, 'I', meeting, nonce, unknown.id))
    await second.say({ type: 'sample', actions: [] })
    await second.say({ type: 'proof', device: unknown.id, signature, log: true })
    await second.say({ type: 'log', items: [random.bytes(100)], heads: ada.carried.log.heads() })
    expect((await second.rest()).map(({ type }) => type)).toEqual(['sample', 'end'])
    const third = await greet(await stranger())
    await third.line.say({ type: 'after' })
    await third.line.say({ type: 'sample', actions: [] })
    expect((await third.line.rest()).map(({ type }) => type)).toEqual(['sample', 'end'])
    nobody()
  })

  test('a proof of this side sent back, one that was changed, and one of another device are none', async () => {
    const [first, second, third] = [await stranger(), await stranger(), await stranger()]
    const { device } = small.person('ben')
    const attempts = [
      { eve: first, side: 'R', by: device, claims: device.id },
      { eve: second, side: 'I', by: deviceOf(newDeviceSeed(random)), claims: device.id },
      { eve: third, side: 'I', by: device, claims: ada.carried.device },
    ] as const
    for (const { eve, side, by, claims } of attempts) {
      const { line, meeting, nonce } = await greet(eve)
      const signature = sign(by.signing, transcript(small.community, side, meeting, nonce, claims))
      await line.say({ type: 'proof', device: claims, signature, log: false })
      const code = claims === ada.carried.device ? 'same-device' : 'not-proven'
      expect(await line.rest()).toEqual([{ type: 'end', code: `session/${code}` }])
    }
    nobody()
  })

  test('nothing is taken between the hello and the proof', async () => {
    const before = ada.carried.log.heads()
    const document = small.room
    const early = [
      { type: 'want', document, vector: [], more: false },
      { type: 'holdings', documents: 0, digest: new Uint8Array(32) },
      { type: 'log', items: [random.bytes(100)], heads: [] },
      { type: 'offer', documents: [], more: false },
      { type: 'ready' },
    ] as const
    for (const frame of early) {
      const { line } = await greet(await stranger())
      await line.say(frame)
      expect(await line.rest()).toEqual([])
    }
    expect(ada.carried.log.heads()).toEqual(before)
    nobody()
  })

  test('a device the log does not know is refused; one that the other side brings proof of is welcome', async () => {
    const unknown = deviceOf(newDeviceSeed(seededRandom('unknown')))
    const { line, meeting, nonce } = await greet(await stranger())
    await line.say({
      type: 'proof',
      device: unknown.id,
      signature: sign(unknown.signing, transcript(small.community, 'I', meeting, nonce, unknown.id)),
      log: false,
    })
    expect(await line.rest()).toEqual([{ type: 'end', code: 'session/unknown-device' }])

    small.join('cy', 'ben')
    expect(ada.carried.log.standing(small.person('cy').device.id)).toBeUndefined()
    const cy = await put('cy', [ada])
    await eventually(() => areLevel(ada, cy), 'equality')
  })

  test('who has left is refused, and met no longer when the word arrives', async () => {
    const ben = await put('ben', [ada])
    small.join('cy', 'ada')
    const cy = await put('cy', [ada])
    await eventually(() => ada.sync.status(small.community).peers.length === 2, 'both')
    const { membership, device } = small.person('ben')
    membership.append(device, small.clock.now(), { type: 'leave', cut: [] })
    await eventually(() => ben.log.lines.some((line) => line.includes('session/left')), 'the refusal')
    await eventually(() => cy.carried.log.standing(device.id)?.left === true, 'the word')
    ben.sync.retry(small.community)
    await eventually(
      () => ben.log.lines.filter((line) => line.includes('session/ended')).length > 0,
      'the second refusal',
    )
    expect(ada.sync.status(small.community).peers).toMatchObject([{ device: cy.carried.device }])
  })

  test('one device under two peer ids is met once, and the log says so', async () => {
    const ben = await put('ben', [ada])
    await eventually(() => ada.sync.status(small.community).peers.length === 1, 'ben')
    const clone = await put('ben', [ada], { carried: carriedOf(small, 'ben') })
    await eventually(() => ada.log.lines.some((line) => line.includes('session.same-device')), 'the warning')
    expect(ada.sync.status(small.community).peers).toHaveLength(1)
    expect(clone.sync.status(small.community).peers).toEqual([])
    expect(ben.sync.status(small.community).peers).toHaveLength(1)
  })
})
