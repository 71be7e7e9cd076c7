/** Pictures and files in archives: they go along, are shown and named, checked down to each byte, and come back. */
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bytesAccess, openBag } from '../../../core/archive/index.ts'
import { type CommunityId, type EntryId, errorCode, LIMITS, type MemberId } from '../../../core/shared/index.ts'
import { never, respelled, sha256 } from '../../support/archived.ts'
import { checkArchive, openArchiveOf, writeArchiveOf } from '../../support/archiving.ts'
import {
  carryChunks,
  chunksIn,
  handOver,
  type Place as Room,
  readFile,
  someFile,
  type SomeFile,
} from '../../support/attaching.ts'
import { type Neighbour, Neighbours, now as first, type Place } from '../../support/neighbours.ts'
import { talking } from '../../support/talking.ts'

const beets = someFile('Rote Beete.PNG', 'image/png', 30_000)
const plan = someFile('plan.pdf', 'application/pdf', LIMITS.chunkBytes + 5)
const page = someFile('page.html', 'text/html', 90)
const nothing = someFile('empty.txt', 'text/plain', 0)

let all: Neighbours
let community: CommunityId
let place: Place
let ada: Neighbour
let bram: Neighbour
let message: EntryId

async function attach(who: Neighbour, to: Room, files: readonly SomeFile[], text = ''): Promise<EntryId> {
  const handed = []
  for (const file of files) handed.push(await handOver(who.client, to, file))
  const clientKey = `${who.name} ${files.map(({ name }) => name).join()} ${text}`.slice(0, 60)
  return (await who.client.rooms.send({ ...to, text, clientKey, files: handed })).id
}

beforeEach(async () => {
  all = new Neighbours()
  const founded = await all.found('Ada')
  community = founded.community
  place = founded.place
  ada = founded.person
  bram = await all.join('Bram', ada, community)
  message = await attach(ada, place, [beets, plan, page, nothing], 'what I planted')
  all.deliver()
})

afterEach(async () => all[Symbol.asyncDispose]())

async function filesOf(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const bag = await openBag(bytesAccess(bytes), never)
  const files = new Map<string, Uint8Array>()
  for (const path of bag.files.keys()) files.set(path, await bag.read(path, 2 ** 26, never))
  return files
}

const mediaIn = (files: ReadonlyMap<string, Uint8Array>): string[] =>
  [...files.keys()].filter((path) => path.startsWith('media/')).sort()

const textIn = (files: ReadonlyMap<string, Uint8Array>, wanted: RegExp): string =>
  [...files].flatMap(([path, bytes]) => (wanted.test(path) ? [Buffer.from(bytes).toString('utf8')] : [])).join('\n')

/** What is wrong with an archive, once everybody's lists of hashes were made anew. */
async function problemsOf(bytes: Uint8Array, change: (files: Map<string, Uint8Array>) => void) {
  const { id } = await openArchiveOf(bram, await respelled(bytes, change))
  const report = await checkArchive(bram, id)
  await bram.client.archives.cancel({ id })
  return report
}

describe('pictures and files', () => {
  it('go along under names that do no harm, are named everywhere, and are the same bytes each time', async () => {
    const bytes = await writeArchiveOf(ada, community)
    expect(sha256(await writeArchiveOf(ada, community))).toBe(sha256(bytes))
    const files = await filesOf(bytes)
    const paths = mediaIn(files)
    expect(paths.map((path) => path.replace(/^media\/[a-z0-9-]+\/\d{4}-\d\d-\d\d-[0-9a-f]{16}-/, '')).sort()).toEqual([
      'empty.txt',
      'page-html.bin',
      'plan.pdf',
      'rote-beete.png',
    ])
    for (const { name, bytes: wanted } of [beets, plan, page, nothing]) {
      const [path = ''] = paths.filter((each) =>
        each.includes(`-${name.toLowerCase().replace(/[ .]/g, '-').slice(0, 4)}`),
      )
      expect(Buffer.from(files.get(path) ?? [9]).equals(wanted)).toBe(true)
    }
    const [picture = ''] = paths.filter((path) => path.endsWith('.png'))
    expect(textIn(files, /site\/room\/.*html$/)).toContain(`src="../../../${picture}" alt="Rote Beete.PNG"`)
    expect(textIn(files, /site\/room\/.*html$/)).toContain('page-html.bin" download=""')
    expect(textIn(files, /^activity\//)).toContain(`"type":"Image","url":"../${picture}"`)
    expect(textIn(files, /^tables\/files/)).toContain(`Rote Beete.PNG,image/png,30000,,,,${picture}`)
    const { id } = await openArchiveOf(bram, bytes)
    expect(await checkArchive(bram, id)).toMatchObject({ sound: true, compared: true, attached: 4, away: 0 })
  })

  it('stay out when that is wished for, with their names and sizes', async () => {
    const wish = { community, mine: false, privates: false, media: true, record: true, language: 'en' as const }
    const [withThem, without] = [
      await ada.client.archives.plan(wish),
      await ada.client.archives.plan({ ...wish, media: false }),
    ]
    const bytes = [beets, plan, page].reduce((sum, each) => sum + each.bytes.length, 0)
    expect(withThem).toMatchObject({ files: 4, fileBytes: bytes, away: 0 })
    expect(withThem.bytes - without.bytes).toBe(bytes)
    const files = await filesOf(await writeArchiveOf(ada, community, { media: false }))
    expect(mediaIn(files)).toEqual([])
    expect(textIn(files, /site\/room\/.*html$/)).toMatch(/Rote Beete\.PNG<\/bdi>.*30 kB · left out of this archive/)
    const { id } = await openArchiveOf(bram, await writeArchiveOf(ada, community, { media: false }))
    expect(await checkArchive(bram, id)).toMatchObject({ sound: true, compared: true, away: 4 })
  })

  it('that are not on this device are told of, and nothing else is wrong', async () => {
    const wish = { community, mine: false, privates: false, media: true, record: true, language: 'en' as const }
    expect(await bram.client.archives.plan(wish)).toMatchObject({ files: 0, away: 4 })
    const bytes = await writeArchiveOf(bram, community)
    const files = await filesOf(bytes)
    expect(mediaIn(files)).toEqual([])
    expect(textIn(files, /site\/room\/.*html$/)).toContain('not in this archive: it was not on the device that made it')
    const { id } = await openArchiveOf(ada, bytes)
    expect(await checkArchive(ada, id)).toMatchObject({ sound: true, compared: true, attached: 4, away: 4 })
  })

  it('a byte that was changed is found and named, with all lists made anew; so is one taken out, put in, or renamed', async () => {
    const bytes = await writeArchiveOf(ada, community)
    const paths = mediaIn(await filesOf(bytes))
    const [picture = ''] = paths.filter((path) => path.endsWith('png'))
    const [other = ''] = paths.filter((path) => path.endsWith('pdf'))
    const altered = await problemsOf(bytes, (files) => {
      const whole = Buffer.from(files.get(picture) ?? [])
      whole[100] = (whole[100] ?? 0) ^ 1
      files.set(picture, whole)
    })
    expect(altered.problems).toMatchObject([{ code: 'finding/media-altered', file: picture, author: 'Ada' }])
    const longer = await problemsOf(bytes, (files) =>
      files.set(other, Buffer.concat([files.get(other) ?? new Uint8Array(), Buffer.from('x')])),
    )
    expect(longer.problems).toMatchObject([{ code: 'finding/media-altered', file: other }])
    const without = await problemsOf(bytes, (files) => void files.delete(picture))
    expect(without.problems).toMatchObject([{ code: 'finding/media-missing', file: picture, author: 'Ada' }])
    const more = await problemsOf(bytes, (files) => void files.set('media/extra.png', Buffer.from('more')))
    expect(more.problems).toMatchObject([{ code: 'finding/file-stray', file: 'media/extra.png' }])
    const swapped = await problemsOf(bytes, (files) => {
      const [one, two] = [files.get(picture), files.get(other)]
      files.set(picture, two ?? new Uint8Array()).set(other, one ?? new Uint8Array())
    })
    expect(swapped.problems.map(({ code }) => code)).toEqual(['finding/media-altered', 'finding/media-altered'])
    const renamed = await problemsOf(bytes, (files) => {
      const path = picture.replace(/[^/]+$/, (name) => name.replace('rote', 'blaue'))
      files.set(path, files.get(picture) ?? new Uint8Array())
      files.delete(picture)
    })
    expect(renamed.problems.map(({ code }) => code).sort()).toEqual(['finding/file-stray', 'finding/media-missing'])
  })

  it('of one member alone are checked as well, although the pages are not made anew', async () => {
    const bytes = await writeArchiveOf(ada, community, { mine: true })
    const [picture = ''] = mediaIn(await filesOf(bytes)).filter((path) => path.endsWith('png'))
    const { id } = await openArchiveOf(bram, bytes)
    expect(await checkArchive(bram, id)).toMatchObject({ sound: true, compared: false, attached: 4, away: 0 })
    await bram.client.archives.cancel({ id })
    const spoilt = await problemsOf(bytes, (files) => void files.set(picture, Buffer.alloc(30_000)))
    expect(spoilt.problems.map(({ code }) => code)).toContain('finding/media-altered')
  })

  it('come to who brings the archive in, and those alone that are what their messages name', async () => {
    const bytes = await writeArchiveOf(ada, community)
    const [picture = ''] = mediaIn(await filesOf(bytes)).filter((path) => path.endsWith('png'))
    const spoilt = await respelled(bytes, (files) => void files.set(picture, Buffer.alloc(30_000, 3)))
    const bad = await openArchiveOf(bram, spoilt)
    expect(await bram.client.archives.merge({ id: bad.id })).toMatchObject({ files: { taken: 3, refused: 1, left: 0 } })
    await bram.client.archives.cancel({ id: bad.id })
    const about = { size: plan.bytes.length, at: 1 }
    expect(sha256(await readFile(bram.client, place, message, about))).toBe(sha256(plan.bytes))
    const state = await first(bram.client.files.watch({ ...place, message, at: 0 }))
    expect(state).toMatchObject({ state: 'away', held: 0 })
    const good = await openArchiveOf(bram, bytes)
    expect(await bram.client.archives.merge({ id: good.id })).toMatchObject({ files: { taken: 1, refused: 0 } })
    const again = await readFile(bram.client, place, message, { size: beets.bytes.length })
    expect(sha256(again)).toBe(sha256(beets.bytes))
    expect(await bram.client.archives.merge({ id: good.id })).toMatchObject({ files: { taken: 0, refused: 0 } })
  })

  it('are read in an archive that is kept, over a restart, and go with it', async () => {
    const cy = await all.start('Cy')
    const { id } = await openArchiveOf(cy, await writeArchiveOf(ada, community))
    const kept = await cy.client.archives.keep({ id })
    const again = await cy.restart()
    const at = { ...place, ...kept }
    const came = await readFile(again.client, at, message, { size: beets.bytes.length })
    expect(sha256(came)).toBe(sha256(beets.bytes))
    await again.client.communities.forget(kept)
    expect(chunksIn(again.profile.folder)).toEqual([])
  })

  it('come back with Ada, whose computer is lost, and go on from her to Bram', async () => {
    const { text: recovery } = await ada.client.devices.makeRecovery({ community })
    const bytes = await writeArchiveOf(ada, community)
    await ada.stop()
    const back = await all.start('Ada anew')
    const { id } = await openArchiveOf(back, bytes)
    await back.client.archives.restore({ id, recovery, removeOthers: false })
    const came = await readFile(back.client, place, message, { size: plan.bytes.length, at: 1 })
    expect(sha256(came)).toBe(sha256(plan.bytes))
    all.deliver()
    await bram.client.files.fetch({ ...place, message, at: 1 })
    const [from, to] = [back.carried.get(community), bram.carried.get(community)]
    if (!from || !to) throw new TypeError('nobody is met')
    expect(carryChunks(from, to)).toBe(3)
    expect(sha256(await readFile(bram.client, place, message, { size: plan.bytes.length, at: 1 }))).toBe(
      sha256(plan.bytes),
    )
  })

  it('of private rooms go along with these, and are read where they are kept', async () => {
    const him = (await first(ada.client.members.watch({ community }))).find(({ name }) => name === 'Bram')
    const about = { community, name: 'seeds', topic: '', people: [him?.id ?? ('' as MemberId)] }
    const { space } = await ada.client.spaces.createPrivate(about)
    await talking(() => ({ all, community, here: [ada, bram] })).post()
    const secret = someFile('shed.png', 'image/png', 5000)
    const said = await attach(ada, { community, space }, [secret])
    const open = await writeArchiveOf(ada, community, { privates: true })
    expect(mediaIn(await filesOf(open)).filter((path) => path.startsWith('media/seeds/'))).toHaveLength(1)
    expect(mediaIn(await filesOf(await writeArchiveOf(ada, community)))).toHaveLength(4)
    const cy = await all.start('Cy')
    const { id } = await openArchiveOf(cy, open)
    expect(await checkArchive(cy, id)).toMatchObject({ sound: true, attached: 5, away: 0 })
    const kept = await cy.client.archives.keep({ id })
    const came = await readFile(cy.client, { ...kept, space }, said, { size: 5000 })
    expect(sha256(came)).toBe(sha256(secret.bytes))
  })

  it('that are damaged on the disk are left out, and the archive is made all the same', async () => {
    const folder = join(ada.profile.folder, 'blobs')
    const chunks = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
    const largest = chunks.map((each) => join(each.parentPath, each.name))
    for (const path of largest.slice(0, 2)) writeFileSync(path, 'spoilt')
    const bytes = await writeArchiveOf(ada, community)
    const held = mediaIn(await filesOf(bytes)).length
    expect(held).toBeLessThan(4)
    const { id } = await openArchiveOf(bram, bytes)
    expect(await checkArchive(bram, id)).toMatchObject({ sound: true, compared: true, away: 4 - held })
    rmSync(folder, { recursive: true })
    expect(existsSync(folder)).toBe(false)
    // Of a file without a byte nothing can be lost while its list is known.
    const rest = mediaIn(await filesOf(await writeArchiveOf(ada, community)))
    expect(rest.filter((path) => !path.endsWith('-empty.txt'))).toEqual([])
  })

  it('of nothing but zeros are no bomb: what was made is opened', async () => {
    const zeros = { name: 'zeros.txt', type: 'text/plain', bytes: new Uint8Array(3 * 1024 * 1024) }
    await attach(ada, place, [zeros])
    const bytes = await writeArchiveOf(ada, community)
    expect(bytes.length).toBeGreaterThan(zeros.bytes.length)
    const { id } = await openArchiveOf(bram, bytes)
    expect(await checkArchive(bram, id)).toMatchObject({ sound: true, attached: 5, away: 0 })
  })

  it('of a part by time go along too, although nothing of it can be checked', async () => {
    const later = someFile('later.png', 'image/png', 100)
    all.clock.advance(86_400_000)
    const since = all.clock.now()
    await attach(ada, place, [later])
    const files = await filesOf(await writeArchiveOf(ada, community, { since, record: false }))
    expect(mediaIn(files)).toEqual([expect.stringMatching(/-later\.png$/)])
  })

  it('that were withdrawn are in no archive', async () => {
    await ada.client.rooms.withdraw({ ...place, id: message })
    const files = await filesOf(await writeArchiveOf(ada, community))
    expect(mediaIn(files)).toEqual([])
    expect(textIn(files, /site\/room\//)).not.toContain('Beete')
  })

  it('are refused to who is not in the community, whatever the archive holds', async () => {
    const cy = await all.start('Cy')
    const { id } = await openArchiveOf(cy, await writeArchiveOf(ada, community))
    const code = await cy.client.archives.merge({ id }).then(
      () => 'done',
      (error: unknown) => errorCode(error),
    )
    expect(code).toBe('archives/not-a-member')
    expect(chunksIn(cy.profile.folder)).toEqual([])
  })
})
