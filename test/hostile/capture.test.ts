/** What somebody on the way sees of sessions over real sockets, and what a member sees of a private space they are not in. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { messageEntry } from '../../core/documents/index.ts'
import { fromBase64url } from '../../core/shared/index.ts'
import { createSync, type Sync } from '../../core/sync/index.ts'
import { createPeerKey, libp2pTransport, wallClock } from '../../core/sync/transport/index.ts'
import { areLevel, type CarriedPerson, carriedOf, eventually } from '../support/carried-person.ts'
import { privateVillage, type PrivateVillage } from '../support/private-village.ts'
import { recordingProxy, type RecordingProxy } from '../support/recording-proxy.ts'
import { smallCommunity, type SmallCommunity } from '../support/small-community.ts'
import { keptLog, seededRandom } from '../support/surroundings.ts'
import { overheard } from '../support/wire-tap.ts'

const forever = new AbortController().signal
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

interface Here {
  readonly sync: Sync
  readonly carried: CarriedPerson
  /** The way of everybody who dials. */
  readonly proxy: RecordingProxy
  readonly address: string
  /** Every frame that came, as it was once decrypted. */
  readonly came: Uint8Array[]
}

describe('a capture of the wire', () => {
  let small: SmallCommunity
  let village: PrivateVillage
  let people: Here[]

  /** Somebody with a peer of their own, who is dialled through a proxy and dials others through theirs. */
  const put = async (name: string, ...knows: readonly Here[]): Promise<Here> => {
    const log = keptLog()
    const listen = { host: '127.0.0.1' }
    const transport = await libp2pTransport({
      privateKey: await createPeerKey(),
      listen,
      discovery: false,
      log,
      clock: wallClock,
    })
    const came: Uint8Array[] = []
    const tapped = overheard(transport, (frame) => void (frame && came.push(frame.slice())))
    const sync = createSync({ transport: tapped, clock: wallClock, random: seededRandom(name), log })
    await sync.start(forever)
    const port = Number(/\/tcp\/(\d+)\//.exec(sync.addresses()[0] ?? '')?.[1])
    const proxy = await recordingProxy(port)
    const carried = carriedOf(small, name)
    for (const { sync: other, address } of knows) carried.acquainted.push({ peer: other.peer, addresses: [address] })
    sync.carry(carried)
    const here = { sync, carried, proxy, came, address: `/ip4/127.0.0.1/tcp/${proxy.port}/p2p/${sync.peer}` }
    people.push(here)
    return here
  }
  const write = (to: PrivateVillage['person'], name: string, room: PrivateVillage['room'], text: string): void => {
    small.clock.advance(1000)
    const { documents } = to(name)
    documents.append(documents.writablePage(room), messageEntry(small.clock.now(), text), undefined)
  }
  const both = (...ids: readonly string[]): Buffer[] =>
    ids.flatMap((id) => [Buffer.from(id), Buffer.from(fromBase64url(id) ?? id)])

  beforeEach(() => {
    small = smallCommunity('capture')
    for (const name of ['ben', 'mallory']) small.join(name, 'ada')
    small.carryAll()
    village = privateVillage(small, 'ada', ['ben'])
    people = []
  })

  afterEach(async () => {
    await Promise.all(people.map(({ sync }) => sync.stop()))
    await Promise.all(people.map(({ proxy }) => proxy[Symbol.asyncDispose]()))
    village[Symbol.dispose]()
    small[Symbol.dispose]()
  })

  test('shows neither words, nor names, nor what anything is called', async () => {
    const ada = await put('ada')
    const ben = await put('ben', ada)
    const [a, b] = [village.carried('ada'), village.learn('ben')]
    ada.sync.carry(a)
    ben.sync.carry(b)
    const words = ['Wilhelmina of the orchard', 'the key lies under the third stone']
    write((name) => small.person(name), 'ada', small.room, words.join(': '))
    write((name) => village.person(name), 'ada', village.room, words.join(', and '))
    await eventually(() => areLevel(ada, ben) && areLevel({ carried: a }, { carried: b }), 'agreement', 20_000)
    const bytes = ada.proxy.bytes()
    expect(bytes.length).toBeGreaterThan(3000)
    // It is the whole conversation, from the first words of the transport on.
    expect(bytes.includes('/multistream/1.0.0')).toBe(true)
    const { membership, documents, device } = small.person('ada')
    const names = [small.community, village.space, village.room, small.room, device.id, ...documents.list()]
    const heads = [...membership.heads(), ...membership.state.epochs.keys(), ...membership.state.members.keys()]
    for (const each of [...words.map((text) => Buffer.from(text)), ...both(...names, ...heads)])
      expect(bytes.includes(each)).toBe(false)
    expect(bytes.includes('folkmoot/sync')).toBe(false)
    // The same is there once it is decrypted, so that it would have been found.
    expect(ben.came.some((frame) => Buffer.from(frame).includes(Buffer.from(fromBase64url(device.id) ?? '')))).toBe(
      true,
    )
  })

  test('53 shows a member nothing of a private space they are not in, decrypted as they see it', async () => {
    const ada = await put('ada')
    const ben = await put('ben', ada)
    const mallory = await put('mallory', ada, ben)
    await eventually(() => mallory.sync.status(small.community).peers.length === 2, 'the community', 20_000)
    await eventually(() => areLevel(ada, ben, mallory), 'agreement', 20_000)
    const [a, b] = [village.carried('ada'), village.learn('ben')]
    ada.sync.carry(a)
    ben.sync.carry(b)
    write((name) => village.person(name), 'ada', village.room, 'a long private story '.repeat(1000))
    await eventually(() => areLevel({ carried: a }, { carried: b }), 'the private history', 20_000)
    await pause(500)
    const frames = mallory.came.map((frame) => Buffer.from(frame))
    const { membership, documents } = village.person('ada')
    const secret = both(village.space, village.room, ...documents.list(), ...membership.heads())
    const epochs = both(...membership.state.epochs.keys())
    for (const frame of frames)
      for (const each of [...secret, ...epochs, Buffer.from(a.tagKey), Buffer.from('private story')])
        expect(frame.includes(each)).toBe(false)
    expect(mallory.sync.status(village.space).peers).toEqual([])
    // Nothing at all is said to her while they speak among themselves.
    const before = mallory.came.length
    for (const name of ['ada', 'ben']) write((who) => village.person(who), name, village.room, 'and more of it')
    await eventually(() => areLevel({ carried: a }, { carried: b }), 'the private history', 20_000)
    await pause(500)
    expect(mallory.came.length).toBe(before)
  })
})
