/** Opening parcels from anyone: what is in them goes through the gate that everything goes through. */
import { type EpochId, type FeedId, LIMITS } from '../shared/index.ts'
import { type Block, decodeBlock, documentErrors, runsOf } from '../documents/index.ts'
import { type Action, logKeys, membershipErrors, openAction } from '../membership/index.ts'
import type { CoveredRun, Opened, ParcelSource } from './about.ts'
import { parcelErrors } from './errors.ts'
import { soundActions, soundFeeds } from './covering.ts'
import { coveredRuns } from './packing.ts'
import { type Content, isTagged, KINDS, readParts, unseal, unsealBody, unsealHere } from './sealing.ts'

/** Whether a parcel is tagged as of this community. Letters are not: they open, or they are not ours. */
export function isOurs({ membership }: Pick<ParcelSource, 'membership'>, parcel: Uint8Array): boolean {
  return isTagged(membership.secret, parcel)
}

/**
 * Opens a parcel and hands what is in it to the log, the gate, or whoever reads letters.
 * @throws parcel/not-ours, parcel/damaged, parcel/newer, parcel/key-missing, parcel/not-meant, and what storage throws
 */
export function openParcel(source: ParcelSource, parcel: Uint8Array): Opened {
  const steps = openingSteps(source, parcel)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same in steps of some milliseconds. Each is kept or not as a whole, so that one may stop after any. */
export function openingSteps(source: ParcelSource, parcel: Uint8Array): Generator<undefined, Opened> {
  const { membership, deviceKeys } = source
  const isTaggedOurs = isOurs(source, parcel)
  const content = isTaggedOurs ? unseal(membership.secret, parcel) : source.mail && unsealHere(deviceKeys.box, parcel)
  if (!content) throw parcelErrors('not-ours')
  // What documents hold is sealed under keys, and nothing else is.
  if ((content.kind === KINDS.documents) !== content.epochs.length > 0 && KNOWN.has(content.kind)) refuse()
  // What only this device can open tells of nothing but letters, since anybody at all may have sealed it.
  if (!isTaggedOurs) return content.kind === KINDS.letters ? openLetters(source, content) : refuse()
  if (content.kind === KINDS.log) return openLog(source, content)
  if (content.kind === KINDS.documents) return openDocuments(source, parcel, content)
  throw parcelErrors(content.kind === KINDS.letters ? 'damaged' : 'newer')
}

const KNOWN = new Set<number>(Object.values(KINDS))

/** The epochs whose keys a parcel of this community needs. @throws parcel/not-ours, parcel/damaged */
export function epochsOf(source: Pick<ParcelSource, 'membership'>, parcel: Uint8Array): readonly EpochId[] {
  if (!isOurs(source, parcel)) throw parcelErrors('not-ours')
  return unseal(source.membership.secret, parcel).epochs
}

function refuse(): never {
  throw parcelErrors('damaged')
}

function* openLetters({ mail }: ParcelSource, { body }: Content): Generator<undefined, Opened> {
  const letters = readParts(body)
  // One is what ours hold.
  if (letters.length > LIMITS.sessionLetters) refuse()
  for (const letter of letters) {
    mail?.takeLetter(letter)
    yield
  }
  return { kind: 'letters', covers: NOTHING, taken: 0, known: letters.length, early: 0, refused: 0 }
}
const NOTHING = { actions: [], runs: [] }

function* openLog({ membership }: ParcelSource, { body }: Content): Generator<undefined, Opened> {
  const items = readParts(body)
  const keys = logKeys(membership.secret)
  const actions: Action[] = []
  let [known, taken] = [0, 0]
  for (let at = 0; at < items.length; at += LIMITS.logPage) {
    const page = items.slice(at, at + LIMITS.logPage)
    const read = page.flatMap((item) => readAction(keys, item) ?? [])
    known += read.filter(({ id }) => membership.has(id)).length
    taken += membership.receive(page).accepted
    actions.push(...read)
    yield
  }
  const isEarly = ({ id, parents }: Action): boolean =>
    !membership.has(id) && !parents.every((parent) => membership.has(parent))
  const early = actions.filter(isEarly).length
  const refused = Math.max(0, items.length - known - taken - early)
  return {
    kind: 'log',
    covers: { actions: soundActions({ membership }, actions), runs: [] },
    taken,
    known,
    early,
    refused,
  }
}

function readAction(keys: ReturnType<typeof logKeys>, item: Uint8Array): Action | undefined {
  try {
    return openAction(keys, item)
  } catch (error) {
    if (membershipErrors.is(error, 'malformed')) return undefined
    throw error
  }
}

function* openDocuments(
  source: ParcelSource,
  parcel: Uint8Array,
  { epochs, body }: Content,
): Generator<undefined, Opened> {
  const keys = source.ring.contentKeys(epochs)
  if (!keys) throw keyMissing(source, epochs)
  const sum = { taken: 0, known: 0, early: 0, refused: 0 }
  const runs: CoveredRun[] = []
  for (const bytes of unsealBody(keys, parcel, body)) {
    const block = readBlock(bytes)
    if (block) {
      const of = receive(source, bytes, block, epochs)
      sum.taken += of.taken
      sum.known += of.known
      sum.early += of.early
      sum.refused += of.refused
      runs.push(...of.runs)
    } else sum.refused += 1
    yield
  }
  return { kind: 'documents', covers: { actions: [], runs }, ...sum }
}

/** Whether the key may come, or is not for us; `unknown` counts epochs the log here does not tell of. */
function keyMissing(source: ParcelSource, epochs: readonly EpochId[]): Error {
  const { membership, ring } = source
  const missing = epochs.filter((epoch) => !ring.contentKeys([epoch]))
  const unknown = missing.filter((epoch) => !membership.state.epochs.has(epoch)).length
  const meant = new Set(source.lacking())
  const mayCome = unknown > 0 || missing.every((epoch) => meant.has(epoch))
  return parcelErrors(mayCome ? 'key-missing' : 'not-meant', { details: { epochs: missing.length, unknown } })
}

function readBlock(bytes: Uint8Array): Block | undefined {
  try {
    return decodeBlock(bytes)
  } catch (error) {
    if (documentErrors.is(error, 'malformed')) return undefined
    throw error
  }
}

type Taken = Pick<Opened, 'taken' | 'known' | 'early' | 'refused'> & { readonly runs: readonly CoveredRun[] }

const EARLY = new Set(['gap', 'uncertified', 'waiting-for-key'])

function receive(source: ParcelSource, bytes: Uint8Array, block: Block, epochs: readonly EpochId[]): Taken {
  const runs = runsOf(block)
  const lengths = new Map(runs.map(({ feed, first, last }) => [feed, last - first + 1]))
  let outcome: ReturnType<ParcelSource['documents']['receive']>
  try {
    outcome = source.documents.receive(bytes)
  } catch (error) {
    if (!documentErrors.is(error, 'unknown')) throw error
    // What opens the page has not come, or does not count.
    return { taken: 0, known: 0, early: block.items.length, refused: 0, runs: [] }
  }
  const held = new Map(source.documents.vector(block.document).map(({ feed, seq }) => [feed, seq]))
  const sums = { accepted: 0, known: 0, early: 0, refused: 0 }
  const there = new Set<FeedId>()
  for (const { feed, verdict } of outcome.runs) {
    const length = lengths.get(feed) ?? 0
    if (EARLY.has(verdict)) sums.early += length
    else if (verdict === 'known' || verdict === 'accepted') {
      sums[verdict] += length
      there.add(feed)
    } else {
      // A run may go on beyond what is here and counts.
      const { first = 1 } = runs.find((run) => run.feed === feed) ?? {}
      const known = verdict === 'cut' || verdict === 'full' ? Math.max(0, (held.get(feed) ?? 0) - first + 1) : 0
      sums.known += Math.min(known, length)
      sums.refused += Math.max(0, length - known)
    }
  }
  const { document } = block
  const sound = soundFeeds(source, block, epochs, there)
  const covered = coveredRuns(source, { document, bytes, runs: runs.filter(({ feed }) => sound.has(feed)) })
  const { accepted: taken } = outcome
  return {
    taken,
    known: sums.known + Math.max(0, sums.accepted - taken),
    early: sums.early,
    refused: sums.refused,
    runs: covered,
  }
}
