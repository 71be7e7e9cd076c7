/**
 * Checking an archive: every hash, every signature, every rule, whether anything is left out, and whether what people read is what was
 * signed. It believes nothing but keys: whoever changes a page and makes all lists of hashes anew is found out all the same.
 */
import { join } from 'node:path'
import { type Clock, type Log, type Random, sameBytes } from '../../shared/index.ts'
import { type Database, openDatabase } from '../../storage/index.ts'
import { type Readable, READABLE_VERSION, type ReadableOf } from '../about.ts'
import { type Bag, openBag } from '../bag/bag-reader.ts'
import { infoText } from '../bag/bag-writer.ts'
import { dayOf } from '../bag/paths.ts'
import type { RandomAccess } from '../bag/random-access.ts'
import { archiveErrors } from '../errors.ts'
import type { MediaSource } from '../media/about.ts'
import { statedMedia } from '../media/in-bag.ts'
import { blocksFile, keysFile, logFile, STATEMENT } from '../record/names.ts'
import { type OpenPlace, openPlace, placeSchemas } from '../record/place.ts'
import { type Archive, archiveOf, fillKeys } from '../record/reading.ts'
import { pagesDigest } from '../record/statement.ts'
import { readableFiles } from '../write.ts'
import { checkEntries, type CheckedPlace, checkVectors, shortId } from './entries.ts'
import { checkLog } from './log.ts'
import { checkMedia } from './media.ts'
import { comparePages, hashFiles } from './pages.ts'
import { Findings, type VerifyReport } from './report.ts'

export interface VerifyOptions {
  /** An empty folder for what is unpacked meanwhile; its maker removes it. */
  readonly folder: string
  readonly readableOf: ReadableOf
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Bytes looked at, and how many there are. */
  readonly told?: ((done: number, total: number) => void) | undefined
}

/** @throws archive/not-an-archive, /unsafe, /too-large, /damaged (no zip to its end), /newer, and the signal's reason */
export async function verifyArchive(
  reader: RandomAccess,
  options: VerifyOptions,
  signal: AbortSignal,
): Promise<VerifyReport> {
  const bag = await openBag(reader, signal)
  const findings = new Findings()
  const files = [...bag.files.values()]
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const twice = ({ path }: { readonly path: string }): boolean =>
    path.startsWith('record/') || path.startsWith('media/')
  const total = bytes + files.reduce((sum, file) => sum + (twice(file) ? file.bytes : 0), 0)
  let done = 0
  const told = (more: number): void => {
    done += more
    options.told?.(Math.min(done, total), total)
  }
  const hashes = await hashFiles(bag, findings, told, signal)
  const basis = { files: files.length, bytes }
  const archive = await opened(bag, findings, signal)
  if (!archive) return reportOf(bag, basis, findings, bag.files.has(STATEMENT))
  const check = new Check(archive, options, findings, told, signal)
  try {
    return { ...reportOf(bag, basis, findings, true), ...(await check.run(hashes)), ...summed(findings) }
  } finally {
    check.close()
  }
}

async function opened(bag: Bag, findings: Findings, signal: AbortSignal): Promise<Archive | undefined> {
  if (!bag.files.has(STATEMENT)) return undefined
  try {
    return await archiveOf(bag, signal)
  } catch (error) {
    if (!archiveErrors.is(error, 'damaged') && !archiveErrors.is(error, 'too-large')) throw error
    findings.add('statement-broken', { file: STATEMENT })
    return undefined
  }
}

class Check {
  readonly #archive: Archive
  readonly #options: VerifyOptions
  readonly #findings: Findings
  readonly #told: (bytes: number) => void
  readonly #signal: AbortSignal
  readonly #open: { readonly place: OpenPlace; readonly database: Database }[] = []
  readonly #databases: Database[] = []
  readonly #stated: MediaSource

  constructor(
    archive: Archive,
    options: VerifyOptions,
    findings: Findings,
    told: (bytes: number) => void,
    signal: AbortSignal,
  ) {
    this.#archive = archive
    this.#stated = statedMedia(archive.statement.media)
    this.#options = options
    this.#findings = findings
    this.#told = told
    this.#signal = signal
  }

  async run(hashes: ReadonlyMap<string, string>): Promise<Partial<VerifyReport>> {
    const { statement, community } = this.#archive
    const { wish, pages, name, newest } = statement
    let [decisions, entries] = [0, 0]
    for (const at of statement.places.keys()) {
      const checked = await this.#place(at)
      if (!checked) continue
      decisions += checked.place.membership.size
      entries += await checkEntries(this.#archive, checked, this.#findings, this.#told, this.#signal)
      checkVectors(checked, wish, this.#findings)
    }
    const own = this.#open[0]?.place
    const by = own?.membership.state.devices.get(statement.device)?.member
    if (own && !by) this.#findings.add('statement-stranger', { file: STATEMENT })
    const isWhole = this.#open.length === statement.places.length
    const compared = isWhole && wish.by === undefined && pages.version === READABLE_VERSION
    const readable =
      own &&
      this.#options.readableOf(
        this.#open.map(({ place }) => place),
        wish,
        by,
      )
    if (readable) this.#checkName(readable, compared)
    const media = readable ? await this.#media(readable, compared) : new Set<string>()
    const { all = 0, held = 0 } = readable?.attached?.() ?? {}
    if (readable && compared) await this.#compare(hashes, readable, media)
    else if (!sameBytes(pagesDigest(hashes), pages.digest)) this.#findings.add('pages-altered')
    const called = by && (own?.view.queries.name(by) ?? shortId(by))
    const named = { name: readable?.name ?? name, newest: (compared ? readable?.newest : undefined) ?? newest }
    return { ...named, community, by: called ?? '', decisions, entries, compared, attached: all, away: all - held }
  }

  close(): void {
    for (const { place } of this.#open) place.close()
    for (const database of this.#databases) database.close()
  }

  async #place(at: number): Promise<CheckedPlace | undefined> {
    const { statement } = this.#archive
    const { folder, clock, random, log: lines } = this.#options
    const stated = statement.places[at]
    if (!stated) return undefined
    const path = join(folder, `place-${at}.db`)
    const database = openDatabase({ path, key: random.bytes(32), schemas: placeSchemas })
    this.#databases.push(database)
    const options = { database, community: stated.id, log: lines }
    const membership = await checkLog(this.#archive, at, stated, options, this.#findings, this.#signal)
    if (!membership) return undefined
    const [first] = this.#open
    const parts = { database, community: stated.id, membership, clock, random, log: lines }
    const opened = openPlace({ ...parts, parent: first?.place.membership })
    const place = { ...opened, media: this.#stated }
    this.#open.push({ place, database })
    await this.#keys(at, place)
    return { at, stated, place, database, community: first?.place ?? place }
  }

  async #keys(at: number, place: OpenPlace): Promise<void> {
    try {
      await fillKeys(this.#archive, at, place.keys, this.#signal, 'unchecked')
    } catch (error) {
      if (!archiveErrors.is(error, 'damaged') && !archiveErrors.is(error, 'too-large')) throw error
      this.#findings.add('record-damaged', { file: keysFile(at) })
    }
  }

  /** By its name and its day people choose what they keep: both stand in what was signed by others. */
  #checkName({ name, newest }: Pick<Readable, 'name' | 'newest'>, compared: boolean): void {
    const { statement, bag, community } = this.#archive
    const isSame = statement.name === name && (!compared || statement.newest === newest)
    const said = ['Source-Organization', 'External-Identifier', 'Bagging-Date'].map((label) => bag.info.get(label))
    const wanted = [infoText(name), community, dayOf(statement.newest)]
    const isInfo = wanted.every((each, at) => said[at] === each)
    if (!isSame || !isInfo) this.#findings.add('name-untrue', { wanted: `${name}, ${dayOf(newest)}` })
  }

  async #media(readable: Readable, compared: boolean): Promise<ReadonlySet<string>> {
    const [first] = this.#open
    if (!first) return new Set()
    const { random } = this.#options
    const parts = { archive: this.#archive, community: first.place, findings: this.#findings, compared, random }
    return await checkMedia(readable.media?.() ?? [], { ...parts, told: this.#told, signal: this.#signal })
  }

  async #compare(hashes: ReadonlyMap<string, string>, readable: Readable, media: ReadonlySet<string>): Promise<void> {
    const { bag, statement } = this.#archive
    const { wish } = statement
    const places = this.#open.map(({ place }) => place)
    const wanted = readableFiles(places, wish, readable)
    const pages = await comparePages(bag, hashes, wanted, this.#findings, this.#signal)
    const known = new Set([...pages, ...media, STATEMENT])
    for (const [at, { documents }] of statement.places.entries())
      for (const path of [logFile(at), keysFile(at), ...documents.map(({ id }) => blocksFile(at, id))]) known.add(path)
    for (const path of bag.files.keys()) if (!known.has(path)) this.#findings.add('file-stray', { file: path })
  }
}

function reportOf(
  bag: Bag,
  { files, bytes }: Pick<VerifyReport, 'files' | 'bytes'>,
  findings: Findings,
  signed: boolean,
): VerifyReport {
  return {
    ...{ signed, compared: false, files, bytes, decisions: 0, entries: 0, attached: 0, away: 0, by: '', newest: 0 },
    name: bag.info.get('Source-Organization') ?? '',
    community: bag.info.get('External-Identifier') ?? '',
    ...summed(findings),
  }
}

function summed(findings: Findings): Pick<VerifyReport, 'sound' | 'findings' | 'more'> {
  return { sound: findings.all.length === 0, findings: findings.all, more: findings.more }
}
