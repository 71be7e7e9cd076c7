/**
 * Attacks with devices, and with many decisions, over real sockets: Ada and Bram run the real core in processes of their own. Mallory came as
 * a moderator; Vera, whose device was stolen, and Sid, Mallory’s second signer, are devices in her hands, in whose name she says to Ada one
 * thing and to Bram another, in any order.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Device, deviceOf, memberIdOf, newDeviceSeed, publicDevice } from '../../core/identity/index.ts'
import type { Action } from '../../core/membership/action.ts'
import { proveDevice } from '../../core/membership/device-proof.ts'
import { epochIdOf } from '../../core/membership/epoch.ts'
import { readLink } from '../../core/membership/index.ts'
import type { Payload } from '../../core/membership/payload.ts'
import { type ActionId, type EpochId, fromBase64url, LIMITS, type MemberId } from '../../core/shared/index.ts'
import type { SessionFrame } from '../../core/sync/wire/session-frames.ts'
import { BesiegedCores, type Honest } from '../support/besieged-cores.ts'
import { blockOf } from '../support/hostile-builder.ts'
import { HostileLog, type Invitation } from '../support/hostile-log.ts'
import { HostileMember } from '../support/hostile-member.ts'
import { until } from '../support/named-people.ts'
import { seededRandom } from '../support/surroundings.ts'
import type { Line } from '../support/sync-stranger.ts'

const random = seededRandom('hostile devices over sockets')
const both = ['ada', 'bram'] as const
const bytesOf = (id: string): Uint8Array => fromBase64url(id) ?? new Uint8Array(0)
const pick = (among: number): number => new DataView(random.bytes(4).buffer).getUint32(0) % among

describe('stolen devices and floods of decisions over real sockets', { timeout: 90_000 }, () => {
  let cores: BesiegedCores
  let mallory: HostileMember
  let hostile: HostileLog
  let byMallory: Invitation
  const lines = new Map<Honest, Line>()

  /** Says it to one of them in a session that goes on. */
  const say = async (to: Honest, ...frames: readonly SessionFrame[]): Promise<void> => {
    const line = lines.get(to) ?? (await mallory.meet(await cores.addresses(to)))
    lines.set(to, line)
    for (const frame of [...frames, { type: 'ping' } as const]) await line.say(frame)
    const heard = await line.rest()
    for (const frame of heard) if (frame.type === 'log') mallory.person.membership.receive(frame.items)
    expect(heard.filter(({ type }) => type === 'end')).toEqual([])
  }
  const tell = async (to: Honest, actions: readonly Action[]): Promise<void> => {
    const heads = mallory.carried.log.heads()
    const pages: Uint8Array[][] = [[]]
    for (const action of actions) {
      const page = pages.at(-1) ?? []
      const bytes = page.reduce((sum, { length }) => sum + length, 0) + action.body.length
      if (page.length === LIMITS.logPage || bytes > LIMITS.frameBytes / 2) pages.push([hostile.seal(action)])
      else page.push(hostile.seal(action))
    }
    const frames = pages.map((items): SessionFrame => ({ type: 'log', items, heads }))
    await say(to, ...frames)
  }
  const hangUp = (): void => {
    for (const { channel } of lines.values()) channel.abort()
    lines.clear()
  }
  /** Keeps them and says them to Ada, in a session that begins now: the one before may have been silent for too long. */
  const tellAnew = async (actions: readonly Action[]): Promise<void> => {
    const { membership } = mallory.person
    expect(membership.receive(actions.map((action) => hostile.seal(action))).accepted).toBe(actions.length)
    hangUp()
    await tell('ada', actions)
  }
  /** An action that the rules let in, as Mallory’s own log holds it from now on. */
  const act = (device: Device, payload: Payload, change: Parameters<HostileLog['action']>[2] = {}): Action => {
    const action = hostile.action(device, payload, change)
    if (mallory.person.membership.receive([hostile.seal(action)]).accepted !== 1) throw new TypeError(payload.type)
    return action
  }
  /** A new epoch after the first, which all have seen, or after those in force. */
  const rotation = (after?: readonly EpochId[]) => {
    const parents = after ?? [...mallory.person.membership.state.epochs.keys()].slice(0, 1)
    return { epoch: bytesOf(epochIdOf(random.bytes(32), parents)), parents: parents.map(bytesOf), sealed: [] }
  }
  const addition = (by: Device, device: Device, recovery = false): Payload => {
    const { signing, box } = publicDevice(device)
    const deviceSignature = proveDevice(mallory.person.membership.community, by.id, device, recovery)
    return { type: 'add-device', device: signing, box, recovery, deviceSignature, epochs: [] }
  }
  const removal = (of: Device): Payload => ({
    type: 'remove-device',
    device: of.signing.publicKey,
    cut: [],
    rotation: rotation(),
  })
  /** Somebody who comes by an invite and is nobody’s process. */
  const newcomer = (invite: Invitation): { device: Device; admission: Action } => {
    const device = deviceOf(newDeviceSeed(random))
    return { device, admission: act(mallory.person.device, hostile.admission(device, invite)) }
  }
  const statesOf = async (who: Honest, of: Device, found: (states: readonly string[]) => boolean) => {
    const query = { community: cores.room.community, member: memberIdOf(of.signing.publicKey) }
    const { deviceList } = await until(cores.clients[who].members.watchOne(query), ({ deviceList }) =>
      found(deviceList.map(({ state }) => state)),
    )
    return new Map(deviceList.map(({ id, state }) => [id as string, state]))
  }

  beforeAll(async () => {
    cores = await BesiegedCores.begin()
    const { community, space } = cores.room
    const terms = { community, uses: 9, hours: 24, role: 'moderator', approval: false } as const
    mallory = await HostileMember.join((await cores.clients.ada.invites.create(terms)).link, space)
    hostile = new HostileLog(mallory.person.membership, random)
    byMallory = hostile.invite(mallory.person.device, { uses: 1000 })
    await say('ada', { type: 'block', bytes: blockOf([mallory.feed().write(mallory.message('I am Mallory'))]) })
    await cores.members('bram', 3)
    await cores.expectUnharmed()
  }, 90_000)

  afterEach(() => cores.expectUnharmed())

  afterAll(async () => {
    hangUp()
    await mallory?.[Symbol.asyncDispose]()
    await cores?.[Symbol.asyncDispose]()
  })

  it('35: two devices that revoke each other are still for both, whichever word came first; what a thief adds meanwhile too', async () => {
    const { device: laptop, admission } = newcomer(byMallory)
    const [stolen, tablet, burglar] = [hostile.device(), hostile.device(), hostile.device()]
    const begun = [admission, act(laptop, addition(laptop, stolen)), act(laptop, addition(laptop, tablet))]
    const parents = mallory.person.membership.heads()
    const byLaptop = act(laptop, removal(stolen))
    const first = { seq: 1, prev: undefined, parents }
    const against = act(stolen, removal(tablet), first)
    const after = (prev: Action) => ({ seq: prev.seq + 1, prev: prev.id, parents: [prev.id] })
    const mutual = act(stolen, removal(laptop), after(against))
    const added = act(stolen, addition(stolen, burglar), after(mutual))
    await tell('ada', [...begun, byLaptop])
    await tell('bram', [...begun, against, mutual, added])
    for (const who of both) {
      const states = await statesOf(who, laptop, (all) => all.length === 4 && !all.every((each) => each === 'active'))
      await until(cores.clients[who].members.watchHistory({ community: cores.room.community, limit: 50 }), (all) =>
        [byLaptop, added].every(({ id }) => all.decisions.some((each) => each.id === id)),
      )
      const told = await statesOf(who, laptop, (all) => all.filter((each) => each === 'suspended').length === 3)
      expect(states.size).toBe(4)
      expect(
        [laptop, stolen, burglar, tablet].map(({ id }) => told.get(id)),
        `for ${who}`,
      ).toEqual(['suspended', 'suspended', 'suspended', 'active'])
    }
  })

  it('35: a thief’s recovery key, said to be older, neither takes the true one’s place nor sets a device aside', async () => {
    const { device: laptop, admission } = newcomer(byMallory)
    const early = { parents: [admission.id], seq: 1, prev: undefined }
    const [phone, paper, rival] = [hostile.device(), hostile.device(), hostile.device()]
    const honest = [admission, act(laptop, addition(laptop, phone)), act(laptop, addition(laptop, paper, true))]
    const forged = act(laptop, addition(laptop, rival, true), early)
    const parents = mallory.person.membership.heads()
    const taken = act(rival, removal(paper), { seq: 1, prev: undefined, parents })
    await tell('ada', [...honest, forged, taken])
    await tell('bram', [admission, forged, ...honest.slice(1), taken])
    const gone = act(rival, removal(phone), { seq: 2, prev: taken.id, parents: [taken.id] })
    await tell('bram', [gone])
    for (const who of both) {
      await until(cores.clients[who].members.watchHistory({ community: cores.room.community, limit: 50 }), (all) =>
        all.decisions.some(({ id }) => id === gone.id),
      )
      const states = await statesOf(who, laptop, (all) => all.length >= 2)
      expect(
        [laptop, phone].map(({ id }) => states.get(id)),
        `for ${who}`,
      ).toEqual(['active', 'active'])
    }
  })

  it('46: whatever several devices decide apart, said to Ada and to Bram in different orders, both come to the same', async () => {
    const { membership } = mallory.person
    const people = Array.from({ length: 3 }, () => newcomer(byMallory))
    const devices: Device[] = people.map(({ device }) => device)
    const begun = people.map(({ admission }) => admission)
    const made: Action[] = []
    const payloadBy = (by: Device): Payload => {
      const other = devices[pick(devices.length)] ?? by
      const earlier = made[pick(made.length + 1)] ?? begun[0]
      const kinds: readonly (() => Payload)[] = [
        () => {
          const device = hostile.device()
          devices.push(device)
          return addition(by, device, pick(3) === 0)
        },
        () => removal(other),
        () => removal(other),
        () => ({ type: 'remove', member: bytesOf(memberIdOf(other.signing.publicKey)), cut: [], rotation: rotation() }),
        () => ({ type: 'overturn', action: bytesOf(earlier?.id ?? '') }),
        () => ({ type: 'revoke-invite', invite: random.bytes(32) }),
      ]
      return (kinds[pick(kinds.length)] ?? kinds[0])?.() ?? removal(other)
    }
    for (let tries = 0; tries < 400 && made.length < 40; tries++) {
      const by = pick(4) === 0 ? mallory.person.device : devices[pick(devices.length)]
      if (!by) continue
      const known = [...begun.slice(-1), ...made]
      const parents: readonly ActionId[] =
        pick(3) === 0
          ? membership.heads()
          : [known[pick(known.length)]?.id ?? begun[0]?.id].filter((id) => id !== undefined)
      const own = membership.actions().findLast(({ id, device }) => device === by.id && parents.includes(id))
      const before = made.length
      const change = pick(3) === 0 || own ? { parents, seq: (own?.seq ?? 0) + 1, prev: own?.id } : {}
      const action = hostile.action(by, payloadBy(by), change)
      if (membership.receive([hostile.seal(action)]).accepted === 1) made.push(action)
      expect(made.length - before).toBeLessThanOrEqual(1)
    }
    expect(made.length).toBeGreaterThan(15)
    await tell('ada', [...begun, ...made])
    await tell('bram', [...begun, ...shuffled(made)])
    for (const who of both)
      await until(cores.clients[who].members.watchHistory({ community: cores.room.community, limit: 1000 }), (all) =>
        made.every(({ id }) => all.decisions.some((each) => each.id === id)),
      )
    const [ada, bram] = [await cores.history('ada'), await cores.history('bram')]
    const verdicts = (all: typeof ada) => all.map(({ id, state }) => `${id} ${state}`).sort()
    expect(verdicts(bram)).toEqual(verdicts(ada))
    const own = mallory.person.membership.history().map(({ action, state }) => `${action.id} ${state}`)
    expect(verdicts(ada)).toEqual(
      expect.arrayContaining(own.filter((each) => made.some(({ id }) => each.startsWith(id)))),
    )
  })

  it('32: devices, decisions and sessions without end are one member’s share, and others go on', async () => {
    const { device: greedy, admission } = newcomer(byMallory)
    const { membership } = mallory.person
    const own = membership.actions().length
    const added = Array.from({ length: LIMITS.memberDevices + 6 }, () => hostile.device())
    const flood: Action[] = [admission]
    let last: Action | undefined
    const next = (payload: Payload): void => {
      const place = { seq: (last?.seq ?? 0) + 1, prev: last?.id, parents: [last?.id ?? admission.id] }
      flood.push((last = hostile.action(greedy, payload, place)))
    }
    for (const device of added.slice(0, LIMITS.memberDevices - 1)) next(addition(greedy, device))
    const taken = flood.length
    const value = random.bytes(LIMITS.actionBytes - 1024)
    for (let bytes = 0; bytes < LIMITS.memberLogBytes + 4 * value.length; bytes += value.length)
      next({ type: 'unknown', name: 'filler', value })
    const many = added.slice(LIMITS.memberDevices - 1).map((device) =>
      hostile.action(greedy, addition(greedy, device), {
        seq: taken,
        prev: flood[taken - 1]?.id,
        parents: [flood[taken - 1]?.id ?? admission.id],
      }),
    )
    await tell('ada', [...flood, ...many])
    const feeds = Array.from({ length: 300 }, (_, at) => mallory.feed().write(mallory.message(`32 session ${at}`)))
    await say('ada', ...feeds.map((item): SessionFrame => ({ type: 'block', bytes: blockOf([item]) })))
    await cores.untilRead('bram', ({ text }) => text.startsWith('32 session'))
    await cores.expectUnharmed()
    for (const who of both) {
      const member = memberIdOf(greedy.signing.publicKey)
      const states = await statesOf(who, greedy, (all) => all.length > 1)
      expect(states.size).toBeLessThanOrEqual(LIMITS.memberDevices)
      const fillers = (await cores.history(who)).filter(({ by, type }) => by === member && type === 'unknown')
      expect(fillers.length).toBeGreaterThan(0)
      expect(fillers.length * value.length).toBeLessThanOrEqual(LIMITS.memberLogBytes)
    }
    expect(membership.actions().length).toBeGreaterThanOrEqual(own)
  })

  it('47: two hundred removed with nothing kept, signed by an accomplice, are all back once Ada overturns it', async () => {
    const { community } = cores.room
    const invite = { community, uses: 1, hours: 24, role: 'moderator', approval: false } as const
    const link = readLink((await cores.clients.ada.invites.create(invite)).link)
    const { membership, device: mine } = mallory.person
    const made: Action[] = []
    /** One after the other, so that what came before was seen. */
    const next = (by: Device, payload: Payload): Action => {
      const own = [...membership.actions(), ...made].findLast(({ device }) => device === by.id)
      const parents = made.length === 0 ? membership.heads() : made.slice(-1).map(({ id }) => id)
      const action = hostile.action(by, payload, { seq: (own?.seq ?? 0) + 1, prev: own?.id, parents })
      made.push(action)
      return action
    }
    const sid = hostile.device()
    const guests = Array.from({ length: 200 }, () => hostile.device())
    const bySid = { secret: link.inviteSecret, certificate: link.certificateBytes }
    next(mine, hostile.admission(sid, bySid))
    for (const guest of guests) next(mine, hostile.admission(guest, byMallory))
    await tellAnew(made.splice(0))
    const ids = new Set(guests.map(({ signing }) => memberIdOf(signing.publicKey)))
    const untilAll = async (who: Honest, state: 'active' | 'removed'): Promise<void> => {
      const isSo = (each: { id: MemberId; state: string }): boolean => ids.has(each.id) && each.state === state
      await until(
        cores.clients[who].members.watch({ community }),
        (all) => all.filter(isSo).length === ids.size,
        60_000,
      )
    }
    for (const who of both) await untilAll(who, 'active')
    let heads = membership.state.epochHeads.slice(0, LIMITS.epochParents)
    const removals = guests.map(({ signing }) => {
      const epoch = epochIdOf(random.bytes(32), heads)
      const after = { epoch: bytesOf(epoch), parents: heads.map(bytesOf), sealed: [] }
      heads = [epoch]
      return next(mine, { type: 'remove', member: bytesOf(memberIdOf(signing.publicKey)), cut: [], rotation: after })
    })
    for (const { id } of removals.slice(LIMITS.removalsPerDay))
      next(sid, { type: 'confirm', what: 'removal', id: bytesOf(id) })
    await tellAnew(made.splice(0))
    for (const who of both) await untilAll(who, 'removed')
    await Promise.all(removals.map(({ id }) => cores.clients.ada.members.overturn({ community, action: id })))
    for (const who of both) await untilAll(who, 'active')
  })

  it('and all of it is as it was when Ada’s core has been killed and starts again', async () => {
    hangUp()
    await cores.expectReloaded('ada')
  })
})

/** In another order, parents before children. */
function shuffled(actions: readonly Action[]): Action[] {
  const [waiting, out] = [[...actions], [] as Action[]]
  while (waiting.length > 0) {
    const ready = waiting.filter(({ parents }) => !waiting.some(({ id }) => parents.includes(id)))
    const next = ready[pick(ready.length)]
    if (!next) throw new TypeError('a cycle')
    waiting.splice(waiting.indexOf(next), 1)
    out.push(next)
  }
  return out
}
