/** Whatever comes in whatever order, with restarts between: what is wanted gets whole, and what is not is not kept. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blobErrors, BlobSealing, openChunk, openRoot } from '../../../core/blobs/index.ts'
import { joinBytes, LIMITS, sameBytes } from '../../../core/shared/index.ts'
import { gardenPlace, openStore, plainBytes, sealedFile } from '../../support/blobs.ts'
import { seededRandom, temporaryFolder } from '../../support/surroundings.ts'

const chunk = LIMITS.chunkBytes
const files = [0, 1, chunk, 2 * chunk + 1].map((size) => sealedFile(size, `file of ${size}`))
const stranger = sealedFile(chunk, 'nobody wants this')
const all = [...files, stranger].flatMap(({ chunks }) => chunks)

/** What may happen: a chunk comes, a file is wanted or is not, the program starts anew. */
const event = fc.oneof(
  { weight: 12, arbitrary: fc.nat(all.length - 1).map((at) => ({ what: 'come', at }) as const) },
  { weight: 4, arbitrary: fc.nat(files.length - 1).map((at) => ({ what: 'want', at }) as const) },
  { weight: 1, arbitrary: fc.nat(files.length - 1).map((at) => ({ what: 'unwant', at }) as const) },
  { weight: 1, arbitrary: fc.constant({ what: 'restart', at: 0 } as const) },
)

test('files that come in any order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
      using folder = temporaryFolder()
      let open = await openStore(folder.path)
      const keep = new Set(files.map(({ ref }) => ref.root))
      for (const { what, at } of events) {
        const { store } = open
        const [file, come] = [files[at], all[at]]
        if (what === 'come' && come) {
          const isWanted = store.wanted(100).includes(come.id)
          expect(store.take(come.bytes)).toBe(isWanted ? come.id : undefined)
          if (isWanted) expect(store.read(come.id)).toBeDefined()
        } else if (what === 'want' && file) store.want(file.ref)
        else if (what === 'unwant' && file) store.unwant(file.ref.root)
        else if (what === 'restart') {
          const wanted = store.wanted(100)
          open.close()
          open = await openStore(folder.path)
          open.store.sweep(keep)
          expect(open.store.wanted(100)).toEqual(wanted)
        }
        const names = open.store.wanted(100)
        expect(new Set(names).size).toBe(names.length)
        expect(names.filter((id) => open.store.has(id))).toEqual([])
        expect(open.store.wanted(2)).toHaveLength(Math.min(2, names.length))
      }
      for (const { ref } of files) open.store.want(ref)
      // Lists first, then what they list: twice round is enough, whatever had come.
      for (const { bytes } of [...all, ...all]) open.store.take(bytes)
      expect(open.store.wanted(100)).toEqual([])
      for (const { ref, bytes } of files) {
        expect(open.store.progress(ref.root)).toEqual({ held: ref.size, complete: true, wanted: false })
        expect(sameBytes(open.store.readRange(ref, gardenPlace, 0, ref.size), bytes)).toBe(true)
      }
      for (const { id } of stranger.chunks) expect(open.store.has(id)).toBe(false)
      open.store.sweep(new Set())
      for (const { id } of all) expect(open.store.has(id)).toBe(false)
      open.close()
    }),
    { numRuns: 10 },
  )
}, 60_000)

const around = fc.tuple(fc.nat(2), fc.integer({ min: -2, max: 2 })).map(([n, by]) => Math.max(0, n * chunk + by))

test('any size, handed over in any pieces, opens as it was; with any byte changed it does not', () => {
  fc.assert(
    fc.property(
      around,
      fc.array(fc.integer({ min: 1, max: chunk + 3 }), { minLength: 1, maxLength: 4 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (size, pieces, where, mask) => {
        const bytes = plainBytes(size, 'any')
        const sealing = new BlobSealing({ place: gardenPlace, size, random: seededRandom('any') })
        const made = []
        for (let at = 0, turn = 0; at < size; turn += 1) {
          const piece = Math.max(pieces[turn % pieces.length] ?? 1, 5000)
          made.push(...sealing.append(bytes.subarray(at, at + piece)))
          at += piece
        }
        const { ref, chunks } = sealing.finish()
        const parts = [...made, ...chunks]
        const root = parts.pop()
        if (!root) return expect.unreachable()
        const list = openRoot(ref, gardenPlace, root.bytes)
        const plain = parts.map((part, at) => openChunk(ref, gardenPlace, list, at, part.bytes))
        expect(sameBytes(joinBytes(...plain), bytes)).toBe(true)
        const victim = where % Math.max(1, parts.length)
        const spoilt = parts[victim]?.bytes.slice()
        if (!spoilt) return
        const at = where % spoilt.length
        spoilt[at] = (spoilt[at] ?? 0) ^ mask
        expect(() => openChunk(ref, gardenPlace, list, victim, spoilt)).toThrow(blobErrors('wrong'))
      },
    ),
    { numRuns: 40 },
  )
})
