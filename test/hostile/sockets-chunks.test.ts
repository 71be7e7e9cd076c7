/**
 * Attached files under attack over real sockets: Ada and Ben keep them on the disk and speak libp2p; Mallory, a member, says what she likes
 * of chunks.
 */
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { removeMember } from '../../core/membership/index.ts'
import { type ChunkId, LIMITS } from '../../core/shared/index.ts'
import { sessionTalk } from '../../core/sync/exchange/session-talk.ts'
import { initiate } from '../../core/sync/handshake/handshake.ts'
import type { CarriedBlobs } from '../../core/sync/index.ts'
import type { Transport } from '../../core/sync/transport/index.ts'
import { type SessionFrame, SYNC_PROTOCOL } from '../../core/sync/wire/session-frames.ts'
import { gardenPlace, type OpenStore, openStore, type SealedFile, sealedFile } from '../support/blobs.ts'
import { type CarriedPerson, carriedOf, eventually, texts } from '../support/carried-person.ts'
import { newTransport } from '../support/hostile-member.ts'
import { onLoopback, type OnLoopback } from '../support/loopback-person.ts'
import { chunkName, MemoryBlobs, someChunks } from '../support/memory-blobs.ts'
import { privateVillage } from '../support/private-village.ts'
import { smallCommunity, type SmallCommunity } from '../support/small-community.ts'
import { seededRandom, temporaryFolder } from '../support/surroundings.ts'
import { line, type Line } from '../support/sync-stranger.ts'

const forever = new AbortController().signal
const random = seededRandom('hostile chunks')
const end = (code: string): object => ({ type: 'end', code: `session/${code}` })
const isEnd = ({ type }: SessionFrame): boolean => type === 'end'

interface Keeper extends OnLoopback {
  readonly kept: OpenStore
  readonly met: { members: number }
}

describe('chunks of attached files over real sockets', { timeout: 60_000 }, () => {
  let small: SmallCommunity
  let folder: ReturnType<typeof temporaryFolder>
  let people: Keeper[]
  let transports: Transport[]
  let file: SealedFile
  let ada: Keeper

  const put = async (name: string, ...knows: readonly OnLoopback[]): Promise<Keeper> => {
    const kept = await openStore(join(folder.path, name))
    const met = { members: 0 }
    const { store } = kept
    const blobs: CarriedBlobs = {
      has: (chunk) => store.has(chunk),
      read: (chunk) => store.read(chunk),
      wanted: (most) => store.wanted(most),
      take: (bytes) => store.take(bytes),
      onChange: (listener) => store.onChange(listener),
      asking: (members) => void (met.members = members),
    }
    const carried = { ...carriedOf(small, name), blobs }
    for (const { sync } of knows) carried.acquainted.push({ peer: sync.peer, addresses: sync.addresses() })
    const person = { ...(await onLoopback(carried)), kept, met }
    people.push(person)
    return person
  }
  const meetAs = async (to: OnLoopback, carried: CarriedPerson, by?: Transport): Promise<Line> => {
    const transport = by ?? (await newTransport())
    if (!by) {
      transports.push(transport)
      await transport.start(forever)
    }
    const channel = await transport.open(to.sync.peer, to.sync.addresses(), SYNC_PROTOCOL, forever)
    await initiate(sessionTalk(channel, forever), carried, transport.peer, random)
    return line(channel)
  }
  const meet = (to: OnLoopback): Promise<Line> => meetAs(to, carriedOf(small, 'mallory'))
  const keep = ({ kept }: Keeper, each: SealedFile): void => {
    kept.store.keepOwn(each.chunks, 'upload')
    kept.store.adopt(each.ref.root)
  }
  const isHere = ({ kept }: Keeper, { ref }: SealedFile): boolean => kept.store.progress(ref.root).complete
  /** Ben gets the file whole from Ada, or who else has it, and they talk. */
  const expectUnharmed = async (by = 'ada'): Promise<void> => {
    const ben = people.find(({ carried }) => carried.person.name === 'ben') ?? (await put('ben', ada))
    ben.kept.store.want(file.ref)
    await eventually(() => isHere(ben, file), 'that Ben has the file', 20_000)
    expect(ben.kept.store.readRange(file.ref, gardenPlace, 0, file.ref.size)).toEqual(file.bytes)
    small.say(by, 'here it is')
    await eventually(() => texts(ben).includes('here it is'), 'that Ben reads it', 20_000)
  }

  beforeEach(async () => {
    small = smallCommunity('hostile chunks')
    for (const name of ['ben', 'cleo', 'mallory']) small.join(name, 'ada')
    small.carryAll()
    folder = temporaryFolder()
    people = []
    transports = []
    file = sealedFile(20 * LIMITS.chunkBytes + 77, 'garden plan')
    ada = await put('ada')
    keep(ada, file)
  })

  afterEach(async () => {
    await Promise.all([...people.map(({ sync }) => sync.stop()), ...transports.map((each) => each.stop())])
    for (const { log, met } of people) {
      expect(log.lines.filter((each) => each.startsWith('error'))).toEqual([])
      expect(met.members).toBe(0)
    }
    for (const { kept } of people) kept.close()
    folder[Symbol.dispose]()
    small[Symbol.dispose]()
  })

  test('52 who seeks the same without end is given it some times, and then hardly ever', async () => {
    const patient = await meet(ada)
    const [wanted] = file.chunks
    const chunks = wanted ? [wanted.id] : []
    let given = 0
    for (let n = 0; n < 2 * LIMITS.chunksAgain; n++) {
      await patient.say({ type: 'seek', chunks })
      let frame = await patient.answer()
      while (typeof frame !== 'string' && !['chunk', 'lacking'].includes(frame.type)) frame = await patient.answer()
      if (typeof frame !== 'string' && frame.type === 'chunk') given += 1
    }
    await patient.say({ type: 'ping' })
    expect((await patient.rest()).some(isEnd)).toBe(false)
    expect(given).toBeGreaterThan(LIMITS.chunksAgain)
    expect(given).toBeLessThan(2 * LIMITS.chunksAgain)
    await expectUnharmed()
  })

  test('52 who sends what nobody asked for is told too much, and nothing of it is kept', async () => {
    const ben = await put('ben')
    ben.kept.store.want(file.ref)
    const pushy = await meet(ben)
    const junk = someChunks(LIMITS.uselessChunks + 1, 'junk', 4000)
    for (const bytes of junk) await pushy.say({ type: 'chunk', bytes }).catch(() => undefined)
    expect((await pushy.ending()).at(-1)).toEqual(end('too-much'))
    for (const bytes of junk) expect(ben.kept.store.has(chunkName(bytes))).toBe(false)
    expect(ben.kept.store.wanted(10)).toEqual([file.ref.root])
  })

  test('58 who answers with wrong bytes, or a root that lies, gives nothing, and the file comes from who has it', async () => {
    const ben = await put('ben')
    ben.kept.store.want(file.ref)
    const liar = await meet(ben)
    let frame = await liar.answer()
    while (typeof frame !== 'string' && frame.type !== 'seek') frame = await liar.answer()
    expect(frame).toEqual({ type: 'seek', chunks: [file.ref.root] })
    const other = sealedFile(9, 'another file')
    await liar.say({ type: 'chunk', bytes: other.root.bytes })
    const [first] = file.chunks
    if (first) await liar.say({ type: 'chunk', bytes: first.bytes })
    await liar.say({ type: 'lacking', chunks: [file.root.id] })
    await liar.say({ type: 'ping' })
    expect((await liar.rest()).some(isEnd)).toBe(false)
    expect(ben.kept.store.progress(file.ref.root)).toEqual({ held: 0, complete: false, wanted: true })
    const cleo = await put('cleo', ben)
    keep(cleo, file)
    await eventually(() => ben.kept.store.progress(file.ref.root).held > 0, 'that some of it came', 20_000)
    // What she is asked for as well she keeps back; with her it is over as well.
    liar.channel.abort()
    await expectUnharmed('cleo')
  })

  test('50 who was removed is given nothing more, and nobody else is asked less', async () => {
    const mallory = await meet(ada)
    const chunks = file.chunks.map(({ id }) => id)
    await mallory.say({ type: 'seek', chunks: chunks.slice(0, 1) })
    let frame = await mallory.answer()
    while (typeof frame !== 'string' && frame.type !== 'chunk') frame = await mallory.answer()
    const { membership: log, ring, device } = small.person('ada')
    const member = log.state.devices.get(small.person('mallory').device.id)?.member
    if (member) removeMember({ log, ring, device, random, now: small.clock.now() }, member, [])
    await mallory.say({ type: 'seek', chunks: chunks.slice(1) }).catch(() => undefined)
    const heard = await mallory.ending()
    expect(heard.filter(({ type }) => type === 'chunk')).toEqual([])
    expect(heard.at(-1)).toEqual(end('removed'))
    await expect(meet(ada)).rejects.toMatchObject({ details: { code: 'session/removed' } })
    await expectUnharmed()
  })

  test('53 who is not in a private space gets no chunk of it, though it knows their names and its key', async () => {
    const village = privateVillage(small, 'ada', ['ben'])
    const secret = new MemoryBlobs()
    const chunks = someChunks(3, 'secret')
    secret.hold(chunks)
    ada.sync.carry({ ...village.carried('ada'), blobs: secret })
    const transport = await newTransport()
    transports.push(transport)
    await transport.start(forever)
    const mallory = await meetAs(ada, carriedOf(small, 'mallory'), transport)
    const names: readonly ChunkId[] = chunks.map(chunkName)
    await mallory.say({ type: 'seek', chunks: names })
    const heard = await mallory.rest()
    expect(heard.flatMap((each) => (each.type === 'lacking' ? each.chunks : []))).toEqual(names)
    expect(heard.filter(({ type }) => type === 'chunk')).toEqual([])
    const { tagKey, community, log } = village.carried('ada')
    const standing = (): ReturnType<typeof log.standing> => log.standing(small.person('ben').device.id)
    const stolen = Object.assign(carriedOf(small, 'mallory'), { tagKey, community, log: { ...log, standing } })
    await expect(meetAs(ada, stolen, transport)).rejects.toMatchObject({ details: { code: 'session/unknown-device' } })
    expect(secret.given).toEqual([])
    await ada.sync.stop()
    village[Symbol.dispose]()
  })

  test('52 who takes nothing costs one chunk of memory, and holds up nobody', async () => {
    const read: string[] = []
    const whole = ada.kept.store.read.bind(ada.kept.store)
    ada.kept.store.read = (chunk) => {
      read.push(chunk)
      return whole(chunk)
    }
    // She asks for all, and reads no answer: what is in sockets, queues and windows is all that is ever read for her.
    const idle = await meet(ada)
    const large = sealedFile(60 * LIMITS.chunkBytes, 'large')
    keep(ada, large)
    await idle.say({ type: 'seek', chunks: large.chunks.map(({ id }) => id).slice(0, LIMITS.chunksNamed) })
    await expectUnharmed()
    const hers = new Set(large.chunks.map(({ id }) => id))
    expect(read.filter((each) => hers.has(each as ChunkId)).length).toBeLessThan(LIMITS.receiveQueueFrames + 20)
    idle.channel.abort()
  })
})
