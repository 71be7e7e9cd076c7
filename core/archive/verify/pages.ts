/** Comparing what people read with what the signed record makes of it. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { ArchiveFile } from '../about.ts'
import type { Bag, BagFile } from '../bag/bag-reader.ts'
import { TURNING } from '../bag/paths.ts'
import { archiveErrors } from '../errors.ts'
import type { Findings } from './report.ts'

/** Characters of a line that are shown. */
const SHOWN = 200

/** Hashes of all files as they are, by path; those that are not what the list says are named. */
export async function hashFiles(
  bag: Bag,
  findings: Findings,
  told: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const hashes = new Map<string, string>()
  for (const file of bag.files.values()) {
    const made = await hashOf(file, told, signal)
    hashes.set(file.path, made)
    if (file.hash === undefined) findings.add('file-stray', { file: file.path })
    else if (file.hash !== made) findings.add('file-altered', { file: file.path })
  }
  for (const file of bag.missing) findings.add('file-missing', { file })
  for (const file of bag.stray) findings.add('file-stray', { file })
  return hashes
}

/** In hex; of what cannot be unpacked something that is the hash of nothing. */
async function hashOf(file: BagFile, told: (bytes: number) => void, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const piece of file.look(signal)) {
      hash.update(piece)
      told(piece.length)
    }
  } catch (error) {
    if (!archiveErrors.is(error, 'damaged') && !archiveErrors.is(error, 'unsafe')) throw error
    return 'damaged'
  }
  return hash.digest('hex')
}

/** Makes every page anew. Answers the paths of those there should be. */
export async function comparePages(
  bag: Bag,
  hashes: ReadonlyMap<string, string>,
  wanted: Iterable<ArchiveFile>,
  findings: Findings,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const paths = new Set<string>()
  for (const file of wanted) {
    signal.throwIfAborted()
    paths.add(file.path)
    const hash = createHash('sha256')
    for (const piece of file.content()) {
      hash.update(piece)
      signal.throwIfAborted()
    }
    const there = bag.files.get(file.path)
    if (!there) findings.add('file-missing', { file: file.path })
    else if (hashes.get(file.path) !== hash.digest('hex') && hashes.get(file.path) !== 'damaged')
      findings.add('page-altered', { file: file.path, ...(await firstDifference(there, file, signal)) })
    await setImmediate(undefined, { signal })
  }
  return paths
}

/** The line in which two files part, and what should stand there. */
async function firstDifference(
  there: BagFile,
  wanted: ArchiveFile,
  signal: AbortSignal,
): Promise<{ readonly line: number; readonly wanted: string }> {
  const left = there.look(signal)
  const [lines, others] = [linesOf(wanted.content()), linesOfAsync(left)]
  try {
    for (let line = 1; ; line++) {
      const [mine, theirs] = [lines.next(), await others.next()]
      const same = mine.done === theirs.done && (mine.done === true || mine.value === theirs.value)
      if (!same)
        return { line, wanted: shown(mine.done === true ? '' : mine.value, theirs.done === true ? '' : theirs.value) }
      if (mine.done === true) return { line, wanted: '' }
    }
  } finally {
    await left.return(undefined)
  }
}

/** What stands around the first sign that is another. */
function shown(mine: string, theirs: string): string {
  let at = 0
  while (at < mine.length && mine[at] === theirs[at]) at += 1
  const start = Math.max(0, at - SHOWN / 2)
  return mine.slice(start, start + SHOWN).replace(TURNING, ' ')
}

/** Bytes of one line that are looked at; what is longer, as in files that are no text, is parted there. */
const LINE = 64 * 1024

function* linesOf(content: Iterable<Uint8Array>): Generator<string> {
  const cutter = new Cutter()
  for (const piece of content) yield* cutter.take(piece)
  yield* cutter.end()
}

async function* linesOfAsync(content: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const cutter = new Cutter()
  for await (const piece of content) yield* cutter.take(piece)
  yield* cutter.end()
}

class Cutter {
  #open = ''
  readonly #text = new TextDecoder()

  take(piece: Uint8Array): string[] {
    this.#open += this.#text.decode(piece, { stream: true })
    const lines: string[] = []
    let from = 0
    for (;;) {
      const end = this.#open.indexOf('\n', from)
      const cut = end >= 0 && end - from < LINE ? end + 1 : this.#open.length - from >= LINE ? from + LINE : 0
      if (cut === 0) break
      lines.push(this.#open.slice(from, cut))
      from = cut
    }
    this.#open = this.#open.slice(from)
    return lines
  }

  end(): string[] {
    const last = this.#open + this.#text.decode()
    return last === '' ? [] : [last]
  }
}
