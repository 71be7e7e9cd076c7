/** Zips that others made: whatever is odd about them is told, and nothing is followed. */
import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { bagOf } from '../../../core/archive/bag/bag-writer.ts'
import { type ArchiveFile, bytesAccess, openBag, openZip } from '../../../core/archive/index.ts'
import { joinBytes, LIMITS, utf8 } from '../../../core/shared/index.ts'
import { never } from '../../support/archived.ts'
import { seededRandom } from '../../support/surroundings.ts'

interface Member {
  readonly name: string | Uint8Array
  readonly bytes?: Uint8Array
  readonly method?: number
  readonly flags?: number
  /** Of the name in the file's own header. */
  readonly local?: string
  readonly mode?: number
  readonly size?: number
  readonly packed?: number
  readonly crc?: number
  /** Where the list says the file is. */
  readonly offset?: number
}

/** A zip by hand, odd wherever it is told to be. */
function zip(members: readonly Member[], odd: { readonly count?: number } = {}): Uint8Array {
  const out: Uint8Array[] = []
  const list: Uint8Array[] = []
  let at = 0
  for (const each of members) {
    const name = typeof each.name === 'string' ? utf8(each.name) : each.name
    const bytes = each.bytes ?? utf8('words')
    const method = each.method ?? 0
    const data = method === 8 ? deflateRawSync(bytes) : bytes
    const [crc, packed, size] = [each.crc ?? crc32(bytes), each.packed ?? data.length, each.size ?? bytes.length]
    const flags = each.flags ?? 0x800
    const own = utf8(each.local ?? '')
    const local = new DataView(new ArrayBuffer(30))
    local.setUint32(0, 0x04034b50, true)
    local.setUint16(6, flags, true)
    local.setUint16(8, method, true)
    local.setUint32(14, crc, true)
    local.setUint32(18, packed, true)
    local.setUint32(22, size, true)
    local.setUint16(26, (each.local === undefined ? name : own).length, true)
    const whole = joinBytes(new Uint8Array(local.buffer), each.local === undefined ? name : own, data)
    const entry = new DataView(new ArrayBuffer(46))
    entry.setUint32(0, 0x02014b50, true)
    entry.setUint16(4, 3 << 8, true)
    entry.setUint16(8, flags, true)
    entry.setUint16(10, method, true)
    entry.setUint32(16, crc, true)
    entry.setUint32(20, packed, true)
    entry.setUint32(24, size, true)
    entry.setUint16(28, name.length, true)
    entry.setUint32(38, ((each.mode ?? 0o100644) << 16) >>> 0, true)
    entry.setUint32(42, each.offset ?? at, true)
    list.push(joinBytes(new Uint8Array(entry.buffer), name))
    out.push(whole)
    at += whole.length
  }
  const listed = joinBytes(...list)
  const end = new DataView(new ArrayBuffer(22))
  end.setUint32(0, 0x06054b50, true)
  for (const place of [8, 10]) end.setUint16(place, odd.count ?? members.length, true)
  end.setUint32(12, listed.length, true)
  end.setUint32(16, at, true)
  return joinBytes(...out, listed, new Uint8Array(end.buffer))
}

const open = (bytes: Uint8Array) => openZip(bytesAccess(bytes), never)
const code = (name: string): unknown => expect.objectContaining({ code: `archive/${name}` })
const unsafe = code('unsafe')
const read = async (bytes: Uint8Array, path: string): Promise<string> =>
  Buffer.from(await (await open(bytes)).read(path, 2 ** 24, never)).toString()

describe('a plain zip', () => {
  it('is read, whatever tongue its names are in', async () => {
    const long = 'many words '.repeat(60_000)
    const bytes = zip([
      { name: 'später/日本.txt' },
      { name: 'a/', bytes: new Uint8Array(0) },
      { name: 'a/b', bytes: utf8(long), method: 8 },
    ])
    const { files } = await open(bytes)
    expect([...files.keys()]).toEqual(['später/日本.txt', 'a/b'])
    expect(await read(bytes, 'a/b')).toBe(long)
    expect(await read(bytes, 'später/日本.txt')).toBe('words')
  })
})

describe('a zip made to do harm', () => {
  it.each([
    ['../up', 'goes up'],
    ['a/../../up', 'goes up further in'],
    ['/etc/passwd', 'is absolute'],
    ['C:/windows', 'names a drive'],
    ['a\\..\\b', 'has backslashes'],
    ['a//b', 'has an empty name'],
    ['./a', 'has a dot'],
    ['a\u0000.txt', 'has a sign that ends names'],
    ['a\u001b[2J', 'speaks to terminals'],
    ['x'.repeat(LIMITS.archivePathChars + 1), 'is too long'],
  ])('with a name that does what it should not is refused: %j', async (name) => {
    await expect(open(zip([{ name }]))).rejects.toEqual(unsafe)
  })

  it('with names that hide one another is refused', async () => {
    await expect(open(zip([{ name: 'a' }, { name: 'a' }]))).rejects.toEqual(unsafe)
    await expect(open(zip([{ name: 'a/B' }, { name: 'a/b' }]))).rejects.toEqual(unsafe)
    await expect(open(zip([{ name: 'u\u0308' }, { name: 'ü' }]))).rejects.toEqual(unsafe)
    await expect(open(zip([{ name: 'a' }, { name: 'a/b' }]))).rejects.toEqual(unsafe)
  })

  it('with links, devices or pipes is refused', async () => {
    for (const mode of [0o120777, 0o060644, 0o020644, 0o010644])
      await expect(open(zip([{ name: 'a', mode }]))).rejects.toEqual(unsafe)
  })

  it('whose names are no text is refused', async () => {
    await expect(open(zip([{ name: Uint8Array.of(0xc3, 0x28) }]))).rejects.toEqual(unsafe)
    expect([...(await open(zip([{ name: Uint8Array.of(0xfc, 0x62), flags: 0 }]))).files.keys()]).toEqual(['üb'])
  })

  it('that calls a file otherwise in its list is refused', async () => {
    await expect(read(zip([{ name: 'good', local: 'evil' }]), 'good')).rejects.toEqual(unsafe)
    await expect(read(zip([{ name: 'good', local: 'longer' }]), 'good')).rejects.toEqual(unsafe)
  })

  it('whose files lie over each other is refused', async () => {
    await expect(open(zip([{ name: 'a' }, { name: 'b', offset: 0 }]))).rejects.toEqual(unsafe)
    await expect(open(zip([{ name: 'a', packed: 60, size: 60 }, { name: 'b' }]))).rejects.toEqual(unsafe)
  })

  it('that unpacks to far more than it weighs is refused before anything is unpacked', async () => {
    const bomb = zip([{ name: 'a', bytes: new Uint8Array(2 ** 24), method: 8 }])
    await expect(open(bomb)).rejects.toEqual(code('too-large'))
    const many = Array.from({ length: 300 }, (_, at) => ({
      name: `${at}`,
      size: 0xfffffff0,
      method: 8,
      bytes: utf8('x'),
    }))
    await expect(open(zip(many))).rejects.toEqual(code('too-large'))
  })

  it('that says less than it unpacks to is cut short there', async () => {
    const lie = zip([{ name: 'a', bytes: new Uint8Array(2 ** 20), method: 8, size: 1000 }])
    await expect(read(lie, 'a')).rejects.toEqual(code('damaged'))
  })

  it('that says it has four thousand million files, or more than it has, is refused', async () => {
    await expect(open(zip([{ name: 'a' }], { count: 60_000 }))).rejects.toEqual(code('damaged'))
    const bytes = zip([{ name: 'a' }])
    const end = bytes.length - 22
    const wide = new DataView(new ArrayBuffer(76))
    wide.setUint32(0, 0x06064b50, true)
    wide.setBigUint64(4, 44n, true)
    for (const [at, value] of [2n ** 32n, 2n ** 32n, 51n, 36n].entries()) wide.setBigUint64(24 + 8 * at, value, true)
    wide.setUint32(56, 0x07064b50, true)
    wide.setBigUint64(64, BigInt(end), true)
    wide.setUint32(72, 1, true)
    const last = Uint8Array.from(bytes.subarray(end))
    last.fill(0xff, 8, 20)
    const greedy = joinBytes(bytes.subarray(0, end), new Uint8Array(wide.buffer), last)
    await expect(open(greedy)).rejects.toEqual(code('too-large'))
  })

  it('that is encrypted, or packed in an unknown way, is said to be', async () => {
    await expect(open(zip([{ name: 'a', flags: 0x801, bytes: new Uint8Array(17), size: 5 }]))).rejects.toEqual(
      code('unsupported'),
    )
    await expect(open(zip([{ name: 'a', method: 12 }]))).rejects.toEqual(code('unsupported'))
  })

  it('that was cut off anywhere, or has one byte wrong, gives no wrong words', async () => {
    const bytes = zip([{ name: 'a', bytes: utf8('many words '.repeat(90)), method: 8 }, { name: 'b' }])
    for (let length = 0; length < bytes.length; length += 7)
      await expect(open(bytes.subarray(0, length))).rejects.toMatchObject({ code: /^archive\// })
    const spoilt = Uint8Array.from(bytes)
    spoilt[45] = (spoilt[45] ?? 0) ^ 0x10
    await expect(read(spoilt, 'a')).rejects.toEqual(code('damaged'))
    await expect(read(zip([{ name: 'a', crc: 7 }]), 'a')).rejects.toEqual(code('damaged'))
  })

  it('that is none is said not to be', async () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(4000), seededRandom('no zip').bytes(9000)])
      await expect(open(bytes)).rejects.toEqual(code('not-an-archive'))
  })

  it('is let go of when nobody waits any more', async () => {
    const over = AbortSignal.abort(new TypeError('gone'))
    await expect(openZip(bytesAccess(zip([{ name: 'a' }])), over)).rejects.toThrow('gone')
    const { files } = await open(zip([{ name: 'a' }]))
    await expect(files.get('a')?.open(over).next()).rejects.toThrow('gone')
  })
})

describe('a bag', () => {
  const file = (path: string, text: string): ArchiveFile => ({ path, content: () => [utf8(text)] })
  const bag = async (files: readonly ArchiveFile[], moment = 1.7e12): Promise<Uint8Array> => {
    const pieces: Uint8Array[] = []
    for await (const { bytes } of bagOf(files, { folder: 'x-1', moment, info: [['A-B', 'c\nd: e']] }, never))
      pieces.push(bytes)
    return joinBytes(...pieces)
  }

  it('is the same bytes each time, and tells what is in it', async () => {
    const files = [file('a/b.txt', 'words'), file('c.csv', 'x'.repeat(400_000))]
    const bytes = await bag(files)
    expect(await bag(files)).toEqual(bytes)
    const opened = await openBag(bytesAccess(bytes), never)
    expect(opened.folder).toBe('x-1')
    expect([...opened.info]).toEqual([
      ['A-B', 'c d: e'],
      ['Payload-Oxum', '400005.2'],
    ])
    expect(Buffer.from(await opened.read('a/b.txt', 9, never)).toString()).toBe('words')
    await expect(opened.read('c.csv', 9, never)).rejects.toEqual(code('too-large'))
    await expect(opened.read('d', 9, never)).rejects.toEqual(code('damaged'))
    expect([opened.missing, opened.stray]).toEqual([[], []])
  })

  it('takes no names that differ by case alone, or lead elsewhere', async () => {
    for (const names of [['a', 'A'], ['../a'], ['a b'], ['.a'], ['ü']])
      await expect(bag(names.map((name) => file(name, 'x')))).rejects.toEqual(unsafe)
  })

  it('is none when anything else is beside it, or its version is missing', async () => {
    await expect(openBag(bytesAccess(zip([{ name: 'x/bagit.txt' }, { name: 'y/a' }])), never)).rejects.toEqual(
      code('not-an-archive'),
    )
    await expect(openBag(bytesAccess(zip([{ name: 'bagit.txt' }])), never)).rejects.toEqual(code('not-an-archive'))
    await expect(openBag(bytesAccess(zip([{ name: 'x/bagit.txt' }])), never)).rejects.toEqual(code('not-an-archive'))
  })
})
