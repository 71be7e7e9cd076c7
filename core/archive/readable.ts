/** All of an archive that people and programs read, from one reading: the same reading gives the same bytes. */
import type { MemberId } from '../shared/index.ts'
import { activityFiles } from './activity/activity.ts'
import type { ArchiveFile, ArchivePlace, ArchiveWish, Readable } from './about.ts'
import type { Reading } from './reading/about.ts'
import { readPlaces } from './reading/read-places.ts'
import { siteFiles } from './site/files.ts'
import type { SiteOptions } from './site/site.ts'
import { Surveyor } from './site/survey.ts'
import { tableFiles } from './tables/tables.ts'

/** @param places the community first, then private spaces in it */
export function readableOf(places: readonly ArchivePlace[], wish: ArchiveWish, by: MemberId | undefined): Readable {
  const reading = readPlaces(places, wish)
  const { name, newest } = reading.community
  const { media, attached } = reading
  return { name, newest, media, attached, files: () => readableFiles(reading, { wish, by }) }
}

/** One after another: who makes the first has gone through all that was said, a piece at a time, and knows where it stands. */
export function* readableFiles(reading: Reading, options: SiteOptions): Generator<ArchiveFile> {
  const surveyor = new Surveyor()
  yield* activityFiles(reading, surveyor)
  yield* tableFiles(reading)
  yield* siteFiles(reading, options, surveyor.done())
}
