import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  assertReturning,
  deviceErrors,
  isInviteTrue,
  membershipErrors,
  MembershipLog,
  membershipSchema,
  type Meeting,
  writeReturn,
} from '../../../core/membership/index.ts'
import { LIMITS, type PeerId } from '../../../core/shared/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import type { JoinRequest } from '../../../core/sync/index.ts'
import { initiatorTag, responderTag } from '../../../core/sync/handshake/tags.ts'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import { JOIN_PROTOCOL, joinFrames } from '../../../core/sync/wire/join-frames.ts'
import {
  carriedOf,
  type CarriedPerson,
  connect,
  eventually,
  inviteBy,
  type Networked,
  newcomer,
  newPeer,
} from '../../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { keptLog, seededRandom } from '../../support/surroundings.ts'
import { Stranger } from '../../support/sync-stranger.ts'

const forever = new AbortController().signal

describe('joining', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let ada: Networked
  let people: Networked[]
  let strangers: Stranger[]

  const put = async (
    ...args: Parameters<typeof connect> extends [unknown, unknown, ...infer Rest] ? Rest : never
  ): Promise<Networked> => {
    const networked = await connect(hub, small, ...args)
    people.push(networked)
    return networked
  }
  /** Somebody on the network who carries nothing yet: a network of its own community, for the sync alone. */
  const outside = async (): Promise<Networked> => {
    const networked = await put('ada')
    await networked.end()
    return networked
  }
  const hostile = async (): Promise<Stranger> => {
    const made = await Stranger.on(hub)
    strangers.push(made)
    return made
  }
  const code = (wanted: string): object => expect.objectContaining({ code: wanted }) as object

  beforeEach(async () => {
    small = smallCommunity('join')
    hub = new MemoryHub()
    people = []
    strangers = []
    ada = await put('ada')
    ada.carried.inviting = true
  })

  afterEach(async () => {
    await Promise.all([...people.map(({ sync }) => sync.stop()), ...strangers.map((each) => each.stop())])
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    small[Symbol.dispose]()
  })

  test('a newcomer gets the whole log, which admits them', async () => {
    const many = inviteBy(small, 'ada', [], { uses: 300 })
    for (let n = 0; n < 300; n++) {
      const meeting = {
        nonce: seededRandom(`${n}`).bytes(32),
        joiner: ada.transport.peer,
        admitter: ada.transport.peer,
      }
      ada.carried.admit(newcomer(small, many, ada.carried.tagKey, `guest ${n}`).request.ask(meeting), meeting)
    }
    const invite = inviteBy(small, 'ada', ada.sync.addresses())
    const { request, device, came } = newcomer(small, invite, ada.carried.tagKey)
    const ben = await outside()
    await ben.sync.join(request, forever)
    expect(came).toHaveLength(1)
    const database = openDatabase({
      path: `${small.folder}/new.db`,
      key: new Uint8Array(32),
      schemas: [membershipSchema],
    })
    const log = MembershipLog.begin(
      { database, community: small.community, log: keptLog() },
      invite.communitySecret,
      came[0] ?? [],
    )
    expect(log.state.devices.has(device.id)).toBe(true)
    expect(isInviteTrue(invite, log)).toBe(true)
    expect(log.heads()).toEqual(ada.carried.log.heads())
    database.close()
  }, 30_000)

  test('any member admits when the inviter is not there', async () => {
    small.join('cy', 'ada')
    const cy = await put('cy')
    cy.carried.inviting = true
    const invite = inviteBy(small, 'ada', [...ada.sync.addresses(), ...cy.sync.addresses()])
    await ada.sync.stop()
    const { request, device } = newcomer(small, invite, cy.carried.tagKey)
    await (await outside()).sync.join(request, forever)
    expect(cy.carried.person.membership.state.devices.get(device.id)).toBeDefined()
  })

  test('a member heard in the local network admits, though the link names nobody', async () => {
    const ben = await outside()
    ben.transport.discover({ peer: ada.transport.peer, addresses: ada.transport.addresses() })
    const { request, device } = newcomer(small, inviteBy(small, 'ada', []), ada.carried.tagKey)
    await ben.sync.join(request, forever)
    expect(ada.carried.person.membership.state.devices.get(device.id)).toBeDefined()
  })

  test('several members are reachable: one admits, and one use is used', async () => {
    const others = ['cy', 'dan', 'eve'].map((name) => (small.join(name, 'ada'), name))
    small.carryAll()
    const members = [ada, ...(await Promise.all(others.map((name) => put(name))))]
    for (const { carried } of members) carried.inviting = true
    const invite = inviteBy(
      small,
      'ada',
      members.flatMap(({ sync }) => sync.addresses()),
    )
    const { request, device, came } = newcomer(small, invite, ada.carried.tagKey)
    await (await outside()).sync.join(request, forever)
    expect(came).toHaveLength(1)
    expect(members.filter(({ carried }) => carried.person.membership.state.devices.get(device.id))).toHaveLength(1)
  })

  test.each([
    ['invite/expired', { age: -1 }],
    ['invite/used-up', { uses: 1 }],
  ])('what a member says of the invite is what is thrown: %s', async (wanted, terms) => {
    const invite = inviteBy(small, 'ada', ada.sync.addresses(), terms)
    const ben = await outside()
    if (wanted === 'invite/used-up')
      await ben.sync.join(newcomer(small, invite, ada.carried.tagKey, 'before').request, forever)
    await expect(ben.sync.join(newcomer(small, invite, ada.carried.tagKey).request, forever)).rejects.toEqual(
      code(wanted),
    )
  })

  test('nobody there, no invite open, another community: not reachable now', async () => {
    const ben = await outside()
    const ask = (addresses: readonly string[], tagKey = ada.carried.tagKey): Promise<void> =>
      ben.sync.join(newcomer(small, inviteBy(small, 'ada', addresses), tagKey).request, forever)
    const gone = await newPeer()
    await expect(ask([])).rejects.toEqual(code('sync/unreachable'))
    await expect(ask([`/ip4/10.1.2.3/tcp/1/p2p/${gone}`])).rejects.toEqual(code('sync/unreachable'))
    await expect(ask(ada.sync.addresses(), new Uint8Array(32))).rejects.toEqual(code('sync/unreachable'))
    ada.carried.inviting = false
    await expect(ask(ada.sync.addresses())).rejects.toEqual(code('sync/unreachable'))
  })

  test('what the newcomer cannot store is thrown, and asked for again it comes again', async () => {
    const invite = inviteBy(small, 'ada', ada.sync.addresses())
    const { request, came } = newcomer(small, invite, ada.carried.tagKey)
    const ben = await outside()
    const full = new TypeError('disk full')
    const fails = {
      ...request,
      admitted: () => {
        throw full
      },
    }
    await expect(ben.sync.join(fails, forever)).rejects.toBe(full)
    await ben.sync.join(request, forever)
    expect(came).toHaveLength(1)
  })

  test('a join that is given up leaves nothing', async () => {
    const silent = await hostile()
    silent.serve(
      async (line) => void (await line.channel.receive(forever).then(() => line.channel.receive(forever))),
      JOIN_PROTOCOL,
    )
    const ben = await outside()
    const over = new AbortController()
    const joining = ben.sync.join(
      newcomer(small, inviteBy(small, 'ada', silent.transport.addresses()), ada.carried.tagKey).request,
      over.signal,
    )
    await eventually(() => hub.counts().channels === 1, 'the channel')
    over.abort(new TypeError('enough'))
    await expect(joining).rejects.toThrow('enough')
    await eventually(() => hub.counts().channels === 0, 'the end')
  })

  /** Somebody who knows the key and answers every request with the same frame. */
  const liar = async (answer: Parameters<typeof joinFrames.encode>[0], asked: Uint8Array[] = []): Promise<Stranger> => {
    const made = await hostile()
    made.transport.serve(JOIN_PROTOCOL, async (channel) => {
      const hello = joinFrames.decode((await channel.receive(forever)) ?? new Uint8Array(0))
      if (hello.type !== 'hello') return
      const meeting = { protocol: JOIN_PROTOCOL, initiator: channel.remote, responder: made.peer, nonceI: hello.nonce }
      const nonce = seededRandom('liar').bytes(32)
      const tag = responderTag(ada.carried.tagKey, meeting, nonce)
      await channel.send(joinFrames.encode({ type: 'welcome', nonce, tag }), forever)
      const request = joinFrames.decode((await channel.receive(forever)) ?? new Uint8Array(0))
      if (request.type === 'request') asked.push(request.bytes)
      await channel.send(joinFrames.encode(answer), forever)
      await channel.receive(forever)
    })
    return made
  }

  test.each(['invite/expired', 'invite/used-up', 'invite/revoked'])(
    'who lies that %s is reported, and the others are asked all the same',
    async (said) => {
      const mallory = await liar({ type: 'refused', code: said })
      const addresses = [...mallory.transport.addresses(), ...ada.sync.addresses()]
      const { request, device, refusals } = newcomer(small, inviteBy(small, 'ada', addresses), ada.carried.tagKey)
      await (await outside()).sync.join(request, forever)
      expect(refusals).toEqual([{ peer: mallory.peer, code: said }])
      expect(ada.carried.person.membership.state.devices.has(device.id)).toBe(true)
    },
  )

  test('who admits with a log that is none is reported, and the others are asked all the same', async () => {
    const mallory = await liar({ type: 'admitted', items: [new Uint8Array(100)], more: false })
    const addresses = [...mallory.transport.addresses(), ...ada.sync.addresses()]
    const { request, came, refusals } = newcomer(small, inviteBy(small, 'ada', addresses), ada.carried.tagKey)
    const admitted = (items: readonly Uint8Array[]): void => {
      if (items.length === 1) throw membershipErrors('not-admitted')
      request.admitted(items)
    }
    await (await outside()).sync.join({ ...request, admitted }, forever)
    expect(refusals).toEqual([{ peer: mallory.peer, code: 'membership/not-admitted' }])
    expect(came).toHaveLength(1)
  })

  test('words nobody knows say nothing', async () => {
    const mallory = await liar({ type: 'refused', code: 'invite/constructor' })
    const invite = inviteBy(small, 'ada', mallory.transport.addresses())
    const { request, refusals } = newcomer(small, invite, ada.carried.tagKey)
    await expect((await outside()).sync.join(request, forever)).rejects.toEqual(code('sync/unreachable'))
    expect(refusals).toEqual([])
  })

  test('who shows a nonce to one who did not ask for it, or another than was promised, does not let anybody in', async () => {
    const mallory = await liar({ type: 'compare', nonce: new Uint8Array(32) })
    const invite = inviteBy(small, 'ada', mallory.transport.addresses())
    const { request, refusals } = newcomer(small, invite, ada.carried.tagKey)
    const ben = await outside()
    await expect(ben.sync.join(request, forever)).rejects.toEqual(code('sync/unreachable'))
    expect(refusals).toEqual([])
    const compare = (): void => {
      throw deviceErrors('untrue')
    }
    await expect(ben.sync.join({ ...request, compare }, forever)).rejects.toEqual(code('device/untrue'))
    await expect(ben.sync.join({ ...request, compare: () => undefined }, forever)).rejects.toEqual(
      code('device/compare'),
    )
    expect(refusals.map((each) => each.code)).toEqual(['device/untrue', 'device/compare'])
  })

  test('what is for one peer is asked of nobody else, wherever that one is heard', async () => {
    const asked: Uint8Array[] = []
    const mallory = await liar({ type: 'refused', code: 'device/compare' }, asked)
    const ben = await outside()
    ben.transport.discover({ peer: mallory.peer, addresses: mallory.transport.addresses() })
    ben.transport.discover({ peer: ada.transport.peer, addresses: ada.transport.addresses() })
    const invite = inviteBy(small, 'ada', mallory.transport.addresses())
    const { request, came } = newcomer(small, invite, ada.carried.tagKey)
    await ben.sync.join({ ...request, only: ada.transport.peer }, forever)
    expect(came).toHaveLength(1)
    expect(asked).toEqual([])
  })

  /** Cy's request as one who belongs, and what ada's core makes of it. */
  const returning = async () => {
    const cy = small.join('cy', 'ada')
    await ada.end()
    const carried: CarriedPerson = Object.assign(carriedOf(small, 'ada'), {
      inviting: true,
      admit: (bytes: Uint8Array, meeting: Meeting) => assertReturning(small.person('ada').membership, bytes, meeting),
    })
    ada.sync.carry(carried)
    const came: (readonly Uint8Array[])[] = []
    const request: JoinRequest = {
      community: small.community,
      tagKey: cy.membership.tagKey,
      addresses: ada.sync.addresses(),
      only: undefined,
      ask: (meeting) => writeReturn(small.community, cy.device, meeting),
      admitted: (items) => void came.push(items),
      refused: () => undefined,
    }
    return { cy, request, came }
  }

  test('who belongs already gets the log again, and tells what the member does not know', async () => {
    const { cy, request, came } = await returning()
    const newcomers = Array.from({ length: 3 }, (_, n) => small.admit(`guest ${n}`, 'cy'))
    const missingFor = (sample: Parameters<typeof cy.membership.missingFor>[0]) => cy.membership.missingFor(sample)
    await (await outside()).sync.join({ ...request, missingFor }, forever)
    expect(came).toHaveLength(1)
    const { membership } = small.person('ada')
    await eventually(() => newcomers.every(({ id }) => membership.state.devices.has(id)), 'that ada learns of them')
    expect(membership.heads()).toEqual(cy.membership.heads())
  })

  test('who belongs and tells rubbish, or without end, is heard for so long', async () => {
    const { cy, request } = await returning()
    const size = small.person('ada').membership.size
    const rubbish = Array.from({ length: 3 * LIMITS.logPage }, () => seededRandom('rubbish').bytes(200))
    await (await outside()).sync.join({ ...request, missingFor: () => rubbish }, forever)
    await eventually(() => ada.log.lines.some((line) => line.includes('join.admitted')), 'the answer')
    expect(small.person('ada').membership.size).toBe(size)
    expect(cy.membership.size).toBe(size)
  })

  test('who knows the key and never answers holds nobody up for long', async () => {
    const slow = await hostile()
    const asked = Promise.withResolvers<void>()
    slow.transport.serve(JOIN_PROTOCOL, async (channel) => {
      const first = await channel.receive(forever)
      const hello = joinFrames.decode(first ?? new Uint8Array(0))
      if (hello.type !== 'hello') return
      const meeting = { protocol: JOIN_PROTOCOL, initiator: channel.remote, responder: slow.peer, nonceI: hello.nonce }
      const nonce = seededRandom('slow').bytes(32)
      await channel.send(
        joinFrames.encode({ type: 'welcome', nonce, tag: responderTag(ada.carried.tagKey, meeting, nonce) }),
        forever,
      )
      await channel.receive(forever)
      asked.resolve()
      await channel.receive(forever)
    })
    const addresses = [...slow.transport.addresses(), ...ada.sync.addresses()]
    const { request, device } = newcomer(small, inviteBy(small, 'ada', addresses), ada.carried.tagKey)
    await (await outside()).sync.join(request, forever)
    await asked.promise
    expect(ada.carried.person.membership.state.devices.get(device.id)).toBeDefined()
  })

  test('the admitter keeps to few joiners, and says no more than the code', async () => {
    const knock = async (peer?: PeerId): Promise<readonly string[]> => {
      const joiner = await Stranger.on(hub, peer)
      strangers.push(joiner)
      const channel = await joiner.transport.open(ada.transport.peer, ada.transport.addresses(), JOIN_PROTOCOL, forever)
      const meeting = {
        protocol: JOIN_PROTOCOL,
        initiator: joiner.peer,
        responder: ada.transport.peer,
        nonceI: new Uint8Array(32),
      }
      const tag = initiatorTag(ada.carried.tagKey, meeting)
      const hello = joinFrames.encode({ type: 'hello', version: 1, nonce: meeting.nonceI, tag })
      const sent = channel.send(hello, forever)
      const answer = await sent.then(() => channel.receive(forever)).catch(() => undefined)
      if (!answer) return ['closed']
      if (peer) return [joinFrames.decode(answer).type]
      await channel.send(joinFrames.encode({ type: 'request', bytes: new Uint8Array(100) }), forever)
      const second = joinFrames.decode((await channel.receive(forever)) ?? new Uint8Array(0))
      return [second.type, second.type === 'refused' ? second.code : '']
    }
    expect(await knock()).toEqual(['refused', 'invite/not-accepted'])
    const waiting = await Promise.all(Array.from({ length: LIMITS.joinersAtOnce }, async () => knock(await newPeer())))
    expect(waiting.flat()).toEqual(Array.from({ length: LIMITS.joinersAtOnce }, () => 'welcome'))
    expect(await knock(await newPeer())).toEqual(['closed'])
  })
})
