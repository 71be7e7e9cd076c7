/**
 * What people and their computers do wrong, through the whole app: the sentence they read, and that nothing they wrote before is lost.
 * A mistyped option, a port or a profile in use, a read-only folder, a damaged key and a wrong passphrase: test/stories/process.test.ts.
 */
import { once } from 'node:events'
import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CommunitySummary } from '../../core/contract/index.ts'
import { CoreProcess, quietly } from '../support/core-process.ts'
import {
  foundGarden,
  inviteTo,
  joinBy,
  NamedPerson,
  type Place,
  readRoom,
  until,
  untilTotal,
} from '../support/named-people.ts'
import { fromTheFuture } from '../support/newer.ts'
import type { Client } from '../support/screen.ts'
import { SmallDisk, whyNoDisk } from '../support/small-disk.ts'
import { smallCommunity } from '../support/small-community.ts'

type Three = [string, string, string]

let sent = 0
const say = (client: Client, place: Place, text: string): Promise<unknown> =>
  client.rooms.send({ ...place, text, clientKey: `bad-input-${++sent}` })
const texts = async (client: Client, place: Place): Promise<string[]> =>
  (await readRoom(client, place)).map(({ text }) => text)
/** What the person reads when something is refused. */
const refusal = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => 'it was not refused',
    (error: unknown) => (error as Error).message,
  )
const listed = async (client: Client, { community }: Place): Promise<CommunitySummary | undefined> =>
  (await until(client.communities.watch(), () => true)).find(({ id }) => id === community)
const fileOf = ({ profile }: NamedPerson, { community }: Place): string =>
  join(profile, 'communities', `${community}.db`)

/** The one sentence of a core that does not start. */
async function complaint(profile: string, ...args: readonly string[]): Promise<string> {
  await using core = new CoreProcess({ args: ['--profile', profile, '--print-url', '--no-discovery', ...args] })
  const { code, out, errors } = await core.ended
  expect([code, out]).toEqual([1, ''])
  expect(errors).toMatch(/^folkmoot: [^\n]+\n$/)
  return errors.slice('folkmoot: '.length).trimEnd()
}

describe('Ada types', () => {
  it('links that are broken, foreign, expired or cut off, names of all kinds, and a book', async () => {
    await using ada = new NamedPerson('Ada')
    const client = await ada.start()
    const garden = await foundGarden(client, 'Ada')
    await say(client, garden, 'before')
    const link = await inviteTo(client, garden)

    const damaged = 'This invite link is incomplete or was changed. Ask for it again, or copy the whole of it.'
    const foreign = 'This is not a Folkmoot invite link. It begins with folkmoot://join#'
    using old = smallCommunity('expired')
    old.clock.set(Date.now() - 1e12 - 1000)
    const links: readonly (readonly [string, string])[] = [
      [link.slice(0, -9), damaged],
      [link.slice(0, 40), damaged],
      [`${link.slice(0, 60)}x${link.slice(61)}`, damaged],
      ['https://example.org/join', foreign],
      ['', foreign],
      ['x'.repeat(1_000_000), foreign],
      [old.link(), 'This invite link has expired. Ask for a new one.'],
      [link, 'You are a member of this community already.'],
    ]
    for (const [bad, sentence] of links) {
      const asked =
        bad === link ? client.invites.accept({ link: bad, displayName: 'Ada' }) : client.invites.preview({ link: bad })
      expect([bad.slice(0, 80), await refusal(asked)]).toEqual([bad.slice(0, 80), sentence])
    }

    const { community } = garden
    const named = (name: string): readonly Promise<unknown>[] => [
      client.communities.create({ name, purpose: '', rules: '', template: 'class', displayName: 'Ada' }),
      client.communities.create({ name: 'Class', purpose: '', rules: '', template: 'class', displayName: name }),
      client.profile.setName({ name }),
      client.spaces.create({ community, kind: 'room', name, topic: '' }),
    ]
    for (const nothing of ['', '    ', '\u200F\u202E\u2066', '\u0000\u00AD'])
      for (const answer of named(nothing))
        expect(await refusal(answer)).toBe('Please write something here: this has no visible characters.')
    for (const answer of named('n'.repeat(500)))
      expect(await refusal(answer)).toMatch(
        /^This is too long: 500 of at most \d+ characters\. Nothing was lost; please shorten it\.$/,
      )
    // A mark that turns the direction of what stands beside it is taken off.
    expect(await client.profile.setName({ name: '\u202EAda\u200F \u2067of the garden' })).toMatchObject({
      name: 'Ada of the garden',
    })

    expect(await refusal(say(client, garden, 'x'.repeat(1_000_000)))).toBe(
      'This is too long: 1000000 of at most 32768 bytes. Nothing was lost; please shorten it.',
    )
    await say(client, garden, 'after')
    expect(await texts(client, garden)).toEqual(['before', 'after'])
    expect((await until(client.communities.watch(), () => true)).map(({ id }) => id)).toEqual([community])
  })
})

describe('Ada starts Folkmoot', () => {
  it('where a newer one has been, or where others listen; and all is there when that is put right', async () => {
    await using ada = new NamedPerson('Ada')
    const client = await ada.start()
    const [one, two] = [await foundGarden(client, 'Ada'), await foundGarden(client, 'Ada')]
    for (const place of [one, two]) await say(client, place, 'before')
    await ada.end()

    const [database, kept] = [join(ada.profile, 'profile.db'), join(ada.profile, 'kept')]
    cpSync(database, kept)
    await fromTheFuture(ada.profile)
    expect(await complaint(ada.profile)).toBe(
      `A newer Folkmoot has written this data (${database}). Install the newest version to open it.`,
    )
    renameSync(kept, database)

    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    expect(await complaint(ada.profile, '--listen', `127.0.0.1:${port}`)).toBe(
      `Port ${port} is used by another program. Choose another port, or close that program.`,
    )
    other.close()

    cpSync(fileOf(ada, one), kept)
    await fromTheFuture(ada.profile, one.community)
    const newer = await ada.start()
    const text = `A newer Folkmoot has written this data (${fileOf(ada, one)}). Install the newest version to open it.`
    expect(await listed(newer, one)).toMatchObject({ state: 'damaged', trouble: { text } })
    await say(newer, two, 'meanwhile')
    await ada.end()
    renameSync(kept, fileOf(ada, one))
    const again = await ada.start()
    expect(await texts(again, one)).toEqual(['before'])
    expect(await texts(again, two)).toEqual(['before', 'meanwhile'])
  })

  it('when the data of her profile is damaged, or its key is missing', async () => {
    await using ada = new NamedPerson('Ada')
    const client = await ada.start()
    const garden = await foundGarden(client, 'Ada')
    await say(client, garden, 'before')
    await ada.end()
    const [database, key, kept] = ['profile.db', 'key', 'kept'].map((name) => join(ada.profile, name)) as Three
    cpSync(database, kept)
    writeFileSync(database, randomBytes(readFileSync(kept).length))
    expect(await complaint(ada.profile)).toBe(
      `This data is damaged: ${database}. Put a backup back, or set it aside and fetch it again from other members.`,
    )
    renameSync(kept, database)
    cpSync(key, kept)
    rmSync(key)
    expect(await complaint(ada.profile)).toMatch(/^The key of this profile is missing/)
    renameSync(kept, key)
    expect(await texts(await ada.start(), garden)).toEqual(['before'])
  })
})

describe('the data of a community', () => {
  it('is damaged: the other goes on, it is set aside, and Bram is let in again and has it all', async () => {
    await using ada = new NamedPerson('Ada')
    await using bram = new NamedPerson('Bram')
    const [hers, his] = [await ada.start(), await bram.start()]
    const garden = await foundGarden(hers, 'Ada')
    await joinBy(his, await inviteTo(hers, garden), 'Bram', garden)
    const own = await foundGarden(his, 'Bram')
    await say(hers, garden, 'Who has a ladder?')
    await say(his, own, 'notes to myself')
    await untilTotal(his, garden, 1)
    await say(his, garden, 'I have one.')
    await untilTotal(hers, garden, 2)
    await bram.end()

    const file = fileOf(bram, garden)
    writeFileSync(file, randomBytes(readFileSync(file).length))
    const again = await bram.start()
    const text = `This data is damaged: ${file}. Put a backup back, or set it aside and fetch it again from other members.`
    expect(await listed(again, garden)).toMatchObject({ name: 'Garden Commons', state: 'damaged', trouble: { text } })
    expect(await refusal(say(again, garden, 'Hello?'))).toMatch(
      /^The data of this community cannot be opened\. Nothing was changed/,
    )
    expect(await texts(again, own)).toEqual(['notes to myself'])
    await say(again, own, 'the garden is broken')

    await again.communities.forget(garden)
    expect(await listed(again, garden)).toBeUndefined()
    expect(readdirSync(join(bram.profile, 'communities'))).toContain(`${garden.community}.db.damaged-1`)
    await joinBy(again, await inviteTo(hers, garden), 'Bram', garden)
    await untilTotal(again, garden, 2)
    await say(again, garden, 'Here I am again.')
    await untilTotal(hers, garden, 3)
    expect(await texts(again, garden)).toEqual(await texts(hers, garden))
    expect(await texts(again, own)).toEqual(['notes to myself', 'the garden is broken'])
  })

  it('lies in the place of another’s: both say so, and are as they were when each is back in its place', async () => {
    await using ada = new NamedPerson('Ada')
    const client = await ada.start()
    const places = [
      await foundGarden(client, 'Ada'),
      await foundGarden(client, 'Ada'),
      await foundGarden(client, 'Ada'),
    ] as const
    for (const [at, place] of places.entries()) await say(client, place, `in ${at}`)
    await ada.end()
    const swap = (): void => {
      const [a, b, between] = [fileOf(ada, places[0]), fileOf(ada, places[1]), join(ada.profile, 'between')]
      renameSync(a, between)
      renameSync(b, a)
      renameSync(between, b)
    }
    swap()
    const swapped = await ada.start()
    for (const place of places.slice(0, 2)) {
      const text = `This data belongs to another profile or another community and cannot be read: ${fileOf(ada, place)}. Put the right file back.`
      expect(await listed(swapped, place)).toMatchObject({ state: 'damaged', trouble: { text } })
    }
    await say(swapped, places[2], 'still here')
    await ada.end()
    swap()
    const back = await ada.start()
    for (const [at, place] of places.entries()) expect((await texts(back, place))[0]).toBe(`in ${at}`)
    await say(back, places[0], 'and on')
    expect(await texts(back, places[0])).toEqual(['in 0', 'and on'])
  })
})

const why = whyNoDisk()
if (why !== undefined) console.info(`FULL DISK SKIPPED: ${why}`)

describe.skipIf(why !== undefined)('the disk', () => {
  it('is full: Ada reads so, keeps all she wrote, and writes on when there is room', async () => {
    using disk = new SmallDisk(2048)
    const start = (): CoreProcess => new CoreProcess({ args: ['--profile', disk.path, '--print-url', ...quietly] })
    const kept: string[] = []
    const write = async (client: Client, place: Place): Promise<void> => {
      const text = `${kept.length} ${randomBytes(3000).toString('base64')}`
      await say(client, place, text)
      kept.push(text)
    }
    await using first = start()
    const { client } = await first.screen()
    const garden = await foundGarden(client, 'Ada')
    let sentence = ''
    while (sentence === '' && kept.length < 500) {
      const refused = await refusal(write(client, garden))
      if (refused !== 'it was not refused') sentence = refused
    }
    expect(sentence).toMatch(
      /^The disk is full \(.+\)\. Nothing already stored is lost; make some room and try again\.$/,
    )
    expect(await refusal(client.profile.setName({ name: 'Ada' }))).toMatch(/^The disk is full/)
    expect(await texts(client, garden)).toEqual(kept)
    await first.kill()

    await using second = start()
    const again = (await second.screen()).client
    expect(await texts(again, garden)).toEqual(kept)
    disk.resize(8 * 1024)
    await write(again, garden)
    expect((await second.stop()).code).toBe(0)

    await using third = start()
    const last = (await third.screen()).client
    expect(await texts(last, garden)).toEqual(kept)
    await write(last, garden)
  })
  it('is full at Bram’s while Ada writes: he keeps what he has, and gets the rest when there is room', async () => {
    using disk = new SmallDisk(2048)
    await using ada = new NamedPerson('Ada')
    const hers = await ada.start()
    const garden = await foundGarden(hers, 'Ada')
    await say(hers, garden, 'the first')
    await using core = new CoreProcess({ args: ['--profile', disk.path, '--print-url', ...quietly] })
    const his = (await core.screen()).client
    await joinBy(his, await inviteTo(hers, garden), 'Bram', garden)
    await untilTotal(his, garden, 1)
    for (let n = 0; n < 120; n++) await say(hers, garden, randomBytes(15_000).toString('base64'))
    await until(his.sync.watch(garden), ({ peers }) => peers === 0)
    expect(await refusal(say(his, garden, 'x'.repeat(30_000)))).toMatch(/^The disk is full/)
    const kept = await texts(his, garden)
    expect(kept).toEqual((await texts(hers, garden)).slice(0, kept.length))

    disk.resize(32 * 1024)
    await his.sync.retry(garden)
    await untilTotal(his, garden, 121)
    expect(await texts(his, garden)).toEqual(await texts(hers, garden))
    await say(his, garden, 'room again')
    await untilTotal(hers, garden, 122)
  })
})
