/** What a check of an archive finds, and how it is said. */
import { LIMITS } from '../../shared/index.ts'

/** Each has a sentence; `{…}` is filled from what is known of the place. */
export const FINDINGS = {
  /** Bytes of a file are not those its hash was made of. */
  'file-altered': 'The file {file} was changed.',
  'file-missing': 'The file {file} is missing.',
  'file-stray': 'The file {file} is not of this archive.',
  /** A file that people read is not what the signed record makes. */
  'page-altered': 'The file {file} does not say what was signed (line {line}). It should read: {wanted}',
  /** Those were made by another release, or are of one member's things: what they should say is not made anew. */
  'pages-altered':
    'What people read in it is not what it was when the archive was made: some file was changed, left out or put in.',
  /** Sealed again with the key its author signed, it is not what they signed. */
  'media-altered': 'The file {file}, which {author} attached in {room} at {time} as “{what}”, was changed.',
  'media-missing': 'A file that {author} attached in {room} at {time}, “{what}”, is missing ({file}).',
  'record-damaged': 'The record of the archive is damaged in {file}.',
  'statement-broken': 'The statement of what the archive holds was changed, or not signed by the device it names.',
  'statement-stranger': 'The archive was put together by a device that is no member’s.',
  'name-untrue': 'The archive is called otherwise, or dated otherwise, than what it holds. It should be: {wanted}',
  'log-broken': 'The membership log does not begin as this community did ({file}).',
  'decision-refused': 'A decision ({what}) of {time} was changed, or breaks the rules of the community.',
  'decision-missing': 'Decisions about members are missing.',
  'decision-unstated': 'There are decisions about members that the archive did not hold when it was made.',
  'entry-altered': 'Something {author} wrote in {room} at {time} was changed (entry {entry} of feed {feed}).',
  'run-altered': 'Something {author} wrote in {room} between {from} and {time} was changed (feed {feed}).',
  'entry-unproven': 'What {author} wrote in {room} cannot be proven: its key is missing (feed {feed}).',
  'entry-stranger': 'Something in {room} is by a device that is no member’s (feed {feed}).',
  'entry-refused': 'Something {author} wrote in {room} does not follow on what was written before (feed {feed}).',
  'entries-missing': 'Of what {author} wrote in {room} the last {count} are missing (feed {feed}).',
  'feed-missing': 'What {author} wrote in {room} is missing: {count} entries (feed {feed}).',
  'feed-unstated': 'There is more by {author} in {room} than the archive held when it was made (feed {feed}).',
  'document-missing': 'A room, or a page of one, is missing ({document}).',
} as const

export type FindingCode = keyof typeof FINDINGS

/** Where something is wrong, as far as that is known. Names are as members call themselves. */
export interface FindingPlace {
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly wanted?: string | undefined
  readonly author?: string | undefined
  readonly room?: string | undefined
  /** ms, as claimed: of the entry, or of the first and last it may be. */
  readonly time?: number | undefined
  readonly from?: number | undefined
  readonly feed?: string | undefined
  readonly entry?: number | undefined
  readonly count?: number | undefined
  readonly what?: string | undefined
  readonly document?: string | undefined
}

export interface Finding extends FindingPlace {
  readonly code: FindingCode
  /** In English, for the command line. */
  readonly sentence: string
}

export interface VerifyReport {
  /** Nothing was found. */
  readonly sound: boolean
  /** Whether there is a signed record; without one only that no file was changed since can be told. */
  readonly signed: boolean
  /**
   * Whether pages, tables and documents were made anew from it and compared. Those of another release, and of one member's own things,
   * are held against what was signed of them when the archive was made.
   */
  readonly compared: boolean
  /** Of the community, as the archive has it. */
  readonly name: string
  readonly community: string
  /** Who put it together. */
  readonly by: string
  /** ms. */
  readonly newest: number
  readonly files: number
  readonly bytes: number
  readonly decisions: number
  readonly entries: number
  /** Files attached to messages in it, and those of them it never held: they were not on the device that made it, or were left out. */
  readonly attached: number
  readonly away: number
  readonly findings: readonly Finding[]
  /** Findings that are not named, there being too many. */
  readonly more: number
}

export class Findings {
  readonly #all: Finding[] = []
  readonly #seen = new Set<string>()
  #more = 0

  add(code: FindingCode, place: FindingPlace = {}): void {
    const name = `${code} ${JSON.stringify(place)}`
    if (this.#seen.has(name)) return
    if (this.#all.length >= LIMITS.archiveFindings) this.#more += 1
    else this.#all.push({ code, ...place, sentence: sentenceOf(code, place) })
    if (this.#seen.size < LIMITS.archiveFindings) this.#seen.add(name)
  }

  get all(): readonly Finding[] {
    return this.#all
  }

  get more(): number {
    return this.#more
  }
}

const TIMES: readonly string[] = ['time', 'from']
const UNKNOWN = 'somebody or somewhere unknown'

function sentenceOf(code: FindingCode, place: FindingPlace): string {
  const values: Readonly<Record<string, string | number | undefined>> = { ...place }
  return FINDINGS[code].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name]
    if (typeof value === 'number' && TIMES.includes(name)) return momentOf(value)
    return value === undefined ? UNKNOWN : String(value)
  })
}

function momentOf(ms: number): string {
  return new Date(Math.min(Math.max(ms, 0), 8.64e15)).toISOString().replace(/\.\d+Z$/, 'Z')
}
