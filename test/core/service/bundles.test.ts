/** Two who never meet, and a stick that goes back and forth between them. */
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CommunityId, errorCode, LIMITS } from '../../../core/shared/index.ts'
import { type Neighbour, Neighbours, now as first, type Place, until } from '../../support/neighbours.ts'
import { carryStick, readStick, writeStick } from '../../support/sticks.ts'
import { talking } from '../../support/talking.ts'

let all: Neighbours
let community: CommunityId
let place: Place
let ada: Neighbour
let ben: Neighbour
let here: Neighbour[]

beforeEach(async () => {
  all = new Neighbours()
  const founded = await all.found('Ada')
  community = founded.community
  place = founded.place
  ada = founded.person
  ben = await all.join('Ben', ada, community)
  here = [ada, ben]
})

afterEach(async () => all[Symbol.asyncDispose]())

const { idOf, spaces, texts } = talking(() => ({ all, community, here }))

const names = async (who: Neighbour): Promise<string[]> =>
  (await first(who.client.members.watch({ community }))).map(({ name }) => name).sort()

const deviceOf = async (who: Neighbour): Promise<string> => (await all.inside(who, community)).device.id

/** Everything two can be compared by: log and documents, of the community and each private space both know. */
function stateOf(who: Neighbour): string {
  return [...who.carried.values()]
    .map(({ community: id, log, documents }) => {
      const digests = documents.list().map((document) => `${document} ${documents.digest(document).join()}`)
      return [id, ...log.heads(), ...digests.sort()].join('\n')
    })
    .sort()
    .join('\n\n')
}

describe('a stick between two who never meet', () => {
  it('brings messages, and reading it again changes nothing', async () => {
    for (const text of ['one', 'two', 'three']) await all.say(ada, place, text)
    const stick = await writeStick(ada, { community })
    const report = await readStick(ben, stick, 777)
    expect(report.complete).toBe(true)
    expect(report.communities).toMatchObject([{ community, name: 'Garden', refused: 0, early: 0, waitingForKey: 0 }])
    expect(report.communities[0]?.taken).toBeGreaterThanOrEqual(3)
    expect(await all.read(ben, place)).toEqual(['one', 'two', 'three'])
    expect(stateOf(ben)).toBe(stateOf(ada))
    const again = await readStick(ben, stick)
    expect(again.communities).toMatchObject([{ taken: 0, refused: 0, early: 0 }])
    expect(stateOf(ben)).toBe(stateOf(ada))
  })

  it('that comes back with an answer shows that what was said before it has reached somebody', async () => {
    const waiting = async (who: Neighbour) => (await first(who.client.sync.watch({ community }))).waiting
    const reached = async () =>
      (await first(ada.client.rooms.watch({ ...place, limit: 10 }))).rows.map((row) => [row.text, row.reached])
    for (const text of ['one', 'two']) await all.say(ada, place, text)
    await carryStick(ada, ben, community)
    await all.say(ben, place, 'answer')
    await all.say(ada, place, 'three')
    expect(await waiting(ada)).toBe(3)
    await carryStick(ben, ada, community)
    expect(await waiting(ada)).toBe(1)
    expect(await reached()).toEqual([
      ['one', 1],
      ['two', 1],
      ['answer', 0],
      ['three', 0],
    ])
  })

  it('tells how large it will be', async () => {
    await all.say(ada, place, 'hello')
    const plan = await ada.client.bundles.plan({ community })
    const stick = await writeStick(ada, { community })
    // Parcels of chance are as many as chance will have it.
    expect(Math.abs(plan.bytes - stick.length)).toBeLessThan(100_000)
    expect(plan.bytes).toBeGreaterThan(2000)
    expect(plan.parcels).toBeGreaterThan(1)
  })

  it('brings decisions: who joined meanwhile, who was removed, and the new keys', async () => {
    const cy = await all.join('Cy', ada, community)
    expect(await names(ben)).toContain('Cy')
    await cy.stop()
    const dee = await ada.client.invites.create({ community, uses: 1, hours: 24, role: 'member', approval: false })
    await ben.stop()
    const d = await all.start('Dee')
    await all.accept(d, dee.link)
    all.deliver()
    const cyId = (await first(ada.client.members.watch({ community }))).find(({ name }) => name === 'Cy')?.id
    if (!cyId) throw new TypeError('no Cy')
    await ada.client.members.remove({ community, member: cyId, reason: '', keep: 'all' })
    await all.say(ada, place, 'after Cy')
    ben = await all.start('Ben')
    expect(await names(ben)).not.toContain('Dee')
    await carryStick(ada, ben, community)
    const members = await first(ben.client.members.watch({ community }))
    expect(members.map(({ name, state }) => [name, state]).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))).toEqual([
      ['Ada', 'active'],
      ['Ben', 'active'],
      ['Cy', 'removed'],
      ['Dee', 'active'],
    ])
    expect(await all.read(ben, place)).toEqual(['after Cy'])
    await all.say(ben, place, 'I see')
    await carryStick(ben, ada, community)
    expect(await all.read(ada, place)).toEqual(['after Cy', 'I see'])
    expect(stateOf(ben)).toBe(stateOf(ada))
  })

  it('brings a private room to those in it, and nothing of it to others', async () => {
    const cy = await all.join('Cy', ada, community)
    const { space } = await ada.client.spaces.direct({ community, people: [await idOf(ben)] })
    await all.say(ada, { community, space }, 'only for you')
    const [without, stick] = [
      await writeStick(ada, { community, for: (await deviceOf(cy)) as never }),
      await writeStick(ada, { community }),
    ]
    // Nothing of it is on one for somebody else, whoever finds that.
    expect((await readStick(ben, without)).complete).toBe(true)
    expect(await spaces(ben)).toEqual([])
    expect((await readStick(ben, stick)).complete).toBe(true)
    expect(await texts(ben, space)).toEqual(['only for you'])
    await all.say(ben, { community, space }, 'and back')
    await carryStick(ben, ada, community)
    expect(await texts(ada, space)).toEqual(['only for you', 'and back'])
    const cys = await readStick(cy, stick)
    expect(cys.others).toBeGreaterThan(0)
    expect(await spaces(cy)).toEqual([])
    expect([...cy.carried.keys()]).toEqual([community])
    expect((await readStick(cy, without)).others).toBeLessThanOrEqual(LIMITS.bundleDecoys)
  })

  it('for everybody says by parcels that cannot be opened nothing of what is private', async () => {
    const counts: number[] = []
    for (let i = 0; i < 6; i++) counts.push((await readStick(ben, await writeStick(ada, { community }))).others)
    for (const others of counts) {
      expect(others).toBeGreaterThan(0)
      expect(others).toBeLessThanOrEqual(LIMITS.bundleDecoys)
    }
    expect(new Set(counts).size).toBeGreaterThan(1)
  })

  it('for somebody leaves out what they are known to hold', async () => {
    for (let i = 0; i < 40; i++) await all.say(ada, place, randomBytes(60).toString('hex'))
    all.deliver()
    all.deliver()
    await all.say(ada, place, 'one more')
    const device = (await deviceOf(ben)) as never
    const [everything, less] = [await writeStick(ada, { community }), await writeStick(ada, { community, for: device })]
    const { complete, communities } = await readStick(ben, less)
    expect(complete).toBe(true)
    expect((await all.read(ben, place)).at(-1)).toBe('one more')
    // What he was known to hold would be told as known; what lays the community out always goes along.
    expect(communities[0]?.known).toBeLessThan(20)
    expect((await readStick(ben, everything)).communities[0]?.known).toBeGreaterThan(40)
    expect(stateOf(ben)).toBe(stateOf(ada))
  })

  it('since a moment holds what came after it; whoever lacks what was before it is told so, and takes it later', async () => {
    for (let i = 0; i < 5; i++) await all.say(ada, place, `early ${i}`)
    all.clock.advance(1000)
    const since = all.clock.now()
    await all.say(ada, place, 'late')
    const late = await writeStick(ada, { community, since })
    expect((await readStick(ben, late)).communities[0]?.early).toBeGreaterThan(0)
    expect(await all.read(ben, place)).toEqual([])
    await carryStick(ada, ben, community)
    expect(stateOf(ben)).toBe(stateOf(ada))
    all.clock.advance(1000)
    const then = all.clock.now()
    await all.say(ada, place, 'later still')
    const report = await readStick(ben, await writeStick(ada, { community, since: then }))
    expect(report.communities).toMatchObject([{ early: 0, refused: 0 }])
    expect((await all.read(ben, place)).at(-1)).toBe('later still')
  })

  it('cannot be written for a device that is not there, nor by who is not in it any more', async () => {
    await expect(writeStick(ada, { community, for: 'A'.repeat(43) as never })).rejects.toThrow(
      expect.objectContaining({ code: 'bundle/no-device' }),
    )
    const id = await idOf(ben)
    await ada.client.members.remove({ community, member: id, reason: '', keep: 'all' })
    all.deliver()
    await expect(writeStick(ben, { community })).rejects.toThrow(expect.objectContaining({ code: 'community/removed' }))
  })
})

describe('what was written under a key that is lacking', () => {
  it('waits on the disk, also over a restart, and appears when somebody hands over the key', async () => {
    const cy = await all.join('Cy', ada, community)
    await cy.stop()
    // Ben lets Dee in while Ada, who does not hear of it, removes Cy and changes the keys.
    await ada.stop()
    const { link } = await ben.client.invites.create({ community, uses: 1, hours: 24, role: 'member', approval: false })
    let dee = await all.start('Dee')
    await all.accept(dee, link)
    await ben.stop()
    await dee.stop()
    ada = await all.start('Ada')
    const cyId = (await first(ada.client.members.watch({ community }))).find(({ name }) => name === 'Cy')?.id
    if (!cyId) throw new TypeError('no Cy')
    await ada.client.members.remove({ community, member: cyId, reason: '', keep: 'all' })
    await all.say(ada, place, 'under the new key')
    const stick = await writeStick(ada, { community })
    dee = await all.start('Dee')
    const report = await readStick(dee, stick)
    expect(report.communities[0]?.waitingForKey).toBeGreaterThan(0)
    expect(await all.read(dee, place)).toEqual([])
    // What waits is counted once however often it is read.
    expect((await readStick(dee, stick)).communities[0]?.waitingForKey).toBe(report.communities[0]?.waitingForKey)
    dee = await dee.restart()
    await readStick(ada, await writeStick(dee, { community }))
    const [hers, adas] = [dee.carried.get(community), ada.carried.get(community)]
    if (!hers || !adas) throw new TypeError('not carried')
    const lacking = hers.log.keys.lacking()
    expect(lacking).toHaveLength(1)
    expect(hers.log.keys.take(adas.log.keys.reseal(hers.device, lacking))).toBe(1)
    await until(dee.client.rooms.watch({ ...place, limit: 10 }), (event) => event.total === 1)
    expect(await all.read(dee, place)).toEqual(['under the new key'])
  })
})

describe('bringing in', () => {
  it('is given up when nothing comes for a while, and only two at a time', async () => {
    const { id } = await ben.client.bundles.begin()
    await ben.client.bundles.begin()
    await expect(ben.client.bundles.begin()).rejects.toThrow(expect.objectContaining({ code: 'bundle/too-many' }))
    all.clock.advance(60 * 60_000)
    await new Promise((resolve) => setTimeout(resolve, 30))
    await expect(ben.client.bundles.append({ id, chunk: 'AAAA' })).rejects.toThrow(
      expect.objectContaining({ code: 'bundle/unknown' }),
    )
    await ben.client.bundles.begin()
  })

  it('gives way to another file when nothing has come for a moment, as when its screen was loaded anew', async () => {
    const stick = await writeStick(ada, { community })
    const [left] = [await ben.client.bundles.begin(), await ben.client.bundles.begin()]
    all.clock.advance(LIMITS.bundleRest)
    const { id: busy } = await ben.client.bundles.begin()
    await expect(ben.client.bundles.append({ id: left.id, chunk: 'AAAA' })).rejects.toThrow(
      expect.objectContaining({ code: 'bundle/unknown' }),
    )
    // One that something has just come for stays, whoever else begins.
    all.clock.advance(LIMITS.bundleRest)
    await ben.client.bundles.append({ id: busy, chunk: stick.toString('base64') })
    await ben.client.bundles.begin()
    await expect(ben.client.bundles.begin()).rejects.toThrow(expect.objectContaining({ code: 'bundle/too-many' }))
    expect(await ben.client.bundles.finish({ id: busy })).toMatchObject({ complete: true })
  })

  it('ends when the community it is read for is left, and says so, whenever that is', { timeout: 60_000 }, async () => {
    for (let i = 0; i < 60; i++) await all.say(ada, place, randomBytes(12_000).toString('base64'))
    const stick = await writeStick(ada, { community })
    const piece = (from: number, to?: number): Buffer => stick.subarray(from, to)
    const append = (id: string, bytes: Buffer): Promise<string> =>
      ben.client.bundles.append({ id, chunk: bytes.toString('base64') }).then(
        () => 'taken',
        (error: unknown) => errorCode(error),
      )
    const { id } = await ben.client.bundles.begin()
    const leaving = ben.client.communities.leave({ community, keepData: false })
    const during = Array.from({ length: 20 }, (_, at) => append(id, piece(at * 50_000, (at + 1) * 50_000)))
    await leaving
    const told = [...(await Promise.all(during)), await append(id, piece(1_000_000))]
    // Whatever was still to be read when it had ended is for nobody.
    expect(told.filter((each) => each !== 'taken' && each !== 'bundle/unknown')).toEqual(['bundle/left'])
    expect((await first(ben.client.communities.watch())).map(({ id: each }) => each)).toEqual([])
    expect(await readStick(ben, stick)).toMatchObject({ communities: [], complete: true })
  })

  it('ends when it is cancelled, and what came stays', async () => {
    await all.say(ada, place, 'hello')
    const stick = await writeStick(ada, { community })
    const { id } = await ben.client.bundles.begin()
    const { taken } = await ben.client.bundles.append({ id, chunk: stick.subarray(0, -1).toString('base64') })
    expect(taken).toBeGreaterThan(0)
    await ben.client.bundles.cancel({ id })
    await expect(ben.client.bundles.finish({ id })).rejects.toThrow(expect.objectContaining({ code: 'bundle/unknown' }))
    expect(await all.read(ben, place)).toEqual(['hello'])
  })

  it(
    'of a file that was not written to its end takes what there is, and says that it is not whole',
    { timeout: 60_000 },
    async () => {
      for (let i = 0; i < 60; i++) await all.say(ada, place, randomBytes(12_000).toString('base64'))
      const pieces: Buffer[] = []
      for await (const piece of await ada.client.bundles.export({ community })) {
        if (piece.type === 'chunk') pieces.push(Buffer.from(piece.chunk, 'base64'))
        // The stick is pulled out.
        if (pieces.length === 1) break
      }
      const part = Buffer.concat(pieces)
      expect(part).toHaveLength(LIMITS.bundleChunkBytes)
      expect(await readStick(ben, part)).toMatchObject({ complete: false })
      const whole = await writeStick(ada, { community })
      expect(whole.length).toBeGreaterThan(part.length)
      const { id } = await ben.client.bundles.begin()
      const chunk = (from: number, to?: number) => ({ id, chunk: whole.subarray(from, to).toString('base64') })
      // All at once, and other questions in between: pieces are taken in the order they were sent.
      const third = Math.floor(whole.length / 3)
      const taking = [chunk(0, third), chunk(third, 2 * third), chunk(2 * third)].map((piece) =>
        ben.client.bundles.append(piece),
      )
      expect((await first(ben.client.communities.watch()))[0]?.id).toBe(community)
      const taken = (await Promise.all(taking)).map((each) => each.taken)
      expect(taken).toEqual(taken.toSorted((a, b) => a - b))
      expect(await ben.client.bundles.finish({ id })).toMatchObject({ complete: true })
      expect(stateOf(ben)).toBe(stateOf(ada))
    },
  )

  it('refuses what is no bundle, and what a newer Folkmoot wrote', async () => {
    await expect(readStick(ben, Buffer.from('holiday pictures'))).rejects.toThrow(
      expect.objectContaining({ code: 'bundle/not-a-bundle' }),
    )
    const newer = await writeStick(ada, { community })
    newer[15] = 2
    await expect(readStick(ben, newer)).rejects.toThrow(expect.objectContaining({ code: 'bundle/newer' }))
    expect(await readStick(ben, Buffer.alloc(0))).toEqual({ communities: [], others: 0, complete: false })
  })
})
