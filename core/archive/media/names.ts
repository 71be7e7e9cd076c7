/** What attached files are called in an archive: readable, harmless whoever opens them by hand, and each once. */
import { attachmentKind } from '../../shared/index.ts'
import { dayOf, slugOf } from '../bag/paths.ts'

const FOLDER = 'media'
/** Bytes of the id of a file: what its path has of its name. */
export const MEDIA_ID_BYTES = 8
/** Characters of a file's own name that are kept. */
const MOST = 64

/** Endings of what is shown or played, by media type: the type decides how a browser takes it, whatever the file is called. */
const SHOWN: ReadonlyMap<string, string> = new Map([
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
  ['image/webp', 'webp'],
  ['image/gif', 'gif'],
  ['image/avif', 'avif'],
  ['audio/mpeg', 'mp3'],
  ['audio/mp4', 'm4a'],
  ['audio/ogg', 'ogg'],
  ['audio/wav', 'wav'],
  ['audio/webm', 'weba'],
  ['audio/flac', 'flac'],
  ['audio/aac', 'aac'],
  ['video/mp4', 'mp4'],
  ['video/webm', 'webm'],
  ['video/ogg', 'ogv'],
])

/**
 * Endings under which no browser runs anything, and no system without asking. HTML, SVG and all that is XML are not among them, nor are programs
 * and scripts: a page opened from a disk may run what it likes and ask any network, and of files on a disk browsers do not heed that a link
 * says to save and not to open.
 */
const HARMLESS: ReadonlySet<string> = new Set([
  ...['txt', 'md', 'csv', 'tsv', 'json', 'log', 'tex', 'srt', 'vtt', 'ics', 'vcf', 'yaml', 'yml'],
  ...['pdf', 'rtf', 'odt', 'ods', 'odp', 'odg', 'doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'epub'],
  ...['zip', 'gz', 'bz2', 'xz', 'tar', '7z', 'ttf', 'otf', 'woff', 'woff2', 'stl', 'blend', 'psd', 'xcf', 'kra'],
  ...['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'heic', 'tif', 'tiff', 'bmp'],
  ...[
    'mp3',
    'm4a',
    'ogg',
    'oga',
    'opus',
    'wav',
    'weba',
    'flac',
    'aac',
    'mid',
    'mp4',
    'm4v',
    'webm',
    'ogv',
    'mkv',
    'mov',
    'avi',
  ],
])
/** Of what has no ending that is known to be harmless: no system opens it with anything. */
const OTHERWISE = 'bin'

export interface Named {
  readonly name: string
  readonly type: string
}

/** Its name in ASCII, lower case, with an ending that does no harm. */
export function fileName({ name, type }: Named): string {
  const [, stem = name, ending = ''] = /^(.+)\.([A-Za-z0-9]{1,8})$/u.exec(name) ?? []
  const shown = SHOWN.get(type)
  const kept = ending.toLowerCase()
  if (shown !== undefined) return `${slugOf(stem, attachmentKind(type), MOST)}.${shown}`
  if (HARMLESS.has(kept)) return `${slugOf(stem, 'file', MOST)}.${kept}`
  return `${slugOf(name, 'file', MOST)}.${OTHERWISE}`
}

/** @param folder of its room @param id of the file, as mediaIdOf has it @param moment ms: where its message stands */
export function mediaPath(folder: string, id: string, moment: number, named: Named): string {
  return `${FOLDER}/${folder}/${dayOf(moment)}-${id}-${fileName(named)}`
}

const PATH = /^media\/[^/]+\/\d{4,}-\d\d-\d\d-([0-9a-f]{16})-[^/]+$/

/** Which file it is, by its path. */
export function mediaIdIn(path: string): string | undefined {
  return PATH.exec(path)?.[1]
}
