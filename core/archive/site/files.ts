/** The whole site: `index.html` and what lies in `site/`. Further kinds of things people make add their pages in `spacePages` or beside it. */
import type { ArchiveFile } from '../about.ts'
import type { Reading } from '../reading/about.ts'
import { STYLE } from './assets/style.ts'
import { THEME_SCRIPT } from './assets/theme.ts'
import { boardFiles } from './pages/board.ts'
import { decisionFiles } from './pages/decisions.ts'
import { homeFile } from './pages/home.ts'
import { peopleFiles } from './pages/people.ts'
import { roomFiles } from './pages/room.ts'
import { searchFile } from './pages/search.ts'
import { SEARCH_SCRIPT } from './search/script.ts'
import { wordFiles } from './search/word-files.ts'
import { Site, type SiteOptions } from './site.ts'
import { type SpaceSurvey, type Survey, surveyed } from './survey.ts'

/** How the pages of one kind of space are made. */
const spacePages = {
  room: roomFiles,
  private: roomFiles,
  direct: roomFiles,
  board: boardFiles,
} as const satisfies Record<SpaceSurvey['space']['kind'], (site: Site, space: SpaceSurvey) => Iterable<ArchiveFile>>

/**
 * The same reading gives the same bytes. Files are made one after another, and most when their content is asked for.
 * @param known what stands where; found out at once when it is not given
 */
export function* siteFiles(reading: Reading, options: SiteOptions, known?: Survey): Generator<ArchiveFile> {
  const site = new Site(reading, options, known ?? surveyed(reading))
  yield homeFile(site)
  yield assetFile('site/style.css', STYLE)
  yield assetFile('site/theme.js', THEME_SCRIPT)
  yield* peopleFiles(site)
  yield* decisionFiles(site)
  for (const space of site.survey.spaces.values()) yield* spacePages[space.space.kind](site, space)
  yield searchFile(site)
  yield assetFile('site/search.js', SEARCH_SCRIPT)
  yield* wordFiles(site)
}

function assetFile(path: string, text: string): ArchiveFile {
  return {
    path,
    *content() {
      yield new TextEncoder().encode(text)
    },
  }
}
