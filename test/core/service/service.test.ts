import { describe, expect, it } from 'vitest'
import { transportErrors } from '../../../core/sync/index.ts'
import { noNetwork, oneService } from '../../support/one-service.ts'
import { temporaryFolder, testClock } from '../../support/surroundings.ts'

const garden = {
  name: 'Garden Commons',
  purpose: 'Grow food together',
  rules: 'Be kind.',
  template: 'neighbourhood',
  displayName: 'Ada',
} as const

const terms = { hours: 24, role: 'member', approval: false } as const

async function take<T>(source: AsyncIterable<T>, count: number): Promise<T[]> {
  const out: T[] = []
  for await (const each of source) if (out.push(each) === count) break
  return out
}

describe('the service', () => {
  it('founds a community with its rooms, and lists it', async () => {
    using folder = temporaryFolder()
    const { client, stop } = await oneService(folder.path)
    const { community, space } = await client.communities.create(garden)
    const [[listed] = []] = await take(await client.communities.watch(), 1)
    expect(listed).toMatchObject({
      id: community,
      name: 'Garden Commons',
      state: 'member',
      myRole: 'owner',
      members: 1,
    })
    const [spaces = []] = await take(await client.spaces.watch({ community }), 1)
    expect(spaces.map(({ name }) => name)).toEqual(['general', 'help-wanted', 'lost-and-found', 'noticeboard'])
    expect(spaces[0]?.id).toBe(space)
    await stop()
  })

  it('writes a message once for one key, tells the live query, and has it after a restart', async () => {
    using folder = temporaryFolder()
    const first = await oneService(folder.path)
    const { community, space } = await first.client.communities.create(garden)
    const room = await first.client.rooms.watch({ community, space, limit: 50 })
    expect((await room.next()).value).toMatchObject({ type: 'window', rows: [], total: 0 })
    const sent = await first.client.rooms.send({
      community,
      space,
      text: '  Seeds are *here*  ',
      clientKey: 'key-0001',
    })
    const again = await first.client.rooms.send({ community, space, text: 'Seeds are *here*', clientKey: 'key-0001' })
    expect(again).toEqual(sent)
    const event = (await room.next()).value
    expect(event).toMatchObject({
      type: 'changes',
      total: 1,
      rows: [{ id: sent.id, text: '  Seeds are *here*', mine: true, authorName: 'Ada', reached: 0 }],
    })
    await room.return(undefined)
    await first.stop()

    const second = await oneService(folder.path, 'second')
    const [window] = await take(await second.client.rooms.watch({ community, space, limit: 50 }), 1)
    expect(window).toMatchObject({ type: 'window', total: 1, rows: [{ id: sent.id }] })
    await second.stop()
  })

  it('pages back through a long room and forward again', async () => {
    using folder = temporaryFolder()
    const { client, clock, stop } = await oneService(folder.path)
    const { community, space } = await client.communities.create(garden)
    for (let i = 0; i < 25; i++) {
      clock.advance(1000)
      await client.rooms.send({ community, space, text: `line ${i}`, clientKey: `key-${i}-long` })
    }
    const [window] = await take(await client.rooms.watch({ community, space, limit: 10 }), 1)
    expect(window?.rows.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, (_, i) => `line ${i + 15}`))
    const top = window?.rows[0]
    if (!top) throw new TypeError('no row')
    const before = await client.rooms.before({ community, space, position: { time: top.time, id: top.id }, limit: 10 })
    expect(before.more).toBe(true)
    expect(before.rows.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, (_, i) => `line ${i + 5}`))
    const last = before.rows.at(-1)
    if (!last) throw new TypeError('no row')
    const after = await client.rooms.after({ community, space, position: { time: last.time, id: last.id }, limit: 20 })
    expect(after).toMatchObject({ more: false })
    expect(after.rows).toHaveLength(10)
    await stop()
  })

  it('shows an invite before anything is sent, and says what is wrong with a broken one', async () => {
    using folder = temporaryFolder()
    const { client, clock, stop } = await oneService(folder.path)
    const { community } = await client.communities.create(garden)
    const { link } = await client.invites.create({ ...terms, community, uses: 3 })
    expect(await client.invites.preview({ link: `  ${link}\n` })).toMatchObject({
      community,
      name: 'Garden Commons',
      purpose: 'Grow food together',
      rules: 'Be kind.',
      inviter: 'Ada',
      standing: 'member',
    })
    for (const broken of [link.slice(0, -9), link.slice(0, 40), `${link.slice(0, 60)}x${link.slice(61)}`]) {
      await expect(client.invites.preview({ link: broken })).rejects.toMatchObject({ code: 'invite/damaged' })
    }
    for (const foreign of ['https://example.org', '', 'folkmoot://other#abc', 'x'.repeat(1_000_000)]) {
      await expect(client.invites.preview({ link: foreign })).rejects.toMatchObject({ code: 'invite/not-a-link' })
    }
    await expect(client.invites.accept({ link, displayName: 'Eve' })).rejects.toMatchObject({
      code: 'community/already-member',
    })
    clock.advance(25 * 3_600_000)
    using other = temporaryFolder()
    const stranger = await oneService(other.path, 'stranger')
    stranger.clock.advance(25 * 3_600_000)
    await expect(stranger.client.invites.preview({ link })).rejects.toMatchObject({ code: 'invite/expired' })
    await stranger.stop()
    await stop()
  })

  it('refuses names of nothing and names without end, and texts too long, losing nothing', async () => {
    using folder = temporaryFolder()
    const { client, stop } = await oneService(folder.path)
    for (const name of ['', '   ', '\u200F\u200F', '\u0000']) {
      await expect(client.communities.create({ ...garden, name })).rejects.toMatchObject({ code: 'text/empty' })
    }
    await expect(client.communities.create({ ...garden, name: 'n'.repeat(500) })).rejects.toMatchObject({
      code: 'text/too-long',
      details: { have: 500, most: 80 },
    })
    const { community, space } = await client.communities.create(garden)
    await expect(
      client.rooms.send({ community, space, text: 'x'.repeat(1_000_000), clientKey: 'key-0001' }),
    ).rejects.toMatchObject({
      code: 'text/too-long',
    })
    await stop()
  })

  it('leaves, keeping a copy to read, and forgets it when asked', async () => {
    using folder = temporaryFolder()
    const { client, stop } = await oneService(folder.path)
    const { community, space } = await client.communities.create(garden)
    await client.communities.leave({ community, keepData: true })
    await expect(
      client.rooms.send({ community, space, text: 'still here', clientKey: 'key-0001' }),
    ).rejects.toMatchObject({ code: 'community/left' })
    const [[listed] = []] = await take(await client.communities.watch(), 1)
    expect(listed).toMatchObject({ state: 'left', name: 'Garden Commons' })
    await client.communities.forget({ community })
    const [list] = await take(await client.communities.watch(), 1)
    expect(list).toEqual([])
    await stop()
  })
})

describe('somebody who waits to be let in', () => {
  it('is tried again at once when they ask for it', async () => {
    using founders = temporaryFolder()
    const founder = await oneService(founders.path)
    const { community } = await founder.client.communities.create(garden)
    const { link } = await founder.client.invites.create({ ...terms, community, uses: 1 })
    await founder.stop()

    const clock = testClock()
    const whole = clock.sleep
    // Between two tries nothing goes on by itself.
    clock.sleep = (ms, signal) => whole(ms, signal).then(() => (ms < 500 ? undefined : untilAborted(signal)))
    let tries = 0
    const nobody = async (): Promise<void> => {
      tries += 1
      throw transportErrors('unreachable')
    }
    using guests = temporaryFolder()
    const guest = await oneService(guests.path, 'guest', { ...noNetwork, join: nobody }, clock)
    await guest.client.invites.accept({ link, displayName: 'Bram' })
    const waiting = async () => (await take(await guest.client.invites.watchJoin({ community }), 1))[0]
    await expect.poll(waiting).toMatchObject({ step: 'waiting', tries: 1 })
    await guest.client.sync.retry({ community })
    await expect.poll(waiting).toMatchObject({ step: 'waiting', tries: 2 })
    expect(tries).toBe(2)
    await guest.stop()
  })
})

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error)
    else signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}
