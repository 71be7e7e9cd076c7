/**
 * What is there twice, over real sockets: two owners who remove each other at the same time, and one device that runs in two places. Ada and
 * Bram run the real core in processes of their own; Olga and Otto, whom Ada makes owners, are devices in Mallory’s hands.
 */
import { cpSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Device, loadDevice, memberIdOf } from '../../core/identity/index.ts'
import type { Action } from '../../core/membership/action.ts'
import { epochIdOf } from '../../core/membership/epoch.ts'
import type { InviteRecord } from '../../core/contract/index.ts'
import type { Payload } from '../../core/membership/payload.ts'
import { profileSchemas } from '../../core/service/index.ts'
import { type CommunityId, fromBase64url, type MemberId } from '../../core/shared/index.ts'
import { fileKeyStore, openProfile } from '../../core/storage/index.ts'
import type { SessionFrame } from '../../core/sync/wire/session-frames.ts'
import { BesiegedCores, type Honest } from '../support/besieged-cores.ts'
import { quietly } from '../support/core-process.ts'
import { blockOf, hostileFeed } from '../support/hostile-builder.ts'
import { HostileLog, type Invitation } from '../support/hostile-log.ts'
import { HostileMember } from '../support/hostile-member.ts'
import { NamedPerson, until } from '../support/named-people.ts'
import { seededRandom, temporaryFolder } from '../support/surroundings.ts'
import type { Line } from '../support/sync-stranger.ts'

const random = seededRandom('hostile, twice over sockets')
const both = ['ada', 'bram'] as const
const bytesOf = (id: string): Uint8Array => fromBase64url(id) ?? new Uint8Array(0)
const memberOf = ({ signing }: Device): MemberId => memberIdOf(signing.publicKey)
const isOwn = (all: readonly InviteRecord[]) => all.filter(({ mine, uses }) => mine && uses === 3)
const block = (...items: Parameters<typeof blockOf>[0]): SessionFrame => ({ type: 'block', bytes: blockOf(items) })

describe('what is there twice, over real sockets', { timeout: 90_000 }, () => {
  let cores: BesiegedCores
  let mallory: HostileMember
  let hostile: HostileLog
  let byMallory: Invitation
  const lines = new Map<Honest, Line>()

  /** Says it to one of them in a session that goes on; it is no reason to end it. */
  const say = async (to: Honest, ...frames: readonly SessionFrame[]): Promise<void> => {
    const line = lines.get(to) ?? (await mallory.meet(await cores.addresses(to)))
    lines.set(to, line)
    for (const frame of [...frames, { type: 'ping' } as const]) await line.say(frame)
    const heard = await line.rest()
    for (const frame of heard) if (frame.type === 'log') mallory.person.membership.receive(frame.items)
    expect(heard.filter(({ type }) => type === 'end')).toEqual([])
  }
  const tell = (to: Honest, actions: readonly Action[]): Promise<void> =>
    say(to, { type: 'log', items: actions.map((each) => hostile.seal(each)), heads: mallory.carried.log.heads() })
  const hangUp = (): void => {
    for (const { channel } of lines.values()) channel.abort()
    lines.clear()
  }
  const act = (device: Device, payload: Payload, change: Parameters<HostileLog['action']>[2] = {}): Action => {
    const action = hostile.action(device, payload, change)
    if (mallory.person.membership.receive([hostile.seal(action)]).accepted !== 1) throw new TypeError(payload.type)
    return action
  }
  const newcomer = (): { device: Device; admission: Action } => {
    const device = hostile.device()
    return { device, admission: act(mallory.person.device, hostile.admission(device, byMallory)) }
  }
  const removal = (member: MemberId): Payload => {
    const parents = [...mallory.person.membership.state.epochs.keys()].slice(0, 1)
    const rotation = { epoch: bytesOf(epochIdOf(random.bytes(32), parents)), parents: parents.map(bytesOf), sealed: [] }
    return { type: 'remove', member: bytesOf(member), cut: [], rotation }
  }
  const memberNamed = async (name: string): Promise<MemberId> => {
    const found = (await cores.members('ada', 3)).find((each) => each.name === name)
    if (!found) throw new TypeError(`no ${name}`)
    return found.id
  }
  /** What somebody’s core says of decisions and members, in the order asked for. */
  const verdicts = async (who: Honest, actions: readonly Action[], members: readonly MemberId[]) => {
    const states = new Map((await cores.history(who)).map(({ id, state }) => [id as string, state]))
    const all = new Map((await cores.members(who, 3)).map(({ id, role, state }) => [id, `${role} ${state}`]))
    return [actions.map(({ id }) => states.get(id) ?? 'refused'), members.map((id) => all.get(id))]
  }

  beforeAll(async () => {
    cores = await BesiegedCores.begin()
    const { community, space } = cores.room
    const terms = { community, uses: 1, hours: 24, role: 'moderator', approval: false } as const
    mallory = await HostileMember.join((await cores.clients.ada.invites.create(terms)).link, space)
    hostile = new HostileLog(mallory.person.membership, random)
    byMallory = hostile.invite(mallory.person.device, { uses: 1000 })
    await say('ada', block(mallory.feed().write(mallory.message('I am Mallory'))))
    await cores.members('bram', 3)
    await cores.expectUnharmed()
  }, 90_000)

  afterEach(() => cores.expectUnharmed())

  afterAll(async () => {
    hangUp()
    await mallory?.[Symbol.asyncDispose]()
    await cores?.[Symbol.asyncDispose]()
  })

  it.each(both)(
    '35: owners who remove each other at the same time: the senior one stands for all, though %s heard the other first',
    async (misled) => {
      const { community } = cores.room
      const { membership } = mallory.person
      const [otto, olga, sid, tess] = [newcomer(), newcomer(), newcomer(), newcomer()]
      await tell(
        'ada',
        [otto, olga, sid, tess].map(({ admission }) => admission),
      )
      // Otto first: he is the senior one.
      for (const { device } of [otto, olga]) {
        const member = memberOf(device)
        const isHere = (all: readonly { id: MemberId }[]): boolean => all.some(({ id }) => id === member)
        await until(cores.clients.ada.members.watch({ community }), isHere)
        await cores.clients.ada.members.setRole({ community, member, role: 'owner' })
      }
      await until(cores.clients.bram.members.watch({ community }), (all) =>
        [otto, olga].every(({ device }) => all.some(({ id, role }) => id === memberOf(device) && role === 'owner')),
      )
      await expect
        .poll(async () => {
          await say('ada')
          return membership.state.members.get(memberOf(olga.device))?.role
        })
        .toBe('owner')
      const apart = { seq: 1, prev: undefined, parents: membership.heads() }
      const on = (prev: Action) => ({ seq: prev.seq + 1, prev: prev.id, parents: [prev.id] })
      const byOtto = act(otto.device, removal(memberOf(olga.device)), apart)
      // What the junior one may not do at all, in the first place of her chain and with all she does after it; then without it.
      const against = hostile.action(olga.device, removal(memberOf(otto.device)), apart)
      const onIt = hostile.action(olga.device, removal(await memberNamed('Bram')), on(against))
      expect(membership.receive([against, onIt].map((each) => hostile.seal(each))).accepted).toBe(0)
      const raised = act(
        olga.device,
        { type: 'set-role', member: bytesOf(memberOf(sid.device)), role: 'owner', cut: [] },
        apart,
      )
      const gone = act(olga.device, removal(memberOf(tess.device)), on(raised))
      const brams = act(olga.device, removal(await memberNamed('Bram')), on(gone))
      // Whom the junior one makes an owner stands below both.
      const bySid = hostile.action(sid.device, removal(memberOf(otto.device)), { ...apart, parents: [brams.id] })
      expect(membership.receive([hostile.seal(bySid)]).accepted).toBe(0)
      const hers = [against, onIt, raised, gone, brams, bySid]
      const other = misled === 'ada' ? 'bram' : 'ada'
      await Promise.all([tell(misled, hers), tell(other, [byOtto])])
      await Promise.all([tell(misled, [byOtto]), tell(other, hers.toReversed())])
      for (const who of both)
        await until(cores.clients[who].members.watchHistory({ community, limit: 1000 }), ({ decisions }) =>
          [byOtto, raised, gone, brams].every(({ id }) => decisions.some((each) => each.id === id)),
        )
      await cores.expectUnharmed()
      const people = [otto, olga, sid, tess].map(({ device }) => memberOf(device))
      for (const who of both)
        expect(await verdicts(who, [byOtto, ...hers], people), `for ${who}`).toEqual([
          ['counts', 'refused', 'refused', 'void', 'void', 'void', 'refused'],
          ['owner active', 'owner removed', 'member active', 'member active'],
        ])
      const own = new Map(membership.history().map(({ action, state }) => [action.id, state]))
      expect([byOtto, raised, gone, brams].map(({ id }) => own.get(id))).toEqual(['counts', 'void', 'void', 'void'])
    },
  )

  it('30: a copy of a profile that runs beside the original forks no feed, loses no word, and its decisions count beside the other’s', async () => {
    hangUp()
    const { community } = cores.room
    const terms = { community, uses: 3, hours: 24, role: 'member', approval: false } as const
    for (let n = 0; n < 2; n++) await cores.clients.bram.invites.create(terms)
    const invites = await until(cores.clients.bram.invites.watch({ community }), (all) => isOwn(all).length === 2)
    const [one, other] = isOwn(invites).map(({ key }) => key)
    await cores.end('bram')
    await using twin = new NamedPerson('Bram', quietly)
    cpSync(cores.profile('bram'), twin.profile, { recursive: true })
    await cores.start('bram')
    // The original goes on first, so that the copy is an old one as well.
    for (let n = 0; n < 2; n++) await cores.talk('bram')
    const copy = await twin.start()
    const fromCopy: string[] = []
    for (let n = 0; n < 3; n++) {
      const said = { ...cores.room, text: `the copy says ${n}`, clientKey: `from the copy ${n}` }
      const [{ id }] = await Promise.all([copy.rooms.send(said), cores.say('bram')])
      await cores.say('ada')
      fromCopy.push(id)
    }
    await Promise.all([
      copy.invites.revoke({ community, key: one ?? '' }),
      cores.clients.bram.invites.revoke({ community, key: other ?? '' }),
    ])
    // While both are there, nobody is harmed; whichever is met is one of them.
    await cores.talk('ada')
    // The original goes: the copy has the line.
    await cores.end('bram')
    await cores.untilRead('ada', ({ id }) => id === fromCopy.at(-1))
    await twin.end()
    await cores.start('bram')
    await cores.expectUnharmed()
    for (const who of both) {
      const rows = await cores.rows(who)
      expect(rows.filter(({ forked }) => forked)).toEqual([])
      expect(rows.filter(({ id }) => fromCopy.includes(id)).map(({ text }) => text)).toEqual(
        fromCopy.map((_, n) => `the copy says ${n}`),
      )
      const revoked = (await cores.history(who)).filter(({ type }) => type === 'revoke-invite')
      expect(revoked.map(({ state }) => state)).toEqual(['counts', 'counts'])
      const { deviceList } = await until(
        cores.clients[who].members.watchOne({ community, member: await memberNamed('Bram') }),
        () => true,
      )
      expect(deviceList.map(({ equivocated, state }) => [equivocated, state])).toEqual([[false, 'active']])
      expect(await until(cores.clients[who].rooms.watchLost({ community }), () => true)).toEqual([])
    }
  })

  it('30: a copy that does go on in a feed of the original is shown as that, harms nobody else, and what fell out is offered again', async () => {
    const { community, space } = cores.room
    using folder = temporaryFolder()
    await cores.end('bram')
    cpSync(cores.profile('bram'), folder.path, { recursive: true })
    const device = await deviceIn(folder.path, community)
    await cores.start('bram')
    const author = { ...mallory.person, device }
    const feed = hostileFeed(author, mallory.page, random)
    const first = feed.write(mallory.message('before the copy'))
    for (const who of both) await say(who, block(first))
    for (const who of both) await cores.untilRead(who, ({ text }) => text === 'before the copy')
    const fork = feed.fork()
    await say('ada', block(feed.write(mallory.message('by the one'))))
    await say('bram', block(fork.write(mallory.message('by the other'))))
    const member = await memberNamed('Bram')
    for (const who of both)
      await until(cores.clients[who].members.watchOne({ community, member }), ({ deviceList }) =>
        deviceList.every(({ equivocated, state }) => equivocated && state === 'active'),
      )
    await cores.expectUnharmed()
    const forked = await Promise.all(
      both.map(async (who) => (await cores.rows(who)).filter((row) => row.forked).map(({ text }) => text)),
    )
    expect(forked[1]).toEqual(forked[0])
    const hidden = await until(cores.clients.ada.rooms.watchHidden({ community, space }), (all) => all.length > 0)
    expect(hidden).toMatchObject([{ reason: 'forked', author: member }])
    // Each branch that fell out is there for its author, and for nobody else.
    const lost = await until(cores.clients.bram.rooms.watchLost({ community }), (all) => all.length > 0)
    expect([...lost.map(({ text }) => text), ...(forked[0] ?? [])].toSorted()).toEqual(['by the one', 'by the other'])
    expect(await until(cores.clients.ada.rooms.watchLost({ community }), () => true)).toEqual([])
    await cores.clients.bram.rooms.settleLost({ community, ids: [...new Set(lost.map(({ id }) => id))], again: true })
    for (const { text } of lost)
      await cores.untilRead('ada', (row) => row.text === text && !row.forked && row.author === member)
  })

  it('and all of it is as it was when Ada’s core has been killed and starts again', async () => {
    hangUp()
    await cores.expectReloaded('ada')
  })
})

/** Somebody’s device in a community, with its keys, out of a profile that nobody has open. */
async function deviceIn(folder: string, community: CommunityId): Promise<Device> {
  const signal = AbortSignal.timeout(10_000)
  const profile = await openProfile({ folder, keyStore: fileKeyStore(folder), schemas: profileSchemas, signal })
  try {
    const device = loadDevice(profile.database, community)
    if (!device) throw new TypeError('no device')
    return device
  } finally {
    profile.close()
  }
}
