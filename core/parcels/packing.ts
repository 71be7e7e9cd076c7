/** Making parcels of what another place lacks. */
import {
  type DeviceId,
  type DocumentId,
  encodeCanonical,
  type EpochId,
  type FeedId,
  LIMITS,
  type Random,
} from '../shared/index.ts'
import { branchId, decodeBlock, partBlock, type BlockPart, rebuildBlock } from '../documents/index.ts'
import { deviceOf, newDeviceSeed } from '../identity/index.ts'
import { logKeys, openAction } from '../membership/index.ts'
import type { CoveredRun, Held, Packed, ParcelSource } from './about.ts'
import { decoy, KINDS, newHead, seal, sealBody, sealToDevice } from './sealing.ts'

/** What lies beyond what is held elsewhere, packed: the log first, then documents, each after what opened it. What no key is held for is left out. */
export function* packParcels(source: ParcelSource, beyond: Held, random: Random): Generator<Packed> {
  yield* packLog(source, beyond, random)
  yield* new DocumentPacking(source, beyond, random).all()
}

/** Letters that tell some devices of private spaces, each in a parcel only its device can open. */
export function* packLetters(
  { membership, mail }: ParcelSource,
  devices: readonly DeviceId[],
  random: Random,
): Generator<Packed> {
  for (const device of devices) {
    const box = membership.isActive(device) ? membership.state.devices.get(device)?.box : undefined
    if (!box) continue
    for (const letter of mail?.letters(device) ?? []) {
      const content = { kind: KINDS.letters, epochs: [], body: encodeCanonical([letter]) }
      yield { bytes: sealToDevice(box, random, content), covers: { actions: [], runs: [] } }
    }
  }
}

/**
 * A parcel that nobody can open: among those there are, it hides how many others are not for whoever reads. Half of them are sealed as
 * letters are, since what is sealed for a device begins with a point of a curve, which chance mostly is not; the others are chance.
 */
export function packDecoy(random: Random): Uint8Array {
  const [a = 0, b = 0] = random.bytes(2)
  if (a % 2 === 0) {
    const nobody = deviceOf(newDeviceSeed(random))
    return sealToDevice(nobody.box.publicKey, random, { kind: KINDS.letters, epochs: [], body: new Uint8Array(0) })
  }
  // As small as what is said in private at a time mostly is.
  return decoy(a % 4 === 1 ? 0 : (b + 1) * DECOY_STEP, random)
}
const DECOY_STEP = 32

function* packLog({ membership }: ParcelSource, { actions }: Held, random: Random): Generator<Packed> {
  const { secret } = membership
  const keys = logKeys(secret)
  let [items, weight]: [Uint8Array[], number] = [[], 0]
  const packed = (): Packed => {
    const content = { kind: KINDS.log, epochs: [], body: encodeCanonical(items) }
    const ids = items.map((item) => openAction(keys, item).id)
    return { bytes: seal(secret, newHead(secret, random), content), covers: { actions: ids, runs: [] } }
  }
  for (const item of membership.missingFor(actions)) {
    if (items.length > 0 && weight + item.length > LIMITS.parcelFillBytes) {
      yield packed()
      ;[items, weight] = [[], 0]
    }
    items.push(item)
    weight += item.length
  }
  if (items.length > 0) yield packed()
}

/** Blocks that are gathered for one parcel. */
interface Filling {
  readonly epochs: readonly EpochId[]
  readonly documents: Set<DocumentId>
  readonly blocks: Uint8Array[]
  readonly runs: CoveredRun[]
  bytes: number
}

class DocumentPacking {
  readonly #source: ParcelSource
  readonly #beyond: Held
  readonly #random: Random
  /** By epochs, in the order they were begun, in which they are closed too. */
  readonly #fillings = new Map<string, Filling>()

  constructor(source: ParcelSource, beyond: Held, random: Random) {
    this.#source = source
    this.#beyond = beyond
    this.#random = random
  }

  /** What opens documents comes before what it opens. */
  *all(): Generator<Packed> {
    const { documents } = this.#source
    const founding = [documents.founding('charter'), documents.founding('profiles')]
    const others = documents.list().filter((id) => !founding.includes(id))
    const openers = new Set(others.filter((id) => documents.pages(id).length > 1))
    for (const stage of [founding, [...openers], others.filter((id) => !openers.has(id))]) {
      for (const document of stage) yield* this.#document(document)
      yield* this.#close()
    }
  }

  *#document(document: DocumentId): Generator<Packed> {
    const { community, documents, ring } = this.#source
    const vector = this.#beyond.documents.get(document) ?? new Map<FeedId, number>()
    for (const block of documents.blocksBeyond(document, vector))
      for (const part of partBlock(community, block, (epochs) => ring.contentKeys(epochs))) yield* this.#put(part)
  }

  *#put(part: BlockPart): Generator<Packed> {
    if (part.epochs.length > LIMITS.parcelEpochs || !this.#source.ring.contentKeys(part.epochs)) return
    // Pointers that had to be spelled out can make a part larger than its block was.
    if (part.bytes.length > LIMITS.blockBytes) return
    const name = part.epochs.join()
    if (this.#mustClose(name, part)) yield* this.#close()
    const filling = this.#fillings.get(name) ?? {
      epochs: part.epochs,
      documents: new Set(),
      blocks: [],
      runs: [],
      bytes: 0,
    }
    this.#fillings.set(name, filling)
    filling.documents.add(part.document)
    filling.blocks.push(part.bytes)
    filling.runs.push(...this.#covered(part))
    filling.bytes += part.bytes.length
  }

  /** When one is full, or a part of the same document went into one begun later: what follows on that must not come before it. */
  #mustClose(name: string, part: BlockPart): boolean {
    const filling = this.#fillings.get(name)
    if (!filling) return this.#fillings.size >= LIMITS.parcelsAtOnce
    if (filling.bytes + part.bytes.length > LIMITS.parcelFillBytes) return true
    const begun = [...this.#fillings.values()]
    return begun.slice(begun.indexOf(filling) + 1).some(({ documents }) => documents.has(part.document))
  }

  *#close(): Generator<Packed> {
    const { ring, membership } = this.#source
    const { secret } = membership
    for (const { epochs, blocks, runs } of this.#fillings.values()) {
      const keys = ring.contentKeys(epochs)
      if (!keys) continue
      const head = newHead(secret, this.#random)
      const content = { kind: KINDS.documents, epochs, body: sealBody(keys, head, blocks) }
      yield { bytes: seal(secret, head, content), covers: { actions: [], runs } }
    }
    this.#fillings.clear()
  }

  #covered({ document, bytes, runs }: BlockPart): readonly CoveredRun[] {
    return coveredRuns(this.#source, { document, bytes, runs })
  }
}

/** The runs of a block in the names by which it is remembered what is held. */
export function coveredRuns(
  { community, documents, ring }: ParcelSource,
  { document, bytes, runs }: Pick<BlockPart, 'document' | 'bytes' | 'runs'>,
): readonly CoveredRun[] {
  const vector = new Map(documents.vector(document).map(({ feed, seq }) => [feed, seq]))
  if (runs.every(({ feed, last }) => (vector.get(feed) ?? 0) >= last)) return runs.map((run) => ({ document, ...run }))
  const rebuilt = rebuildBlock(community, decodeBlock(bytes), (epochs) => ring.contentKeys(epochs))
  return runs.map((run): CoveredRun => {
    const of = rebuilt.runs.find(({ feed }) => feed === run.feed)
    const hash = of?.whole ? of.items.at(-1)?.hash : undefined
    if (!of || !hash || (vector.get(run.feed) ?? 0) >= run.last) return { document, ...run }
    const after = of.run.prev.length > 0 ? branchId(run.feed, of.run.prev) : undefined
    return { document, ...run, exact: { name: branchId(run.feed, hash), ...(after && { after }) } }
  })
}
