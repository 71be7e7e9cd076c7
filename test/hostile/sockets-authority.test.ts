/**
 * Attacks on authority over real sockets: Ada (owner) and Bram (moderator) run the real core in processes of their own; Mallory came as a
 * moderator and Oskar, her accomplice, as a member, and both say in live sessions what no honest core would. Each attack is followed by
 * what all of them have in common: honest people still speak, agree on messages, members and decisions, and then fall silent.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Device, digest, memberIdOf, sealFor, sign } from '../../core/identity/index.ts'
import type { Action } from '../../core/membership/action.ts'
import { contentKeys, epochIdOf } from '../../core/membership/epoch.ts'
import { sealAction } from '../../core/membership/log-seal.ts'
import { logKeys, type Proof } from '../../core/membership/index.ts'
import type { Payload } from '../../core/membership/payload.ts'
import { encodeCanonical, fromBase64url, type MemberId } from '../../core/shared/index.ts'
import type { SessionFrame } from '../../core/sync/wire/session-frames.ts'
import { BesiegedCores, type Honest } from '../support/besieged-cores.ts'
import { blockOf, type BuiltItem, proofOf, signHeader } from '../support/hostile-builder.ts'
import { HostileLog } from '../support/hostile-log.ts'
import { HostileMember } from '../support/hostile-member.ts'
import { until } from '../support/named-people.ts'
import { seededRandom } from '../support/surroundings.ts'
import type { Line } from '../support/sync-stranger.ts'

const random = seededRandom('hostile authority')
const bytesOf = (id: string): Uint8Array => fromBase64url(id) ?? new Uint8Array(0)
const block = (...items: readonly BuiltItem[]): SessionFrame => ({ type: 'block', bytes: blockOf(items) })

describe('hostile members over real sockets', { timeout: 90_000 }, () => {
  let cores: BesiegedCores
  let mallory: HostileMember
  let oskar: HostileMember
  const lines = new Map<HostileMember, Line>()

  const inviteAs = async (role: 'member' | 'moderator'): Promise<HostileMember> => {
    const { community, space } = cores.room
    const terms = { community, uses: 1, hours: 24, role, approval: false }
    return HostileMember.join((await cores.clients.ada.invites.create(terms)).link, space)
  }
  const memberOf = ({ person }: HostileMember): MemberId => {
    const member = person.membership.state.devices.get(person.device.id)?.member
    if (!member) throw new TypeError('no member')
    return member
  }
  /** The member with a role whom nobody here plays: Ada is the owner, Bram the honest moderator. */
  const honest = async (role: 'owner' | 'moderator'): Promise<MemberId> => {
    const name = role === 'owner' ? 'Ada' : 'Bram'
    const found = (await cores.members('ada', 4)).find((each) => each.name === name)
    if (!found) throw new TypeError(`no ${name}`)
    return found.id
  }
  const forging = ({ person }: HostileMember): HostileLog => new HostileLog(person.membership, random)
  const act = (who: HostileMember, payload: Payload, change: Parameters<HostileLog['action']>[2] = {}): Action =>
    forging(who).action(who.person.device, payload, change)
  const sealed = ({ person }: HostileMember, ...actions: readonly Action[]): Uint8Array[] =>
    actions.map((action) => sealAction(logKeys(person.membership.secret), action))
  const logOf = (who: HostileMember, items: readonly Uint8Array[]): SessionFrame => ({
    type: 'log',
    items,
    heads: who.carried.log.heads(),
  })
  /** Says it to Ada in a session that goes on; it is no reason to end it. */
  const say = async (who: HostileMember, ...frames: readonly SessionFrame[]): Promise<readonly SessionFrame[]> => {
    const line = lines.get(who) ?? (await who.meet())
    lines.set(who, line)
    for (const frame of [...frames, { type: 'ping' } as const]) await line.say(frame)
    const heard = await line.rest()
    for (const frame of heard) if (frame.type === 'log') who.person.membership.receive(frame.items)
    expect(heard.filter(({ type }) => type === 'end')).toEqual([])
    return heard
  }
  const hangUp = (): void => {
    for (const line of lines.values()) line.channel.abort()
    lines.clear()
  }
  /** Ada takes none of these, and so decides nothing by them. */
  const refuses = async (who: HostileMember, ...items: readonly Uint8Array[]): Promise<void> => {
    const before = await cores.history('ada')
    await say(who, logOf(who, items))
    expect(await cores.history('ada')).toEqual(before)
  }
  const rotation = (who: HostileMember, ...sealedFor: (readonly [Uint8Array, Uint8Array])[]) => {
    const parents = who.person.membership.state.epochHeads
    const key = random.bytes(32)
    return { epoch: bytesOf(epochIdOf(key, parents)), parents: parents.map(bytesOf), sealed: sealedFor }
  }

  beforeAll(async () => {
    cores = await BesiegedCores.begin()
    mallory = await inviteAs('moderator')
    oskar = await inviteAs('member')
    await say(mallory, block(mallory.feed().write(mallory.message('I am Mallory'))))
    for (const who of ['ada', 'bram'] as const) await cores.untilRead(who, ({ text }) => text === 'I am Mallory')
    await cores.members('bram', 4)
    await cores.expectUnharmed()
  }, 90_000)

  afterEach(() => cores.expectUnharmed())

  afterAll(async () => {
    hangUp()
    for (const who of [mallory, oskar]) await who?.[Symbol.asyncDispose]()
    await cores?.[Symbol.asyncDispose]()
  })

  it('33, 45, 64: actions in others’ names, of others’ devices and with others’ keys', async () => {
    const { device, membership } = oskar.person
    const member = await honest('owner')
    const [adas = ''] = membership.state.members.get(member)?.devices ?? []
    const known = membership.state.devices.get(adas as never)
    if (!known) throw new TypeError('no device')
    const asAda = { ...device, signing: { ...device.signing, publicKey: bytesOf(adas) } }
    const own = membership.actions().findLast(({ device: by }) => by === adas)
    const add = { type: 'add-device', recovery: false, epochs: [], deviceSignature: random.bytes(64) } as const
    const fresh = forging(oskar).device()
    const role = { type: 'set-role', member: bytesOf(memberOf(oskar)), role: 'owner', cut: [] } as const
    const inAdasName = forging(oskar).action(asAda, role, { seq: (own?.seq ?? 0) + 1, prev: own?.id })
    expect(inAdasName.device).toBe(adas)
    await refuses(
      oskar,
      ...sealed(
        oskar,
        inAdasName,
        act(oskar, { ...add, device: bytesOf(adas), box: known.box }),
        act(oskar, { ...add, device: bytesOf(adas), box: fresh.box.publicKey }),
        act(oskar, { ...add, device: fresh.signing.publicKey, box: fresh.box.publicKey }),
        act(oskar, { type: 'remove-device', device: bytesOf(adas), cut: [], rotation: rotation(oskar) }),
        act(oskar, forging(oskar).admission(fresh, forging(oskar).invite(fresh))),
      ),
    )
  })

  it('34, 44: nobody makes themselves or others more than they may, nor removes or rotates above or beside them', async () => {
    const [ada, bram] = [bytesOf(await honest('owner')), bytesOf(await honest('moderator'))]
    const [m, o] = [bytesOf(memberOf(mallory)), bytesOf(memberOf(oskar))]
    const give = (member: Uint8Array, role: 'owner' | 'moderator' | 'member'): Payload => ({
      type: 'set-role',
      member,
      role,
      cut: [],
    })
    const remove = (who: HostileMember, member: Uint8Array): Payload => ({
      type: 'remove',
      member,
      cut: [],
      rotation: rotation(who),
    })
    const byOskar = [
      give(o, 'owner'),
      give(o, 'moderator'),
      give(bram, 'member'),
      remove(oskar, bram),
      remove(oskar, ada),
    ]
    const rotate: Payload = { type: 'rotate', rotation: rotation(oskar) }
    await refuses(oskar, ...sealed(oskar, ...[...byOskar, rotate].map((payload) => act(oskar, payload))))
    const byMallory = [
      give(m, 'owner'),
      give(o, 'moderator'),
      give(o, 'owner'),
      give(bram, 'member'),
      give(ada, 'member'),
    ]
    const removals = [remove(mallory, bram), remove(mallory, ada)]
    await refuses(mallory, ...sealed(mallory, ...[...byMallory, ...removals].map((payload) => act(mallory, payload))))
  })

  it('38, 39, 40: invites of others, of elsewhere, above one’s rank and used up let nobody in; used twice at once, both stay', async () => {
    const [hostile, { device, membership }] = [forging(oskar), oskar.person]
    const admit = (by: ReturnType<typeof hostile.invite>, change = {}): Uint8Array =>
      sealed(oskar, act(oskar, hostile.admission(hostile.device(), by), change))[0] ?? new Uint8Array(0)
    const elsewhere = hostile.invite(device, {
      community: Buffer.from(random.bytes(32)).toString('base64url') as never,
    })
    const [above, nobodys] = [hostile.invite(device, { role: 'moderator' }), hostile.invite(hostile.device())]
    await refuses(oskar, ...[elsewhere, above, nobodys].map((each) => admit(each)))
    const [once, heads] = [hostile.invite(device), membership.heads()]
    const own = membership.actions().findLast(({ device: by }) => by === device.id)
    const [first, twin] = [admit(once), admit(once, { parents: heads, seq: (own?.seq ?? 0) + 1, prev: own?.id })]
    await say(oskar, logOf(oskar, [first]))
    membership.receive([first])
    await refuses(oskar, admit(once))
    // A twin that pretends to know nothing of the first cannot be told from one that does not.
    await say(oskar, logOf(oskar, [twin]))
    membership.receive([twin])
    for (const who of ['ada', 'bram'] as const)
      expect((await cores.members(who, 6)).map(({ state }) => state)).toEqual(Array(6).fill('active'))
    await until(cores.clients.ada.invites.watch({ community: cores.room.community }), (all) =>
      all.some(({ overused, used }) => overused && used === 2),
    )
  })

  it('27: false evidence of a fork is no evidence', async () => {
    const member = await honest('owner')
    const devices = oskar.person.membership.state.members.get(member)?.devices ?? []
    const [true1, true2] = oskar.person.documents.proofs(devices)
    if (!true1 || !true2) throw new TypeError('Ada wrote nothing')
    const header = (changed: number): Proof => [
      true1[0].map((byte, at) => (at === true1[0].length - changed ? byte ^ 1 : byte)),
      true1[1],
    ]
    const pairs: readonly (readonly [Proof, Proof])[] = [
      [true1, true1],
      [true1, true2],
      [true1, header(1)],
      [true1, [header(1)[0], signHeader(oskar.person.device, header(1)[0])]],
      [true1, [true1[0], signHeader(oskar.person.device, true1[0])]],
      [true1, [random.bytes(300), random.bytes(64)]],
    ]
    await refuses(
      oskar,
      ...sealed(oskar, ...pairs.map(([first, second]) => act(oskar, { type: 'fork-evidence', first, second }))),
    )
    const { community } = cores.room
    for (const client of Object.values(cores.clients)) {
      const { deviceList } = await until(client.members.watchOne({ community, member }), () => true)
      expect(deviceList.map(({ equivocated }) => equivocated)).toEqual([false])
    }
  })

  it('62: a role named __proto__ is no role', async () => {
    const { device, membership } = mallory.person
    const fields = (role: string) =>
      new Map<string, never>(Object.entries({ member: bytesOf(memberOf(oskar)), role, cut: [] }) as never)
    const items = ['__proto__', 'constructor', 'hasOwnProperty', ''].map((role) => {
      const { body, seq, prev, parents } = act(mallory, { type: 'leave', cut: [] })
      const bytes = encodeCanonical([
        1,
        bytesOf(membership.community),
        device.signing.publicKey,
        seq,
        prev ? bytesOf(prev) : new Uint8Array(0),
        parents.map(bytesOf),
        1,
        'set-role',
        fields(role),
      ])
      expect(bytes.length).toBeGreaterThan(body.length)
      const signature = sign(device.signing, digest('folkmoot/action-signature/1', digest('folkmoot/action/1', bytes)))
      return sealAction(logKeys(membership.secret), { body: bytes, signature } as Action)
    })
    await refuses(mallory, ...items)
  })

  it('44: a moderator hands everybody another key under one name, and nobody is kept from writing', async () => {
    const boxes = [...mallory.person.membership.state.devices.values()].map(({ box }) => box)
    const wrong = boxes.map((box) => [box, sealFor(box, random.bytes(32))] as const)
    const action = act(mallory, { type: 'rotate', rotation: rotation(mallory, ...wrong) })
    const before = (await cores.history('ada')).length
    await say(mallory, logOf(mallory, sealed(mallory, action)))
    // It is a moderator's to rotate: it counts, and gives nobody a key; so whoever writes next changes the keys again.
    expect((await cores.history('ada')).length).toBeGreaterThan(before)
    mallory.person.membership.receive(sealed(mallory, action))
    for (const from of ['ada', 'bram'] as const) await cores.talk(from)
  })

  it('26: one branch to each of two who are apart, and a late fork of a first item, are the same to both once they meet', async () => {
    await say(mallory)
    const feed = mallory.feed()
    const first = feed.write(mallory.message('before the fork'))
    await say(mallory, block(first))
    await cores.untilRead('bram', ({ text }) => text === 'before the fork')
    await cores.talk('bram')
    const fork = feed.fork()
    const [toAda, toBram] = [feed.write(mallory.message('to Ada')), fork.write(mallory.message('to Bram'))]
    const late = feed.fork(0)
    await cores.end('bram')
    await say(mallory, block(first, toAda))
    await cores.untilRead('ada', ({ text }) => text === 'to Ada')
    hangUp()
    await cores.end('ada', 'kill')
    await cores.start('bram')
    const line = await mallory.meet(await cores.addresses('bram'))
    await line.say(block(first, toBram))
    await cores.untilRead('bram', ({ text }) => text === 'to Bram')
    line.channel.abort()
    // Bram goes on from there while he is alone, so that his is the branch somebody had seen.
    await cores.say('bram')
    await cores.start('ada')
    await cores.expectUnharmed()
    const told = async (who: Honest) =>
      (await cores.rows(who))
        .filter(({ text }) => /^(before the fork|to Ada|to Bram|never)/.test(text))
        .map(({ text, forked }) => [text, forked])
    const both = async () => [await told('ada'), await told('bram')]
    const seen = [
      ['before the fork', false],
      ['to Bram', true],
    ]
    expect(await both()).toEqual([seen, seen])
    await say(mallory, block(late.write(mallory.message('never said the first'))))
    await cores.expectUnharmed()
    const [ada, bram] = await both()
    expect(bram).toEqual(ada)
    expect(ada).toContainEqual(['before the fork', true])
    // Whoever holds both may show them to everybody: this is what true evidence looks like.
    const [first1, second1] = [proofOf(mallory.person, toAda), proofOf(mallory.person, toBram)]
    await say(oskar, logOf(oskar, sealed(oskar, act(oskar, { type: 'fork-evidence', first: first1, second: second1 }))))
    const { community } = cores.room
    const member = memberOf(mallory)
    for (const client of Object.values(cores.clients))
      await until(client.members.watchOne({ community, member }), ({ deviceList }) =>
        deviceList.some((each) => each.equivocated),
      )
  })

  it('31: what is written under no epoch, another’s key or two keys for one epoch is shown to nobody', async () => {
    await say(mallory)
    const [epoch] = mallory.person.ring.heads()
    const own = mallory.person.ring.contentKeys(epoch ? [epoch] : [])
    const nowhere = Buffer.from(random.bytes(32)).toString('base64url') as NonNullable<typeof epoch>
    const wrong = contentKeys([random.bytes(32)])
    if (!epoch || !own) throw new TypeError('no key')
    await say(
      mallory,
      block(mallory.feed().write(mallory.message('31 of no epoch'), { context: { epochs: [nowhere] }, keys: own })),
      block(mallory.feed().write(mallory.message('31 another key'), { keys: wrong })),
    )
    hangUp()
    // An item names epochs, each once: no honest device sends anything else.
    for (const epochs of [[], [epoch, epoch]]) {
      const line = await mallory.meet()
      await line.say(block(mallory.feed().write(mallory.message('31 named so'), { context: { epochs }, keys: own })))
      expect((await line.ending()).at(-1)).toEqual({ type: 'end', code: 'session/malformed' })
      await mallory.becomeAnotherPeer()
    }
    for (const who of ['ada', 'bram'] as const)
      expect((await cores.texts(who)).filter((text) => text.startsWith('31'))).toEqual([])
  })

  it('36, 37, 38, 43, 50, 51: Mallory is removed while she is connected: what she does from then on counts nowhere', async () => {
    hangUp()
    const { community } = cores.room
    const [target, o] = [memberOf(mallory), bytesOf(memberOf(oskar))]
    const line = await mallory.meet()
    await line.rest()
    // What she makes before she hears of it, and dates as she likes.
    const stale: readonly Payload[] = [
      { type: 'remove', member: o, cut: [], rotation: rotation(mallory) },
      { type: 'rotate', rotation: rotation(mallory) },
    ]
    const backdated = stale.map((payload) => act(mallory, payload, { at: 0 }))
    const guest = forging(mallory).device()
    const admission = act(mallory, forging(mallory).admission(guest, forging(mallory).invite(mallory.person.device)))
    const late = block(mallory.feed().write(mallory.message('after I was removed')))
    await cores.clients.ada.members.remove({ community, member: target, keep: 'all', reason: '' })
    const heard = await line.rest()
    expect(heard.at(-1)).toEqual({ type: 'end', code: 'session/removed' })
    await line.say(late).catch(() => undefined)
    for (const who of ['ada', 'bram'] as const) {
      await cores.members(who, 4)
      await until(cores.clients[who].members.watch({ community }), (all) =>
        all.some(({ id, state }) => id === target && state === 'removed'),
      )
      await expect(mallory.meet(await cores.addresses(who))).rejects.toMatchObject({
        details: { code: 'session/removed' },
      })
    }
    // Her accomplice, who may still speak, passes on what she says: each of them is another way to say it.
    const at = (await cores.history('ada')).length
    for (const action of [...backdated, admission]) await say(oskar, logOf(oskar, sealed(mallory, action)), late)
    const back = act(oskar, forging(oskar).admission(mallory.person.device, forging(oskar).invite(oskar.person.device)))
    await say(oskar, logOf(oskar, sealed(oskar, back)))
    await cores.expectUnharmed()
    const knowing = (device: Device, payload: Payload): Action => forging(oskar).action(device, payload)
    const byHers = forging(oskar).invite(mallory.person.device)
    await refuses(
      oskar,
      ...sealed(
        oskar,
        knowing(mallory.person.device, { type: 'rotate', rotation: rotation(oskar) }),
        knowing(mallory.person.device, forging(oskar).admission(forging(oskar).device(), byHers)),
        knowing(oskar.person.device, forging(oskar).admission(forging(oskar).device(), byHers)),
      ),
    )
    const after = (await cores.history('ada')).slice(at)
    expect(after.map(({ by, type, state }) => [by === target, type, state])).toEqual([
      [true, 'remove', 'void'],
      [true, 'rotate', 'void'],
      [true, 'admit', 'void'],
    ])
    for (const who of ['ada', 'bram'] as const) {
      const texts = await cores.texts(who)
      expect(texts).toContain('I am Mallory')
      expect(texts).not.toContain('after I was removed')
      const members = await cores.members(who, 4)
      const state = (id: MemberId) => members.find((each) => each.id === id)?.state
      expect([state(target), state(memberOf(oskar))]).toEqual(['removed', 'active'])
      expect(
        state(memberIdOf(guest.signing.publicKey)),
        'who came by her at the same time waits for somebody else',
      ).toBe('pending')
    }
  })

  it('and all of it is as it was when Ada’s core has been killed and starts again', async () => {
    hangUp()
    await cores.expectReloaded('ada')
  })
})
