/** Files of other systems held in memory, and packed as those pack them. */
import { deflateRawSync, crc32, gzipSync } from 'node:zlib'
import {
  type ImportedItem,
  type ImportedMessage,
  type ImportFile,
  type ImportSource,
  openImport,
  type Scratch,
  type ScratchFile,
} from '../../../core/archive/index.ts'
import { joinBytes, utf8 } from '../../../core/shared/index.ts'

export function fileOf(name: string, content: string | Uint8Array): ImportFile {
  const bytes = typeof content === 'string' ? utf8(content) : content
  return {
    name,
    size: bytes.length,
    // In odd portions, so that nothing depends on where pieces end.
    read: (offset, length) => Promise.resolve(bytes.slice(offset, offset + Math.min(length, 70_001))),
  }
}

/** Counts what is there, so that a test sees what was left behind. */
export class MemoryScratch implements Scratch {
  readonly open = new Set<string>()

  create(name: string): Promise<ScratchFile> {
    const pieces: Uint8Array[] = []
    this.open.add(name)
    return Promise.resolve({
      append: (bytes) => {
        pieces.push(Uint8Array.from(bytes))
        return Promise.resolve()
      },
      get file() {
        return fileOf(name, joinBytes(...pieces))
      },
      remove: () => {
        this.open.delete(name)
        return Promise.resolve()
      },
    })
  }
}

export type Packed = Readonly<Record<string, string | Uint8Array>>

/** @param twist changes the directory's record of one file: its name, mode, sizes */
export function zipOf(files: Packed, twist: { readonly mode?: number; readonly flags?: number } = {}): Uint8Array {
  const locals: Uint8Array[] = []
  const central: Uint8Array[] = []
  let at = 0
  for (const [name, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' ? utf8(content) : content
    const [packed, named] = [deflateRawSync(bytes), utf8(name)]
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(8, 8)
    head.writeUInt32LE(crc32(bytes), 14)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(bytes.length, 22)
    head.writeUInt16LE(named.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(twist.flags ?? 0, 8)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(crc32(bytes), 16)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(bytes.length, 24)
    entry.writeUInt16LE(named.length, 28)
    entry.writeUInt32LE(((twist.mode ?? 0o100644) << 16) >>> 0, 38)
    entry.writeUInt32LE(at, 42)
    locals.push(head, named, packed)
    central.push(entry, named)
    at += 30 + named.length + packed.length
  }
  const directory = joinBytes(...central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return joinBytes(...locals, directory, end)
}

export function tarOf(files: Packed, kind = '0'): Uint8Array {
  const parts = Object.entries(files).flatMap(([name, content]) => {
    const bytes = typeof content === 'string' ? utf8(content) : content
    const head = Buffer.alloc(512)
    head.write(name, 0)
    head.write('0000644\0', 100)
    head.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
    head.write('        ', 148)
    head.write(kind, 156)
    head.write('ustar\x0000', 257)
    const sum = head.reduce((all, byte) => all + byte, 0)
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    return [head, bytes, new Uint8Array((512 - (bytes.length % 512)) % 512)]
  })
  return joinBytes(...parts, new Uint8Array(1024))
}

export const gzipped = (bytes: Uint8Array): Uint8Array => gzipSync(bytes)

export interface ReadImport {
  readonly system: ImportSource['system']
  readonly items: readonly ImportedItem[]
  readonly messages: readonly ImportedMessage[]
  readonly users: readonly string[]
  readonly rooms: readonly string[]
  /** What was left out, by what it is. */
  readonly nots: Readonly<Record<string, number>>
}

const never = new AbortController().signal

export async function readAll(
  name: string,
  content: string | Uint8Array,
  scratch = new MemoryScratch(),
): Promise<ReadImport> {
  const { source, close } = await openImport(fileOf(name, content), scratch, never)
  try {
    const items: ImportedItem[] = []
    for await (const item of source.items(never)) items.push(item)
    const nots: Record<string, number> = {}
    for (const item of items) if (item.type === 'not') nots[item.what] = (nots[item.what] ?? 0) + item.count
    return {
      ...{ system: source.system, items, nots },
      messages: items.filter((item) => item.type === 'message'),
      users: items.flatMap((item) => (item.type === 'user' ? item.name : [])),
      rooms: items.flatMap((item) => (item.type === 'room' ? item.name : [])),
    }
  } finally {
    await close()
  }
}
