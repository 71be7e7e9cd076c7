/**
 * Attacks on what is shown, over real sockets: Mallory, a plain member, says in a live session what screens of Ada’s and Bram’s real cores
 * must never show as somebody else’s, nor as decided. The screens are looked at through live queries, from before to after.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { MessageRow } from '../../core/contract/index.ts'
import {
  charterEntry,
  deviceNameEntry,
  editEntry,
  type Entry,
  profileEntry,
  reasonEntry,
  roomEntry,
  settingsEntry,
  withdrawEntry,
} from '../../core/documents/index.ts'
import { base64url, type DeviceId, type DocumentId } from '../../core/shared/index.ts'
import type { SessionFrame } from '../../core/sync/wire/session-frames.ts'
import { BesiegedCores, type Honest } from '../support/besieged-cores.ts'
import { blockOf, type BuiltItem } from '../support/hostile-builder.ts'
import { HostileMember } from '../support/hostile-member.ts'
import { inviteTo, until } from '../support/named-people.ts'
import { seededRandom } from '../support/surroundings.ts'
import type { Line } from '../support/sync-stranger.ts'

const random = seededRandom('hostile shown')
const both = ['ada', 'bram'] as const

describe('what a hostile member has others shown', { timeout: 60_000 }, () => {
  let cores: BesiegedCores
  let mallory: HostileMember
  let line: Line | undefined
  /** Every row that any live query of the room told, from the beginning. */
  const shown: MessageRow[] = []
  const watching: Promise<void>[] = []

  const block = (...items: readonly BuiltItem[]): SessionFrame => ({ type: 'block', bytes: blockOf(items) })
  /** Says it to Ada, from whom Bram has it; it is no reason to end the session. */
  const say = async (...frames: readonly SessionFrame[]): Promise<void> => {
    line ??= await mallory.meet()
    for (const frame of [...frames, { type: 'ping' } as const]) await line.say(frame)
    expect((await line.rest()).filter(({ type }) => type === 'end')).toEqual([])
  }
  const write = (entry: Entry, document?: DocumentId): SessionFrame => block(mallory.feed(document).write(entry))
  /** Something honest of Mallory’s own, last, so that all before it has come when it has. */
  const mark = async (text: string): Promise<void> => {
    await say(write(mallory.message(text)))
    for (const who of both) await cores.untilRead(who, (row) => row.text === text)
  }
  const watch = async (who: Honest): Promise<void> => {
    const events = await cores.clients[who].rooms.watch({ ...cores.room, limit: 200 })
    watching.push(
      (async () => {
        for await (const { rows } of events) shown.push(...rows)
      })().catch(() => undefined),
    )
  }
  const memberIn = async (who: Honest, name: string) => {
    const { community } = cores.room
    const all = await until(cores.clients[who].members.watch({ community }), (members) =>
      members.some((each) => each.name === name),
    )
    return { all, found: all.find((each) => each.name === name) }
  }
  /** All that is shown besides messages. */
  const surroundings = async (who: Honest) => {
    const { community } = cores.room
    const client = cores.clients[who]
    const [summary] = await until(client.communities.watch(), () => true)
    const spaces = await until(client.spaces.watch({ community }), () => true)
    const devices = await until(client.devices.watch({ community }), () => true)
    return {
      summary: { ...summary, unread: 0 },
      spaces: spaces.map(({ id, name, topic, kind }) => ({ id, name, topic, kind })),
      devices: devices.map(({ id, name, state }) => ({ id, name, state })),
      reasons: (await cores.history(who)).map(({ id, reason, byName }) => ({ id, reason, byName })),
    }
  }

  beforeAll(async () => {
    cores = await BesiegedCores.begin()
    mallory = await HostileMember.join(await inviteTo(cores.clients.ada, cores.room), cores.room.space)
    await mark('I am Mallory')
    for (const who of both) await watch(who)
  }, 60_000)

  afterEach(() => cores.expectUnharmed())

  afterAll(async () => {
    line?.channel.abort()
    await mallory?.[Symbol.asyncDispose]()
    await cores?.[Symbol.asyncDispose]()
    await Promise.all(watching)
  })

  it('55: what nobody signed, or somebody else, is never shown, neither as theirs nor as anybody’s', async () => {
    const { membership, documents } = mallory.person
    const others = [...membership.state.devices.keys()].filter((id) => id !== mallory.person.device.id)
    const honestFeeds = documents.vector(mallory.page).map(({ feed }) => feed)
    const one = mallory.feed().write(mallory.message('55 as she wrote it'))
    const twisted = (change: object): SessionFrame => {
      const item = mallory.feed().write(mallory.message('55 never shown'))
      return {
        type: 'block',
        bytes: blockOf([item], (plain) => ({ ...plain, runs: plain.runs.map((run) => ({ ...run, ...change })) })),
      }
    }
    await say(
      twisted({ signature: new Uint8Array(64) }),
      twisted({ signature: random.bytes(64) }),
      ...others.flatMap((id) => [
        twisted({ device: Buffer.from(id, 'base64url') }),
        twisted({ device: Buffer.from(id, 'base64url'), signature: random.bytes(64) }),
      ]),
      ...honestFeeds.map((feed) => twisted({ session: Buffer.from(feed, 'hex') })),
      block(one),
    )
    await mark('55 end')
    const mine = (rows: readonly MessageRow[]) => rows.filter(({ text }) => text.startsWith('55'))
    const me = membership.state.devices.get(mallory.person.device.id)?.member
    for (const who of both) {
      const rows = mine(await cores.rows(who))
      expect(rows.map(({ text, author }) => [text, author])).toEqual([
        ['55 as she wrote it', me],
        ['55 end', me],
      ])
      const hidden = await until(cores.clients[who].rooms.watchHidden(cores.room), () => true)
      expect(hidden.flatMap(({ texts }) => texts).filter((text) => text.startsWith('55'))).toEqual([])
    }
    expect(new Set(mine(shown).map(({ author }) => author))).toEqual(new Set([me]))
    expect(mine(shown).filter(({ text }) => text === '55 never shown')).toEqual([])
  })

  it('28, 29: items again, in the wrong order, with a hole or cut short are shown once and in order, or not at all', async () => {
    const feed = mallory.feed()
    const items = ['a', 'b', 'c', 'd'].map((text) => feed.write(mallory.message(`28 ${text}`)))
    const [a, b, c, d] = items as [BuiltItem, BuiltItem, BuiltItem, BuiltItem]
    const whole = mallory.feed()
    const long = ['one', 'two', 'three'].map((text) => whole.write(mallory.message(`29 ${text}`)))
    const cut: SessionFrame = {
      type: 'block',
      bytes: blockOf(long, (plain) => ({ ...plain, items: plain.items.slice(0, 2) })),
    }
    await say(cut, block(c, d), block(a), block(a), block(b, a), block(d), block(a, b, c), block(b), block(...items))
    await mark('28 end')
    const told = (rows: readonly MessageRow[]) => rows.map(({ text }) => text).filter((text) => /^2[89]/.test(text))
    for (const who of both) expect(told(await cores.rows(who))).toEqual(['28 a', '28 b', '28 c', '28 d', '28 end'])
    expect(told(shown).filter((text) => text.startsWith('29'))).toEqual([])
    // Whole, it is taken.
    await say(block(...long))
    for (const who of both) await cores.untilRead(who, ({ text }) => text === '29 three')
  })

  it('1, 2, 56: edits and withdrawals by others, and decisions by a member, change nothing for anybody', async () => {
    const { documents } = mallory.person
    const charter = documents.founding('charter')
    const profiles = documents.founding('profiles')
    const targets = (await cores.rows('ada')).filter(({ authorName }) => ['Ada', 'Bram'].includes(authorName))
    const [decision] = await cores.history('ada')
    const before = { ada: await surroundings('ada'), bram: await surroundings('bram') }
    expect(targets.length).toBeGreaterThan(3)
    const adas = before.ada.devices[0]?.id ?? ('' as DeviceId)
    const random16 = base64url(random.bytes(16))
    const now = Date.now()
    await say(
      ...targets.flatMap(({ id }) => [
        write(editEntry(now, { target: id, text: '56 not what they said' })),
        write(withdrawEntry(now, id)),
      ]),
      write(settingsEntry(now, 'from-joining'), charter),
      write(charterEntry(now, { name: '56 Mallory’s', purpose: '', rules: 'Obey.' }), charter),
      write(roomEntry(now, { name: '56 a room of mine', topic: '' }, random16), charter),
      write(reasonEntry(now, { action: decision?.id ?? ('' as never), text: '56 because' }), charter),
      write(deviceNameEntry(now, { device: adas, name: '56 stolen' }), profiles),
    )
    // Her own words are hers to change.
    const own = mallory.feed()
    const said = own.write(mallory.message('56 helo'))
    const target = `${said.feed}.${said.seq}` as MessageRow['id']
    await say(block(said, own.write(editEntry(now, { target, text: '56 hello' }))))
    for (const who of both) await cores.untilRead(who, ({ text }) => text === '56 hello')
    for (const who of both) {
      const rows = await cores.rows(who)
      for (const { id, text } of targets)
        expect(rows.find((row) => row.id === id)).toMatchObject({ text, withdrawn: false })
      expect(rows.filter(({ text }) => text.startsWith('56')).map(({ text }) => text)).toEqual(['56 hello'])
      expect(await surroundings(who)).toEqual(before[who])
    }
    expect(shown.filter(({ text }) => text.startsWith('56 not'))).toEqual([])
  })

  it('57: names that look like another’s are told apart on every screen', async () => {
    const profiles = mallory.person.documents.founding('profiles')
    let at = Date.now()
    for (const name of ['Ada', 'Аda', 'ADA', 'Ａda']) {
      await say(write(profileEntry((at += 1000), name), profiles))
      for (const who of both) {
        const me = mallory.person.membership.state.devices.get(mallory.person.device.id)?.member
        const { community } = cores.room
        const all = await until(cores.clients[who].members.watch({ community }), (members) =>
          members.some((each) => each.id === me && each.name === name),
        )
        const alike = all.filter(({ lookAlike }) => lookAlike)
        expect(alike.map(({ role }) => role).toSorted(), `as ${name}`).toEqual(['member', 'owner'])
        expect(new Set(alike.map(({ tag }) => tag)).size).toBe(2)
      }
    }
    await say(write(profileEntry((at += 1000), 'Mallory'), profiles))
    for (const who of both) expect((await memberIn(who, 'Mallory')).all.some(({ lookAlike }) => lookAlike)).toBe(false)
  })

  it('and all of it is as it was when Ada’s core has been killed and starts again', () => cores.expectReloaded('ada'))
})
