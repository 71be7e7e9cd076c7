/**
 * A zip, written as its files are read: the same files make the same bytes, whenever and wherever that is. yazl would go over all its
 * entries anew for each of them and hand every byte through five streams; an archive has tens of thousands of small files.
 * Form: PKWARE's APPNOTE 6.3.10. No clock and no owner: every file has the one moment it is given, and the mode 0644.
 */
import { Readable } from 'node:stream'
import { crc32, createDeflateRaw, deflateRawSync } from 'node:zlib'
import { joinBytes, utf8 } from '../../shared/index.ts'

/** Files up to this many bytes are packed in one go. */
const SMALL = 256 * 1024
const LEVEL = 6
const STORED = 0
const DEFLATED = 8
/** Names are UTF-8; sizes stand behind the data. */
const UTF8 = 0x0800
const STREAMED = 0x0008
const VERSION = 20
const VERSION_64 = 45
const UNIX = 3 << 8
const FILE_MODE = (0o100644 << 16) >>> 0
const FULL_16 = 0xffff
const FULL_32 = 0xffff_ffff
/** What packing makes no smaller, and attached files: they are carried as they are, since one of nothing but zeros is as large as it says. */
const PACKED = /\/data\/media\/|\.(?:jpe?g|png|gif|webp|avif|mp4|webm|mp3|ogg|opus|m4a|zip|gz|automerge|blocks)$/

interface Listed {
  readonly name: Uint8Array
  readonly offset: number
  readonly method: number
  readonly flags: number
  readonly crc: number
  readonly packed: number
  readonly size: number
}

export class ZipWriter {
  readonly #time: number
  readonly #listed: Listed[] = []
  #at = 0

  /** @param moment ms; a zip tells even seconds, in UTC here, from 1980 to 2107 */
  constructor(moment: number) {
    this.#time = dosTime(moment)
  }

  /** One more file, as bytes of the zip. */
  async *file(path: string, content: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const [name, offset, method] = [utf8(path), this.#at, PACKED.test(path) ? STORED : DEFLATED]
    const pieces = content[Symbol.iterator]()
    const start = upTo(SMALL, pieces)
    const whole = start.length < SMALL ? joinBytes(...start.pieces) : undefined
    const from = { name, offset, method }
    if (whole) yield* this.#small(from, whole)
    else yield* this.#large(from, chain(start.pieces, pieces))
  }

  /** What makes it a zip. Nothing comes after it. */
  *end(): Generator<Uint8Array> {
    const start = this.#at
    for (const each of this.#listed) yield this.#passed(centralEntry(each, this.#time))
    yield endOf(this.#listed.length, start, this.#at - start)
  }

  *#small(from: Pick<Listed, 'name' | 'offset' | 'method'>, bytes: Uint8Array): Generator<Uint8Array> {
    const deflated = from.method === DEFLATED ? deflateRawSync(bytes, { level: LEVEL }) : bytes
    const [method, data] = deflated.length < bytes.length ? [DEFLATED, deflated] : [STORED, bytes]
    const sizes = { crc: crc32(bytes), packed: data.length, size: bytes.length }
    const listed = { ...from, ...sizes, method, flags: UTF8 }
    this.#listed.push(listed)
    yield this.#passed(localHeader(listed, this.#time))
    yield this.#passed(data)
  }

  async *#large(
    from: Pick<Listed, 'name' | 'offset' | 'method'>,
    content: Iterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array> {
    const flags = UTF8 | STREAMED
    yield this.#passed(localHeader({ ...from, flags, crc: 0, packed: 0, size: 0 }, this.#time))
    const start = this.#at
    let crc = 0
    let size = 0
    const counted = function* (): Generator<Uint8Array> {
      for (const piece of content) {
        crc = crc32(piece, crc)
        size += piece.length
        yield piece
      }
    }
    const data = from.method === DEFLATED ? deflated(counted()) : counted()
    for await (const piece of data) yield this.#passed(piece)
    const listed = { ...from, flags, crc, packed: this.#at - start, size }
    this.#listed.push(listed)
    yield this.#passed(descriptor(listed))
  }

  #passed(bytes: Uint8Array): Uint8Array {
    this.#at += bytes.length
    return bytes
  }
}

/** Pieces up to some bytes, and how many bytes they are. */
function upTo(most: number, pieces: Iterator<Uint8Array>): { pieces: Uint8Array[]; length: number } {
  const out: Uint8Array[] = []
  let length = 0
  while (length < most) {
    const next = pieces.next()
    if (next.done) break
    out.push(next.value)
    length += next.value.length
  }
  return { pieces: out, length }
}

function* chain(first: readonly Uint8Array[], rest: Iterator<Uint8Array>): Generator<Uint8Array> {
  yield* first
  for (let next = rest.next(); !next.done; next = rest.next()) yield next.value
}

async function* deflated(content: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(content)
  const packer = createDeflateRaw({ level: LEVEL })
  source.on('error', (error) => void packer.destroy(error))
  try {
    yield* source.pipe(packer) as AsyncIterable<Uint8Array>
  } finally {
    source.destroy()
    packer.destroy()
  }
}

function localHeader({ name, method, flags, crc, packed, size }: Omit<Listed, 'offset'>, time: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(30))
  view.setUint32(0, 0x04034b50, true)
  view.setUint16(4, VERSION, true)
  view.setUint16(6, flags, true)
  view.setUint16(8, method, true)
  view.setUint32(10, time, true)
  view.setUint32(14, crc, true)
  view.setUint32(18, packed, true)
  view.setUint32(22, size, true)
  view.setUint16(26, name.length, true)
  return joinBytes(new Uint8Array(view.buffer), name)
}

/** Its sizes are of eight bytes where one of them needs it. */
function descriptor({ crc, packed, size }: Listed): Uint8Array {
  const wide = packed > FULL_32 || size > FULL_32
  const view = new DataView(new ArrayBuffer(wide ? 24 : 16))
  view.setUint32(0, 0x08074b50, true)
  view.setUint32(4, crc, true)
  if (wide) {
    view.setBigUint64(8, BigInt(packed), true)
    view.setBigUint64(16, BigInt(size), true)
  } else {
    view.setUint32(8, packed, true)
    view.setUint32(12, size, true)
  }
  return new Uint8Array(view.buffer)
}

function centralEntry({ name, offset, method, flags, crc, packed, size }: Listed, time: number): Uint8Array {
  const wide = [size, packed, offset].filter((each) => each >= FULL_32)
  const extra = new DataView(new ArrayBuffer(wide.length > 0 ? 4 + 8 * wide.length : 0))
  if (wide.length > 0) {
    extra.setUint16(0, 1, true)
    extra.setUint16(2, 8 * wide.length, true)
    for (const [at, each] of wide.entries()) extra.setBigUint64(4 + 8 * at, BigInt(each), true)
  }
  const version = wide.length > 0 ? VERSION_64 : VERSION
  const view = new DataView(new ArrayBuffer(46))
  view.setUint32(0, 0x02014b50, true)
  view.setUint16(4, UNIX | version, true)
  view.setUint16(6, version, true)
  view.setUint16(8, flags, true)
  view.setUint16(10, method, true)
  view.setUint32(12, time, true)
  view.setUint32(16, crc, true)
  view.setUint32(20, Math.min(packed, FULL_32), true)
  view.setUint32(24, Math.min(size, FULL_32), true)
  view.setUint16(28, name.length, true)
  view.setUint16(30, extra.byteLength, true)
  view.setUint32(38, FILE_MODE, true)
  view.setUint32(42, Math.min(offset, FULL_32), true)
  return joinBytes(new Uint8Array(view.buffer), name, new Uint8Array(extra.buffer))
}

function endOf(count: number, start: number, bytes: number): Uint8Array {
  const wide = count >= FULL_16 || start >= FULL_32 || bytes >= FULL_32
  const view = new DataView(new ArrayBuffer(22))
  view.setUint32(0, 0x06054b50, true)
  view.setUint16(8, Math.min(count, FULL_16), true)
  view.setUint16(10, Math.min(count, FULL_16), true)
  view.setUint32(12, Math.min(bytes, FULL_32), true)
  view.setUint32(16, Math.min(start, FULL_32), true)
  const end = new Uint8Array(view.buffer)
  return wide ? joinBytes(wideEnd(count, start, bytes), end) : end
}

function wideEnd(count: number, start: number, bytes: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(56 + 20))
  view.setUint32(0, 0x06064b50, true)
  view.setBigUint64(4, 44n, true)
  view.setUint16(12, UNIX | VERSION_64, true)
  view.setUint16(14, VERSION_64, true)
  for (const [at, each] of [count, count, bytes, start].entries()) view.setBigUint64(24 + 8 * at, BigInt(each), true)
  view.setUint32(56, 0x07064b50, true)
  view.setBigUint64(64, BigInt(start + bytes), true)
  view.setUint32(72, 1, true)
  return new Uint8Array(view.buffer)
}

/** MS-DOS: time in the lower half, date in the upper. */
function dosTime(moment: number): number {
  const date = new Date(Math.min(Math.max(moment, Date.UTC(1980)), Date.UTC(2107, 11, 31)))
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1)
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate()
  return ((day << 16) | time) >>> 0
}
