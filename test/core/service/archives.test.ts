/** Archives that are brought in: laid aside, bounded, and nothing left of what was not finished. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CommunityId, errorCode, LIMITS } from '../../../core/shared/index.ts'
import { archiveSchemas } from '../../../core/service/communities/archives/bringing.ts'
import { KeptArchives } from '../../../core/service/communities/archives/kept.ts'
import { checkArchive, handOver, openArchiveOf, writeArchiveOf } from '../../support/archiving.ts'
import { type Neighbour, Neighbours, now as first, type Place } from '../../support/neighbours.ts'

let all: Neighbours
let community: CommunityId
let place: Place
let ada: Neighbour
let cy: Neighbour

beforeEach(async () => {
  all = new Neighbours()
  const founded = await all.found('Ada')
  community = founded.community
  place = founded.place
  ada = founded.person
  await all.say(ada, place, 'the beans are up, all of them')
  cy = await all.start('Cy')
})

afterEach(async () => all[Symbol.asyncDispose]())

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => errorCode(error),
  )

/** What lies aside in somebody's profile. */
const laidAside = ({ profile }: Neighbour): string[] => {
  const folder = join(profile.folder, 'scratch')
  return existsSync(folder) ? readdirSync(folder) : []
}

describe('an archive that is brought in', () => {
  it('lies aside until it is let go of, and at most two at a time do', async () => {
    const bytes = Buffer.from('no archive')
    const one = await handOver(cy, bytes)
    await handOver(cy, bytes)
    expect(laidAside(cy)).toHaveLength(2)
    expect(await codeOf(cy.client.archives.begin())).toBe('archives/too-many')
    await cy.client.archives.cancel({ id: one })
    all.clock.advance(1000)
    const three = await handOver(cy, bytes)
    await expect.poll(() => laidAside(cy)).toHaveLength(2)
    // The one nothing was done with for longest gives way.
    all.clock.advance(LIMITS.archiveRest)
    await cy.client.archives.begin()
    expect(await codeOf(cy.client.archives.inspect({ id: three }))).toMatch(/^archive\//)
    await cy.stop()
    expect(laidAside(cy)).toEqual([])
  })

  it('is let go of when nothing is done with it for an hour', async () => {
    const id = await handOver(cy, Buffer.from('no archive'))
    all.clock.advance(LIMITS.archivePatience)
    await expect.poll(() => laidAside(cy)).toEqual([])
    expect(await codeOf(cy.client.archives.inspect({ id }))).toBe('archives/unknown')
  })

  it('that is let go of while it is being kept leaves nothing', async () => {
    const { id } = await openArchiveOf(cy, await writeArchiveOf(ada, community))
    const keeping = codeOf(cy.client.archives.keep({ id }))
    await cy.client.archives.cancel({ id })
    expect(await keeping).toBe('archives/unknown')
    expect(cy.profile.communities()).toEqual([])
    expect(await first(cy.client.communities.watch())).toEqual([])
  })

  it('that a process was filling when it ended is gone at the next start', async () => {
    const half = { place: 'H'.repeat(43) as CommunityId, of: community, name: 'Garden', newest: 1 }
    new KeptArchives(cy.profile.database).begin(half)
    cy.profile.openCommunity(half.place, archiveSchemas).close()
    const again = await cy.restart()
    expect(again.profile.communities()).toEqual([])
    expect(await first(again.client.communities.watch())).toEqual([])
  })

  it('with a changed byte is told of, by the name of the file', async () => {
    const file = await writeArchiveOf(ada, community)
    // Stored as it is or packed: some byte in the middle of the files.
    const bytes = Buffer.from(file)
    bytes.writeUInt8(bytes.readUInt8(2000) ^ 1, 2000)
    const id = await handOver(cy, bytes)
    await cy.client.archives.inspect({ id })
    const report = await checkArchive(cy, id)
    expect(report).toMatchObject({ sound: false })
    expect(report.problems.map(({ code }) => code)).toContain('finding/file-altered')
  })

  it('without a record is looked at and checked, and nothing else is done with it', async () => {
    const { id, view } = await openArchiveOf(cy, await writeArchiveOf(ada, community, { since: 0 }))
    expect(view).toMatchObject({ record: false, part: 'time', standing: 'new' })
    expect(await checkArchive(cy, id)).toMatchObject({ sound: true, record: false })
    expect(await codeOf(cy.client.archives.keep({ id }))).toBe('archive/no-record')
    expect(await codeOf(cy.client.archives.merge({ id }))).toBe('archive/no-record')
  })

  it('is done nothing with before it was looked at', async () => {
    const id = await handOver(cy, await writeArchiveOf(ada, community))
    expect(await codeOf(cy.client.archives.keep({ id }))).toBe('archives/unknown')
  })
})

describe('an archive that is made', () => {
  it('of two rooms, or of one’s own things, says so and is sound', async () => {
    const bram = await all.join('Bram', ada, community)
    await all.say(bram, place, 'I water them')
    all.deliver()
    const some = await openArchiveOf(cy, await writeArchiveOf(ada, community, { spaces: [place.space] }))
    expect(some.view.part).toBe('spaces')
    expect(await checkArchive(cy, some.id)).toMatchObject({ sound: true, problems: [] })
    await cy.client.archives.cancel({ id: some.id })
    const mine = await openArchiveOf(cy, await writeArchiveOf(bram, community, { mine: true }))
    expect(mine.view.part).toBe('mine')
    expect(await checkArchive(cy, mine.id)).toMatchObject({ sound: true, problems: [], by: 'Bram' })
    const kept = await cy.client.archives.keep({ id: mine.id })
    const { rows } = await first(cy.client.rooms.watch({ ...kept, space: place.space, limit: 10 }))
    expect(rows.map(({ text }) => text)).toEqual(['I water them'])
  })

  it('is the same bytes each time', async () => {
    const [one, two] = [await writeArchiveOf(ada, community), await writeArchiveOf(ada, community)]
    expect(one.equals(two)).toBe(true)
  })

  it('is refused under a passphrase anybody guesses', async () => {
    expect(await codeOf(writeArchiveOf(ada, community, { passphrase: 'abc' }))).toBe('archive/passphrase-too-short')
  })
})
