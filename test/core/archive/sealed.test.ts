/** An archive under a passphrase opens under it alone, and only whole. */
import { describe, expect, it } from 'vitest'
import { bytesAccess, isSealedArchive, sealArchive, unsealArchive } from '../../../core/archive/index.ts'
import { joinBytes, LIMITS } from '../../../core/shared/index.ts'
import { never } from '../../support/archived.ts'
import { seededRandom } from '../../support/surroundings.ts'

const piece = LIMITS.sealedPieceBytes
const sealedPiece = piece + 16
const head = 33

async function sealed(bytes: Uint8Array, passphrase = 'seven hedgehogs', seed = 'sealed'): Promise<Uint8Array> {
  const pieces = async function* (): AsyncGenerator<{ bytes: Uint8Array }> {
    for (let at = 0; at < bytes.length; at += 50_000)
      yield await Promise.resolve({ bytes: bytes.slice(at, at + 50_000) })
  }
  const out: Uint8Array[] = []
  for await (const part of sealArchive(pieces(), passphrase, seededRandom(seed))) out.push(part.bytes)
  return joinBytes(...out)
}

const open = (bytes: Uint8Array, passphrase = 'seven hedgehogs') => unsealArchive(bytesAccess(bytes), passphrase, never)
const code = (name: string): unknown => expect.objectContaining({ code: `archive/${name}` })

describe('an archive under a passphrase', () => {
  it.each([1, piece - 1, piece, piece + 1, 3 * piece, 3 * piece + 17])(
    'gives back %i bytes, wherever one reads',
    async (size) => {
      const bytes = seededRandom(`bytes ${size}`).bytes(size)
      const whole = await sealed(bytes)
      expect(await isSealedArchive(bytesAccess(whole), never)).toBe(true)
      const reader = await open(whole)
      expect(reader.size).toBe(size)
      expect(await reader.read(0, size, never)).toEqual(bytes)
      const [from, length] = [Math.floor(size / 3), Math.ceil(size / 2)]
      expect(await reader.read(from, length, never)).toEqual(bytes.subarray(from, from + length))
      await expect(reader.read(size - 1, 2, never)).rejects.toEqual(code('damaged'))
    },
  )

  it('shows nothing of what is in it, and is another each time', async () => {
    const bytes = new Uint8Array(200_000)
    const [one, other] = [await sealed(bytes), await sealed(bytes, 'seven hedgehogs', 'another')]
    expect(Buffer.from(one).includes(Buffer.alloc(64))).toBe(false)
    expect(one.subarray(head)).not.toEqual(other.subarray(head))
  })

  it('does not open under another passphrase, and takes none that protects nothing', async () => {
    await expect(open(await sealed(new Uint8Array(9)), 'seven hedgehoqs')).rejects.toEqual(code('wrong-passphrase'))
    await expect(sealed(new Uint8Array(9), 'short')).rejects.toEqual(code('passphrase-too-short'))
  })

  it('opens for who spells the passphrase in other signs of the same look', async () => {
    const whole = await sealed(new Uint8Array(9), 'Mülleimer voll')
    expect((await open(whole, 'Mu\u0308lleimer voll')).size).toBe(9)
  })

  it('is refused when pieces are changed, moved or cut off', async () => {
    const whole = await sealed(seededRandom('long').bytes(4 * piece + 5))
    const at = (index: number): number => head + index * sealedPiece
    const part = (index: number): Uint8Array => whole.subarray(at(index), at(index + 1))
    const cut = whole.subarray(0, at(4))
    const moved = joinBytes(whole.subarray(0, at(1)), part(2), part(1), whole.subarray(at(3)))
    await expect(open(cut)).rejects.toEqual(code('damaged'))
    await expect(open(whole.subarray(0, whole.length - 1))).rejects.toEqual(code('damaged'))
    await expect((await open(moved)).read(piece, 8, never)).rejects.toEqual(code('damaged'))
    const changed = Uint8Array.from(whole)
    changed[at(2) + 9] = (changed[at(2) + 9] ?? 0) ^ 1
    const reader = await open(changed)
    expect(await reader.read(0, 8, never)).toHaveLength(8)
    await expect(reader.read(2 * piece, 8, never)).rejects.toEqual(code('damaged'))
  })

  it('takes no more memory or time than it should, whatever the file asks for', async () => {
    const whole = await sealed(new Uint8Array(9))
    for (const at of [9, 13]) {
      const greedy = Uint8Array.from(whole)
      greedy.fill(255, at, at + 4)
      await expect(open(greedy)).rejects.toEqual(code('damaged'))
    }
    const newer = Uint8Array.from(whole)
    newer[8] = 2
    await expect(open(newer)).rejects.toEqual(code('newer'))
    await expect(open(new Uint8Array(500))).rejects.toEqual(code('not-an-archive'))
  })
})
