/** Readers of archives: zips, bags, what is signed and kept in them, and the head of one under a passphrase. */
import { describe, expect } from 'vitest'
import { bytesAccess, openBag, openZip } from '../../../core/archive/index.ts'
import { readParts } from '../../../core/archive/record/parts.ts'
import { readStatement, writeStatement } from '../../../core/archive/record/statement.ts'
import { readHead, headWith } from '../../../core/archive/sealed/form.ts'
import { deviceOf, digest, newDeviceSeed, sign } from '../../../core/identity/index.ts'
import {
  base64url,
  type DocumentId,
  encodeCanonical,
  type FeedId,
  hex,
  joinBytes,
  utf8,
} from '../../../core/shared/index.ts'
import { bagOf } from '../../../core/archive/bag/bag-writer.ts'
import { joined, never } from '../../support/archived.ts'
import { inside, partOf } from '../../support/fuzz/cbor.ts'
import { fuzz } from '../../support/fuzz/fuzz.ts'
import { spoilBytes } from '../../support/fuzz/mutators.ts'
import { seededRandom } from '../../support/surroundings.ts'

const random = seededRandom('fuzz/archive')
const THROWS = ['not-an-archive', 'damaged', 'newer', 'too-large', 'unsafe', 'unsupported'].map(
  (code) => `archive/${code}`,
)

async function bag(texts: readonly string[]): Promise<Uint8Array> {
  const files = texts.map((text, at) => ({ path: `${at}/a.txt`, content: () => [utf8(text)] }))
  const pieces: Uint8Array[] = []
  for await (const { bytes } of bagOf(files, { folder: 'x', moment: 0, info: [['A', 'b']] }, never)) pieces.push(bytes)
  return joinBytes(...pieces)
}

const bags = await Promise.all([bag(['some words', 'and more '.repeat(200)]), bag([])])

describe('a zip', () => {
  fuzz({
    name: 'zip',
    samples: bags,
    read: async (input) => {
      const { files } = await openZip(bytesAccess(input), never)
      let size = 0
      for (const file of files.values()) for await (const piece of file.open(never)) size += piece.length
      return [...files.keys(), size]
    },
    throws: THROWS,
    most: (length) => 64 * length + 2 ** 20,
    cases: 400,
  })
  fuzz({
    name: 'bag',
    samples: bags,
    read: async (input) => {
      const { files, missing, stray } = await openBag(bytesAccess(input), never)
      for (const file of files.values()) for await (const _ of file.look(never)) void _
      return [...files.keys(), ...missing, ...stray]
    },
    throws: THROWS,
    most: (length) => 64 * length + 2 ** 20,
    cases: 400,
  })
})

describe('a record', () => {
  const signer = deviceOf(newDeviceSeed(random))
  const id = base64url(random.bytes(32))
  const statement = {
    ...{ device: signer.id, name: 'Small', newest: 5, pages: { version: 1, digest: random.bytes(32) } },
    wish: { record: true, media: true, language: 'en', spaces: undefined, by: undefined },
    media: ['0123456789abcdef', 'fedcba9876543210'],
    places: [
      {
        id: id as never,
        actions: 1,
        heads: [id as never],
        documents: [
          {
            id: id as DocumentId,
            heads: [{ name: hex(random.bytes(16)) as FeedId, device: signer.id, seq: 4, hash: random.bytes(32) }],
          },
        ],
      },
    ],
  }
  fuzz({
    name: 'statement',
    samples: [writeStatement(statement, signer)],
    spoil: [
      spoilBytes,
      inside(
        (sample) => partOf(sample, 0),
        (body) => encodeCanonical([body, sign(signer.signing, digest('folkmoot/archive-statement/1', body))]),
      ),
    ],
    read: (input) => readStatement(input),
    throws: THROWS,
    accepted(answer, input) {
      const again = writeStatement(answer, signer)
      // One of version 1 has no such list, and is written anew as one of today.
      if (answer.media.length > 0) expect(again).toEqual(input)
      else expect(readStatement(again)).toEqual(answer)
    },
    cases: 400,
  })
  fuzz({
    name: 'parts',
    samples: [
      joined([
        [random.bytes(90), random.bytes(64)],
        [random.bytes(9), random.bytes(80)],
      ]),
      joined([]),
    ],
    read: async (input) => {
      const half = Math.floor(input.length / 3)
      const pieces = (async function* () {
        for (const piece of [input.subarray(0, half), input.subarray(half)]) yield await Promise.resolve(piece)
      })()
      const values: unknown[] = []
      for await (const value of readParts(pieces, 'x', { depth: 1, values: 3 })) values.push(value)
      return values
    },
    throws: THROWS,
    cases: 400,
  })
})

describe('an archive under a passphrase', () => {
  fuzz({
    name: 'sealed-head',
    samples: [headWith(6, 65_536, random.bytes(16)).bytes],
    read: (input) => readHead(input),
    throws: THROWS,
    accepted: ({ passes, kib, salt }, input) => {
      expect(headWith(passes, kib, salt).bytes).toEqual(input)
      expect([passes <= 64, kib <= 1024 * 1024]).toEqual([true, true])
    },
    cases: 400,
  })
})
