import { setImmediate } from 'node:timers/promises'
import { compareBytes, type DocumentId, fromBase64url, joinBytes, sameBytes } from '../../shared/index.ts'
import { digest } from '../../identity/index.ts'
import type { CarriedDocuments } from '../ports.ts'

/** Bytes of a group's hash in `buckets`. */
export const BUCKET_BYTES = 16
const MOST_BITS = 12
/** Documents in one group, about. */
const GROUP = 8
/** Documents whose digests are made between two breaths. */
const BREATH = 200

/** Bytes of one bit for each of so many groups. */
const groupBytes = (bits: number): number => Math.ceil((1 << bits) / 8)

/** What a device holds of a community, as one hash, or as one for each group of documents: so that equal peers need few bytes to see it. */
export class Catalogue {
  readonly #documents: CarriedDocuments
  #rows: readonly { readonly document: DocumentId; readonly row: Uint8Array }[] | undefined

  constructor(documents: CarriedDocuments) {
    this.#documents = documents
  }

  /** Something changed: what was summed up is so no longer. */
  forget(): void {
    this.#rows = undefined
  }

  /** Has all digests made, some at a time, so that a large community does not stop the world. @throws the signal's reason */
  async warm(signal: AbortSignal): Promise<void> {
    for (const [at, document] of this.#documents.list().entries()) {
      this.#documents.digest(document)
      if (at % BREATH === BREATH - 1) await setImmediate(undefined, { signal })
    }
  }

  holdings(): { documents: number; digest: Uint8Array } {
    const rows = this.#sorted()
    return { documents: rows.length, digest: digest('folkmoot/holdings/1', ...rows.map(({ row }) => row)) }
  }

  /** How finely to look when two sides hold so many documents. */
  static bitsFor(documents: number): number {
    return Math.min(MOST_BITS, Math.max(0, Math.ceil(Math.log2(documents / GROUP))))
  }

  /** One hash after the other for each of the 2^bits groups. */
  buckets(bits: number): Uint8Array {
    return joinBytes(
      ...this.#groups(bits).map((rows) =>
        digest('folkmoot/bucket/1', ...rows.map(({ row }) => row)).subarray(0, BUCKET_BYTES),
      ),
    )
  }

  /** The groups whose hash is another there, a bit for each. @returns nothing when the other side's hashes are not as many as there are groups */
  differing(bits: number, theirs: Uint8Array): Uint8Array | undefined {
    if (theirs.length !== BUCKET_BYTES << bits) return undefined
    const ours = this.buckets(bits)
    const groups = new Uint8Array(groupBytes(bits))
    for (let at = 0; at < 1 << bits; at++) {
      const [from, to] = [at * BUCKET_BYTES, (at + 1) * BUCKET_BYTES]
      if (!sameBytes(ours.subarray(from, to), theirs.subarray(from, to)))
        groups[at >> 3] = (groups[at >> 3] ?? 0) | (1 << (at & 7))
    }
    return groups
  }

  /** The documents here, by whether their group is among the differing ones. @returns nothing when there cannot be as many groups */
  split(bits: number, groups: Uint8Array): { equal: DocumentId[]; differing: DocumentId[] } | undefined {
    if (groups.length !== groupBytes(bits)) return undefined
    const [equal, differing]: [DocumentId[], DocumentId[]] = [[], []]
    for (const [at, rows] of this.#groups(bits).entries()) {
      const side = ((groups[at >> 3] ?? 0) >> (at & 7)) & 1 ? differing : equal
      side.push(...rows.map(({ document }) => document))
    }
    return { equal, differing }
  }

  #groups(bits: number): { document: DocumentId; row: Uint8Array }[][] {
    const groups = Array.from({ length: 1 << bits }, (): { document: DocumentId; row: Uint8Array }[] => [])
    for (const each of this.#sorted())
      groups[(((each.row[0] ?? 0) << 8) | (each.row[1] ?? 0)) >> (16 - bits)]?.push(each)
    return groups
  }

  #sorted(): readonly { document: DocumentId; row: Uint8Array }[] {
    this.#rows ??= this.#documents
      .list()
      .map((document) => ({
        document,
        row: joinBytes(fromBase64url(document) ?? new Uint8Array(32), this.#documents.digest(document)),
      }))
      .sort((a, b) => compareBytes(a.row, b.row))
    return this.#rows
  }
}
