/** The page in an archive that tells somebody who has nothing but the archive what it is. */
import type { ArchiveWish } from './about.ts'

export function readmeOf(name: string, wish: ArchiveWish): string {
  return [
    `${name === '' ? 'A community' : name}, as kept by Folkmoot`,
    '',
    'Open index.html in any browser to read. It needs no network.',
    '',
    'index.html, site/   pages to read, and to search',
    'activity/           the same as ActivityStreams 2.0 (JSON)',
    'tables/             the same as tables (CSV, UTF-8)',
    'documents/          Automerge documents, for any program that knows Automerge',
    ...(wish.media ? ['media/              pictures and files that were attached'] : []),
    ...(wish.record
      ? ['record/             what every member signed, and what their devices and decisions were', '', ...CHECKING]
      : ['', 'This is a part by time: it is for reading, and holds no signatures.']),
    '',
    'All of it is a bag as RFC 8493 describes it. One folder above this one,',
    '  sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt',
    'shows whether every file is as it was made.',
    '',
  ].join('\n')
}

const CHECKING = [
  'Folkmoot checks such an archive: every signature, every hash, and whether anything was left out.',
  '  npm run verify -- <this archive>.folkmoot.zip',
  'in the source of Folkmoot does the same. docs/archive.md there describes every file.',
]
