import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LIMITS } from '../../../core/shared/index.ts'
import { MemoryHub } from '../../../core/sync/transport/index.ts'
import { carriedOf, connect, eventually, type Networked, texts } from '../../support/carried-person.ts'
import { chunkName, MemoryBlobs, someChunks } from '../../support/memory-blobs.ts'
import { privateVillage } from '../../support/private-village.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { countFrames, type FrameCount } from '../../support/wire-tap.ts'

interface Somebody extends Networked {
  readonly blobs: MemoryBlobs
}

describe('chunks of attached files', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let people: Somebody[]
  let count: FrameCount

  const put = async (name: string, ...knows: readonly Networked[]): Promise<Somebody> => {
    const blobs = new MemoryBlobs()
    const carried = { ...carriedOf(small, name), blobs }
    const networked = { ...(await connect(hub, small, name, knows, { carried, wrap: count.wrap })), blobs }
    people.push(networked)
    return networked
  }
  const met = (who: Somebody, many: number): Promise<void> =>
    eventually(() => who.blobs.told.at(-1) === many, `${who.name} meets ${many}`)
  const hasAll = (who: Somebody, chunks: readonly Uint8Array[]): boolean =>
    chunks.every((bytes) => who.blobs.has(chunkName(bytes)))

  beforeEach(() => {
    small = smallCommunity('chunks')
    for (const name of ['ben', 'cleo']) small.join(name, 'ada')
    small.carryAll()
    hub = new MemoryHub()
    people = []
    count = countFrames()
  })

  afterEach(async () => {
    await Promise.all(people.map(({ sync }) => sync.stop()))
    for (const { blobs } of people) expect(blobs.told.at(-1) ?? 0).toBe(0)
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    for (const { log } of people) expect(log.lines.filter((line) => /^error|shut-out/.test(line))).toEqual([])
    small[Symbol.dispose]()
  })

  test('come from whoever is met and has them, each from one of them only', async () => {
    const file = someChunks(60)
    const ada = await put('ada')
    const ben = await put('ben', ada)
    for (const { blobs } of [ada, ben]) blobs.hold(file)
    const cleo = await put('cleo', ada, ben)
    await met(cleo, 2)
    cleo.blobs.want(file)
    await eventually(() => hasAll(cleo, file), 'that Cleo has the file')
    const given = [...ada.blobs.given, ...ben.blobs.given]
    expect(given.toSorted()).toEqual(file.map(chunkName).toSorted())
    expect(ada.blobs.given.length).toBeGreaterThan(0)
    expect(ben.blobs.given.length).toBeGreaterThan(0)
    expect(cleo.blobs.taken).toHaveLength(file.length)
  })

  test('are asked for when somebody is met who has them, and when they come to somebody who lacked them', async () => {
    const [root = new Uint8Array(), ...rest] = someChunks(40)
    const ben = await put('ben')
    ben.blobs.want([root])
    const ada = await put('ada', ben)
    await met(ben, 1)
    await eventually(() => count.latest.includes('lacking'), 'that Ada is asked')
    expect(ben.blobs.missing).toBe(1)
    // She is not asked over and over for what she lacks.
    const before = count.latest.filter((each) => each === 'seek').length
    small.say('ada', 'where did I put it')
    await eventually(() => texts(ben).length === 1, 'the message')
    expect(count.latest.filter((each) => each === 'seek')).toHaveLength(before)

    ada.blobs.hold([root])
    await eventually(() => hasAll(ben, [root]), 'that Ben has the first')
    ben.blobs.want(rest)
    const cleo = await put('cleo', ben)
    cleo.blobs.hold(rest)
    await eventually(() => hasAll(ben, rest), 'that Ben has the file')
    expect(ada.blobs.given).toEqual([chunkName(root)])
  })

  test('reach everybody who fetches them at once, also what each has from the other', async () => {
    const file = someChunks(100)
    const ada = await put('ada')
    ada.blobs.hold(file)
    const ben = await put('ben', ada)
    const cleo = await put('cleo', ada, ben)
    await met(cleo, 2)
    await met(ben, 2)
    for (const { blobs } of [ben, cleo]) blobs.want(file)
    await eventually(() => hasAll(ben, file) && hasAll(cleo, file), 'that both have the file')
    for (const { blobs } of [ben, cleo]) expect(blobs.taken).toHaveLength(file.length)
    // Nothing came twice to anybody.
    const given = [ada, ben, cleo].flatMap(({ blobs }) => blobs.given)
    expect(given).toHaveLength(2 * file.length)
    expect(ben.blobs.given.length + cleo.blobs.given.length).toBeGreaterThan(0)
  })

  test('more than can be named come all the same to who lacked them', async () => {
    const file = someChunks(3 * LIMITS.chunksWished)
    const ben = await put('ben')
    ben.blobs.want(file)
    const ada = await put('ada', ben)
    const lacked = (): number => count.latest.filter((each) => each === 'lacking').length
    await eventually(() => lacked() >= file.length / LIMITS.chunksAsked, 'that all are asked for')
    ada.blobs.hold(file)
    await eventually(() => hasAll(ben, file), 'that Ben has the file')
    expect(ada.blobs.given).toHaveLength(file.length)
  })

  test('go on from others when who gives them goes, and from where they were when somebody comes back', async () => {
    const file = someChunks(200)
    const ada = await put('ada')
    ada.blobs.hold(file)
    const ben = await put('ben', ada)
    await met(ben, 1)
    ben.blobs.want(file)
    await eventually(() => ben.blobs.taken.length >= 20, 'that some came')
    await ada.end()
    const had = ben.blobs.taken.length
    expect(had).toBeLessThan(file.length)
    const cleo = await put('cleo', ben)
    cleo.blobs.hold(file)
    await eventually(() => hasAll(ben, file), 'the rest')
    expect(ben.blobs.taken).toHaveLength(file.length)
    // What was under way may have come to nothing; what came is not asked for again.
    expect(cleo.blobs.given.length).toBeLessThanOrEqual(file.length - had + LIMITS.chunksAsked)
  })

  test('that are not wanted any more, or could not be kept, end nothing; these are asked for again', async () => {
    const file = someChunks(300)
    const ada = await put('ada')
    ada.blobs.hold(file)
    const ben = await put('ben', ada)
    await met(ben, 1)
    ben.blobs.want(file)
    await eventually(() => ben.blobs.taken.length > 0, 'that some came')
    ben.blobs.unwant()
    const had = ben.blobs.taken.length
    ben.blobs.want(file)
    await eventually(() => ben.blobs.taken.length > had, 'that others came')
    ben.blobs.isFull = true
    small.say('ada', 'still here?')
    await eventually(() => texts(ben).length === 1, 'the message')
    expect(ben.blobs.missing).toBeGreaterThan(0)
    ben.blobs.isFull = false
    ben.blobs.want(file)
    await eventually(() => hasAll(ben, file), 'that Ben has the file')
    expect(ben.blobs.told).toEqual([1])
  })

  test('that prove damaged where they were are said to be lacking', async () => {
    const file = someChunks(3)
    const ada = await put('ada')
    ada.blobs.hold(file)
    const has = ada.blobs.has.bind(ada.blobs)
    const [first = new Uint8Array()] = file
    ada.blobs.lose(chunkName(first))
    // The table says that it is here, and the bytes are gone.
    ada.blobs.has = (chunk) => chunk === chunkName(first) || has(chunk)
    const ben = await put('ben', ada)
    ben.blobs.want(file)
    await eventually(() => ben.blobs.missing === 1, 'the others')
    await eventually(() => count.latest.includes('lacking'), 'that it is said to be lacking')
    ada.blobs.hold([first])
    await eventually(() => ben.blobs.missing === 0, 'all')
  })

  test('of a private space go between those who are in it', async () => {
    const village = privateVillage(small, 'ada', ['ben'])
    const [hers, his] = [new MemoryBlobs(), new MemoryBlobs()]
    const file = someChunks(20)
    hers.hold(file)
    const ada = await put('ada')
    const ben = await put('ben', ada)
    ada.carried.mail.set(small.person('ben').device.id, [new Uint8Array(300)])
    ada.sync.carry({ ...village.carried('ada'), blobs: hers })
    ben.sync.carry({ ...village.learn('ben'), blobs: his })
    const cleo = await put('cleo', ada, ben)
    await met(cleo, 2)
    // Who has learned the names elsewhere is given nothing of it in the community.
    cleo.blobs.want(file)
    his.want(file)
    await eventually(() => his.missing === 0, 'that Ben has the file')
    await eventually(() => count.latest.includes('lacking'), 'that Cleo is told')
    expect(cleo.blobs.taken).toEqual([])
    expect([...ada.blobs.given, ...ben.blobs.given]).toEqual([])
    await Promise.all([ada, ben].map(({ sync }) => sync.stop()))
    village[Symbol.dispose]()
  })
})
