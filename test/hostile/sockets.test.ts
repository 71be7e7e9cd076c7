/**
 * Attacks 1-25 over real sockets: Ada and Bram run the real core in processes of their own, and Mallory, an admitted member with a
 * certified device, sends what bytes can say over the real transport. What no byte of the wire can name (an operation's number, object,
 * key, predecessor or dependency: 6, 7, 9-12, 16, 18) she sends as the Automerge change that says it, in place of an entry and of a block.
 */
import * as A from '@automerge/automerge'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { MessageRow } from '../../core/contract/index.ts'
import { contentKeys } from '../../core/membership/epoch.ts'
import { type DocumentId, type EpochId, type FeedId, hex, joinBytes, LIMITS } from '../../core/shared/index.ts'
import type { SessionFrame } from '../../core/sync/wire/session-frames.ts'
import { freePort } from '../support/free-port.ts'
import { blockOf, type BuiltItem, pointerTo } from '../support/hostile-builder.ts'
import { notEntries, sneaky } from '../support/hostile-entries.ts'
import { HostileMember } from '../support/hostile-member.ts'
import { foundGarden, inviteTo, joinBy, NamedPerson, type Place, readRoom, until } from '../support/named-people.ts'
import { untilQuiet } from '../support/quiet.ts'
import type { Client } from '../support/screen.ts'
import { seededRandom } from '../support/surroundings.ts'
import type { Line } from '../support/sync-stranger.ts'

type Frame = SessionFrame | Uint8Array

const random = seededRandom('hostile sockets')
const id = (): DocumentId => Buffer.from(random.bytes(32)).toString('base64url') as DocumentId
const block = (...items: readonly BuiltItem[]): SessionFrame => ({ type: 'block', bytes: blockOf(items) })

describe('a hostile member over real sockets', { timeout: 90_000 }, () => {
  let people: { ada: NamedPerson; bram: NamedPerson }
  let clients: { ada: Client; bram: Client }
  let room: Place
  let mallory: HostileMember
  let line: Line | undefined
  /** What honest people wrote, in the order they did. */
  const honest: { author: string; text: string; id: string }[] = []

  /** Somebody writes, and the other reads it. */
  const talk = async (from: 'ada' | 'bram'): Promise<void> => {
    const text = `${from} says ${honest.length}`
    const other = clients[from === 'ada' ? 'bram' : 'ada']
    const sent = await clients[from].rooms.send({ ...room, text, clientKey: `honest-${honest.length}` })
    honest.push({ author: people[from].name, text, id: sent.id })
    await until(other.rooms.watch({ ...room, limit: 200 }), ({ rows }) => rows.some((row) => row.id === sent.id))
  }

  const isHonest = ({ authorName }: MessageRow): boolean => ['Ada', 'Bram'].includes(authorName)
  const ids = (rows: readonly MessageRow[]): string[] => rows.map((row) => row.id)

  /** All that may be harmed is as it was, and goes on. */
  const expectUnharmed = async (): Promise<void> => {
    for (const from of ['bram', 'ada'] as const) await talk(from)
    await untilQuiet(Object.values(people).map(({ process }) => process.child.pid ?? 0))
    const [ada, bram] = [await readRoom(clients.ada, room), await readRoom(clients.bram, room)]
    expect(ids(bram)).toEqual(ids(ada))
    for (const rows of [ada, bram])
      expect(rows.filter(isHonest).map(({ authorName: author, text, id }) => ({ author, text, id }))).toEqual(honest)
    // Mallory may say of herself that she holds anything, and of nobody else.
    for (const { reached } of [...ada, ...bram]) expect(reached).toBeLessThanOrEqual(2)
    expect(await (await clients.ada.profile.watch()).next()).toMatchObject({ done: false })
  }

  /** Says it in a session, the last one if that goes on; answers what is heard. */
  const tell = async (
    frames: readonly Frame[],
    until: 'rest' | 'ending' = 'rest',
  ): Promise<readonly SessionFrame[]> => {
    const to = (line ??= await mallory.meet())
    for (const frame of frames) await to.say(frame).catch(() => undefined)
    return to[until]()
  }
  const part = async (): Promise<void> => {
    line?.channel.abort()
    line = undefined
    await mallory.becomeAnotherPeer()
  }
  /** What is refused, or counts for nothing, and is no reason to end the session. */
  const say = async (...frames: readonly Frame[]): Promise<readonly SessionFrame[]> => {
    const heard = await tell([...frames, { type: 'ping' }])
    expect(heard.filter(({ type }) => type === 'end')).toEqual([])
    return heard
  }
  /** What no honest device sends: the session ends with this code, and its peer is kept out. */
  const offend = async (code: string, ...frames: readonly Frame[]): Promise<void> => {
    await say()
    expect((await tell(frames, 'ending')).at(-1)).toEqual({ type: 'end', code })
    await part()
  }

  beforeAll(async () => {
    // She is found again after a restart: what peers say of places on this computer itself is not believed.
    const listen = ['--no-discovery', '--listen', `127.0.0.1:${await freePort()}`]
    people = { ada: new NamedPerson('Ada', listen), bram: new NamedPerson('Bram') }
    const ada = await people.ada.start()
    room = await foundGarden(ada, 'Ada')
    const link = await inviteTo(ada, room)
    const bram = await people.bram.start()
    clients = { ada, bram }
    await joinBy(bram, link, 'Bram', room)
    for (const from of ['ada', 'bram'] as const) await talk(from)
    mallory = await HostileMember.join(link, room.space)
    await say(block(mallory.feed().write(mallory.message('I am Mallory'))))
    const isThere = ({ rows }: { rows: readonly MessageRow[] }): boolean =>
      rows.some(({ text }) => text === 'I am Mallory')
    for (const client of [ada, bram]) await until(client.rooms.watch({ ...room, limit: 10 }), isThere)
    await expectUnharmed()
  }, 60_000)

  afterEach(expectUnharmed)

  afterAll(async () => {
    line?.channel.abort()
    await mallory?.[Symbol.asyncDispose]()
    for (const person of Object.values(people ?? {})) await person[Symbol.asyncDispose]()
  })

  it('1-5, 12, 13: fields named after roots, keys and others’ entries stand in her own entry alone', async () => {
    await say(block(mallory.feed().write(sneaky)))
  })

  it('6, 7, 9-12, 16, 18: a change of Automerge’s is no entry and no block', async () => {
    const feed = mallory.feed()
    const actor = feed.id
    const change = (over: object, ops: readonly object[]): Uint8Array =>
      A.encodeChange({ actor, seq: 1, startOp: 1, time: 0, message: null, deps: [], ops, ...over } as never)
    const set = { action: 'set', obj: '_root', key: 'entries', value: 1, pred: [] }
    const hostile: readonly Uint8Array[] = [
      change({ startOp: 2 ** 31 }, [set]),
      change({ startOp: 2 ** 32 - 2 }, [set]),
      change({ startOp: 1 }, [set, set]),
      change({ deps: ['ab'.repeat(32)] }, [set]),
      change({}, [{ ...set, obj: `9@${'cd'.repeat(16)}` }]),
      change({}, [{ ...set, pred: [`9@${'cd'.repeat(16)}`] }]),
      change({}, [{ action: 'del', obj: '_root', key: 'entries', pred: [`1@${'cd'.repeat(16)}`] }]),
      change({}, [{ action: 'set', obj: '_root', elemId: `7@${'cd'.repeat(16)}`, insert: true, value: 'x', pred: [] }]),
    ]
    await say(
      ...hostile.map((bytes) => block(mallory.feed().write(mallory.message('before')), mallory.feed().write(bytes))),
    )
    for (const bytes of hostile.slice(0, 2)) await offend('session/malformed', { type: 'block', bytes })
  })

  it('8, 17, 24: places that are none, gaps never filled, and what is refused and sent again', async () => {
    const gap = mallory.feed().write(mallory.message('third'), { seq: 3, prev: new Uint8Array(32) })
    const inside = mallory.feed()
    const five = [inside.write(mallory.message('one')), inside.write(mallory.message('five'), { seq: 5 })]
    const orphans = Array.from({ length: 20 }, () => {
      const feed = mallory.feed()
      feed.write(mallory.message('never sent'))
      return feed.write(mallory.message('waits for ever'))
    })
    const again = Array.from({ length: 20 }, () => block(gap))
    await say(block(gap), block(...five), ...orphans.map((item) => block(item)), ...again)
    for (const seq of [0, 2 ** 53 - 1]) {
      const nowhere = mallory
        .feed()
        .write(mallory.message('nowhere'), { seq, prev: new Uint8Array(seq === 0 ? 0 : 32) })
      await offend('session/malformed', block(nowhere))
    }
  })

  it('13-15: another’s device, another’s feed, another document, kind and community', async () => {
    const { documents, membership } = mallory.person
    const others = membership.state.devices.keys().filter((device) => device !== mallory.person.device.id)
    const item = mallory.feed().write(mallory.message('as somebody else'))
    const runs = (change: object): SessionFrame => ({
      type: 'block',
      bytes: blockOf([item], (plain) => ({ ...plain, runs: plain.runs.map((run) => ({ ...run, ...change })) })),
    })
    const feeds = documents.vector(mallory.page).map(({ feed }) => feed)
    const moved = (document: DocumentId): SessionFrame => ({
      type: 'block',
      bytes: blockOf([item], (plain) => ({ ...plain, document })),
    })
    const abroad = mallory.feed().write(mallory.message('abroad'), { community: id() as never })
    await say(
      ...[...others].map((device) => runs({ device: Buffer.from(device, 'base64url') })),
      ...feeds.map((feed) => runs({ session: Buffer.from(feed, 'hex') })),
      ...[...documents.list(), room.community as string as DocumentId, id()].map(moved),
      block(abroad),
    )
  })

  it('19, 20, 23: what is no entry ends the effect of its own feed', async () => {
    const before = (await readRoom(clients.ada, room)).length
    const blocks = notEntries.map(([, entry]) => {
      const feed = mallory.feed()
      const [fine, after] = [mallory.message('fine'), mallory.message('after')]
      return block(feed.write(fine), feed.write(entry), feed.write(after))
    })
    await say(...blocks)
    const shown = async (wanted: string): Promise<MessageRow[]> =>
      (await readRoom(clients.ada, room)).slice(before).filter(({ text }) => text === wanted)
    // She may still be at it.
    await expect.poll(() => shown('fine'), { timeout: 20_000 }).toHaveLength(notEntries.length)
    expect(await shown('after')).toEqual([])
  })

  it('20: blocks that are none, and bombs', async () => {
    const good = blockOf([mallory.feed().write(mallory.message('x'))])
    const wrong: readonly Uint8Array[] = [
      good.subarray(0, -1),
      joinBytes(Uint8Array.of(2), good.subarray(1)),
      joinBytes(Uint8Array.of(1, 1), Buffer.alloc(LIMITS.blockBytes - 2, 0x55)),
      joinBytes(Uint8Array.of(1, 0), new Uint8Array(40_000).fill(0x81)),
    ]
    for (const bytes of wrong) await offend('session/malformed', { type: 'block', bytes })
  })

  it('21, 25: flipped bits, mangled blocks and random bytes', async () => {
    const pick = (most: number): number => new DataView(random.bytes(4).buffer).getUint32(0) % most
    const mangled = (): Frame => {
      const bytes = blockOf([mallory.feed().write(pick(3) === 0 ? random.bytes(pick(60)) : mallory.message('fuzz'))])
      const at = pick(bytes.length)
      bytes[at] = (bytes[at] ?? 0) ^ (1 << pick(8))
      return { type: 'block', bytes: pick(4) === 0 ? bytes.subarray(0, at + 1) : bytes }
    }
    for (let peer = 0; peer < 5; peer++) {
      const heard = await tell([...Array.from({ length: 40 }, mangled), random.bytes(1 + pick(400))], 'ending')
      expect(heard.at(-1)).toEqual({ type: 'end', code: 'session/malformed' })
      await part()
    }
  })

  it('22: signatures that are none, of others, and by a key of small order', async () => {
    const item = mallory.feed().write(mallory.message('unsigned'))
    const signed = (change: object): SessionFrame => ({
      type: 'block',
      bytes: blockOf([item], (plain) => ({ ...plain, runs: plain.runs.map((run) => ({ ...run, ...change })) })),
    })
    const small = joinBytes(Uint8Array.of(1), new Uint8Array(31))
    const feed = mallory.feed()
    const [one, two] = [feed.write(mallory.message('covered one')), feed.write(mallory.message('covered two'))]
    const uncovered = blockOf([one], (plain) => ({
      ...plain,
      runs: plain.runs.map((run) => ({ ...run, signature: new Uint8Array(64) })),
    }))
    await say(
      signed({ signature: new Uint8Array(64) }),
      signed({ signature: random.bytes(64) }),
      signed({ device: small, signature: joinBytes(small, new Uint8Array(32)) }),
      block(mallory.feed().write(mallory.message('under no key'), { keys: contentKeys([random.bytes(32)]) })),
      { type: 'block', bytes: uncovered },
      block(one, two),
    )
    const shown = async (beginning: string): Promise<string[]> =>
      (await readRoom(clients.ada, room)).map(({ text }) => text).filter((text) => text.startsWith(beginning))
    await expect.poll(() => shown('covered'), { timeout: 20_000 }).toEqual(['covered one', 'covered two'])
    expect(await shown('un')).toEqual([])
  })

  it('23: claims of the first and of the last moment there is', async () => {
    const feed = mallory.feed()
    const end = feed.write(mallory.message('at the end', 8.64e15))
    await say(block(feed.write(mallory.message('at the dawn', 0))), block(end))
    await say(block(mallory.feed().write(mallory.message('after the end', 0), { seen: [pointerTo(end)] })))
  })

  it('24: lying digests are asked about a few times, and no more', async () => {
    const lie = (): SessionFrame => ({ type: 'offer', documents: [[mallory.page, random.bytes(32)]], more: false })
    const gap = mallory.feed().write(mallory.message('gap'), { seq: 2, prev: random.bytes(32) })
    let asked = (await say(lie())).filter(({ type }) => type === 'want')
    for (let rounds = 0; asked.length > 0; rounds++) {
      expect(rounds).toBeLessThan(5)
      const covered: SessionFrame = { type: 'covered', document: mallory.page, digest: random.bytes(32) }
      asked = (await say(...asked.flatMap(() => [block(gap), covered]))).filter(({ type }) => type === 'want')
    }
    await part()
    await say({ type: 'holdings', documents: 7, digest: random.bytes(32) })
    await say({ type: 'buckets', bits: 0, digests: random.bytes(16) })
  })

  it('a flood of offers, acknowledgements, wants and logs', async () => {
    const feeds = (count: number) =>
      Array.from({ length: count }, () => ({ feed: hex(random.bytes(16)) as FeedId, seq: 9 }))
    const flood = Array.from({ length: 40 }, (): readonly SessionFrame[] => [
      { type: 'offer', documents: Array.from({ length: 500 }, () => [id(), random.bytes(32)] as const), more: true },
      { type: 'have', document: mallory.page, heads: feeds(500) },
      { type: 'have', document: id(), heads: feeds(500) },
      { type: 'places', entries: [random.bytes(300)] },
      { type: 'want', document: id(), vector: feeds(500), more: false },
      { type: 'covered', document: id(), digest: random.bytes(32) },
      { type: 'log', items: [random.bytes(300)], heads: mallory.carried.log.heads() },
    ]).flat()
    const heard = await tell(flood)
    expect(heard.filter(({ type }) => type === 'want' || type === 'block')).toEqual([])
    await part()
  })

  it('acknowledgements in advance count for herself alone', async () => {
    const vector = mallory.person.documents.vector(mallory.page)
    await say({ type: 'have', document: mallory.page, heads: vector.map(({ feed }) => ({ feed, seq: 2 ** 53 - 1 })) })
    await people.bram.end()
    const { id: unread } = await clients.ada.rooms.send({ ...room, text: 'Bram?', clientKey: 'while-away' })
    honest.push({ author: 'Ada', text: 'Bram?', id: unread })
    const row = (await readRoom(clients.ada, room)).find((each) => each.id === unread)
    expect(row?.reached).toBeLessThanOrEqual(1)
    clients.bram = await people.bram.start()
    await until(clients.bram.rooms.watch({ ...room, limit: 200 }), ({ rows }) =>
      rows.some((each) => each.id === unread),
    )
  })

  it('frames out of turn, wants without end, and more than anybody needs', async () => {
    const { page: document } = mallory
    const feeds = (count: number) =>
      Array.from({ length: count }, () => ({ feed: hex(random.bytes(16)) as FeedId, seq: 1 }))
    const want = (more: boolean, count: number): SessionFrame => ({
      type: 'want',
      document,
      vector: feeds(count),
      more,
    })
    const tag = random.bytes(16)
    await offend('session/out-of-turn', { type: 'hello', version: 2, nonce: random.bytes(32), tag, vouches: [] })
    await offend('session/out-of-turn', { type: 'ready' })
    await offend('session/out-of-turn', { type: 'after' })
    const epochs = () => Array.from({ length: LIMITS.keysPage }, () => id() as string as EpochId)
    await offend(
      'session/too-much',
      ...Array.from({ length: 5 }, (): SessionFrame => ({ type: 'lack', epochs: epochs() })),
    )
    const keys = () => epochs().map((epoch) => [epoch, random.bytes(80)] as const)
    await offend('session/too-much', ...Array.from({ length: 2 }, (): SessionFrame => ({ type: 'keys', keys: keys() })))
    const letter = (): SessionFrame => ({ type: 'letter', bytes: random.bytes(1 + (random.bytes(1)[0] ?? 0)) })
    await offend('session/too-much', ...Array.from({ length: LIMITS.sessionLetters + 1 }, letter))
    await offend('session/out-of-turn', want(true, 1), { type: 'ping' })
    const pages = LIMITS.vectorHeads / LIMITS.vectorPage + 1
    await offend('session/too-much', ...Array.from({ length: pages }, () => want(true, LIMITS.vectorPage)))
    await offend('session/malformed', random.bytes(LIMITS.frameBytes))
    // The same asked for again and again is answered, or too much; never more than it takes.
    await say()
    const answers = await tell(Array.from({ length: 200 }, () => want(false, 0)))
    // That Ada is there, or still there, she says whenever she likes.
    const unasked = ['signal', 'ping']
    expect(answers.filter(({ type }) => !['block', 'covered', 'end', ...unasked].includes(type))).toEqual([])
    expect(answers.filter(({ type }) => type === 'covered').length).toBeLessThanOrEqual(200)
    await part()
  })

  it('and all of it is as it was when Ada’s core has been killed and starts again', async () => {
    const before = await readRoom(clients.ada, room)
    await people.ada.end('kill')
    clients.ada = await people.ada.start()
    expect(ids(await readRoom(clients.ada, room))).toEqual(ids(before))
  })
})
