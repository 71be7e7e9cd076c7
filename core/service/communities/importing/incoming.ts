/** A file of another system that a screen hands over: laid aside on the disk, then read from there until it is let go of. */
import { LIMITS } from '../../../shared/index.ts'
import {
  type GivenColumns,
  type ImportFile,
  type ImportPlan,
  type ImportSource,
  openFile,
  type OpenFile,
  type OpenedImport,
  openImport,
  planImport,
  type Scratch,
  TABLE_COLUMNS,
} from '../../../archive/index.ts'
import { sha256 } from '../../../identity/index.ts'
import { Spool } from '../../../storage/index.ts'
import { importingErrors } from '../../errors.ts'

export class IncomingImport {
  readonly #spool: Spool
  readonly #folder: string
  readonly #name: string
  #file: OpenFile | undefined
  #opened: OpenedImport | undefined
  /** A table as the person says it is to be read. */
  #chosen: { readonly columns: GivenColumns; readonly source: ImportSource } | undefined
  #over = false
  /** One thing after the other. */
  #turn: Promise<unknown> = Promise.resolve()
  plan: ImportPlan | undefined

  /** @param folder of the profile, for what has to be unpacked */
  constructor(spool: Spool, folder: string, name: string) {
    this.#spool = spool
    this.#folder = folder
    this.#name = name
  }

  append(piece: Uint8Array): Promise<number> {
    return this.turn(async () => {
      await this.#spool.append(piece)
      return this.#spool.size
    })
  }

  /** @throws import/… */
  open(signal: AbortSignal): Promise<OpenedImport['source']> {
    return this.turn(async () => {
      this.#file ??= await openFile(this.#spool.path)
      this.#opened ??= await openImport(named(this.#file, this.#name), scratchIn(this.#folder), signal)
      return this.#chosen?.source ?? this.#opened.source
    })
  }

  /** Reads all of it, a table as the person says. @throws import/…, the signal's reason */
  async planned(
    columns: GivenColumns | undefined,
    signal: AbortSignal,
    seen: (messages: number) => void,
  ): Promise<ImportPlan> {
    const { table } = await this.open(signal)
    if (columns && table)
      await this.turn(async () => {
        this.#chosen = { columns, source: await table.choose(columns, signal) }
        this.plan = undefined
      })
    const source = await this.open(signal)
    return this.turn(async () => (this.plan ??= await planImport(source, signal, seen)))
  }

  /** Tells this file from all others: by its length and three pieces of it, and from itself when it is read otherwise. */
  fingerprint(signal: AbortSignal): Promise<string> {
    return this.turn(async () => {
      this.#file ??= await openFile(this.#spool.path)
      const { size } = this.#file
      const piece = Math.min(size, 256 * 1024)
      const hashes: string[] = []
      for (const at of [0, Math.floor((size - piece) / 2), size - piece])
        hashes.push(Buffer.from(sha256(await this.#file.read(at, piece, signal))).toString('base64url'))
      const columns = this.#chosen ? TABLE_COLUMNS.map((column) => String(this.#chosen?.columns[column])).join() : ''
      return `${size} ${hashes.join(' ')} ${columns}`.trim()
    })
  }

  /** Does one thing with it, after those before. @throws importing/unknown when it was let go of, and what the work throws */
  turn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(() => {
      if (this.#over) throw importingErrors('unknown')
      return work()
    })
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  /** Lets go of it once what is under way has ended. Never rejects. */
  async end(): Promise<void> {
    this.#over = true
    await this.#turn
    await this.#opened?.close().catch(() => undefined)
    await this.#file?.close().catch(() => undefined)
    await this.#spool.remove()
  }
}

function named(file: OpenFile, name: string): ImportFile {
  const read: ImportFile['read'] = (offset, length, signal) =>
    file.read(offset, Math.max(0, Math.min(length, file.size - offset)), signal)
  return { name, size: file.size, read }
}

/** Unpacked files lie beside the one they were packed in, for as long. */
function scratchIn(folder: string): Scratch {
  return {
    create: async (name) => {
      const spool = await Spool.begin(folder, LIMITS.importUnpackedBytes)
      let open: OpenFile | undefined
      return {
        append: (bytes) => spool.append(bytes),
        get file(): ImportFile {
          return {
            name,
            size: spool.size,
            read: async (offset, length, signal) => {
              open ??= await openFile(spool.path)
              return open.read(offset, Math.max(0, Math.min(length, spool.size - offset)), signal)
            },
          }
        },
        remove: async () => {
          await open?.close().catch(() => undefined)
          await spool.remove()
        },
      }
    },
  }
}
