/** Files of messages in a sketched core: handed over, sent, away, coming, here, and not what they should be. */
import type { FileProgress, FileToSend, FileView, MessageRow } from '../../../core/contract/index.ts'
import { attachmentKind, type EntryId, FolkmootError, LIMITS } from '../../../core/shared/index.ts'
import { Cell } from './cell.ts'
import { guarded } from './guarded.ts'

interface Begun {
  readonly name: string
  readonly type: string
  readonly size: number
  readonly parts: Buffer[]
}

interface Kept {
  readonly bytes: Uint8Array
  readonly progress: Cell<FileProgress>
}

/** A file of a message, with what there is of it. */
export interface SketchFile {
  readonly view: FileView
  readonly bytes: Uint8Array
  /** Bytes that are here while it comes, and how many are asked for it. */
  readonly coming?: { readonly held: number; readonly asked: number }
}

const unknown = () => new FolkmootError('files/unknown', 'This file is not known.')

export class SketchFiles {
  /** Handing over is refused. */
  failing = false
  /** Handing over goes on only while this is false. */
  readonly held = new Cell(false)
  /** What is handed over and neither sent nor let go. */
  readonly begun = new Map<string, Begun>()
  readonly #kept = new Map<string, Kept>()
  #count = 0

  begin(file: Omit<Begun, 'parts'>): string {
    if (this.failing) throw new FolkmootError('storage/disk-full', 'The disk is full.')
    this.#count += 1
    const id = `begun-${this.#count}`
    this.begun.set(id, { ...file, parts: [] })
    return id
  }

  async append(id: string, chunk: Buffer): Promise<number> {
    for await (const held of this.held.watch()) if (!held) break
    if (this.failing) throw new FolkmootError('storage/disk-full', 'The disk is full.')
    const file = this.begun.get(id)
    if (!file || chunk.length > LIMITS.attachmentPieceBytes) throw unknown()
    file.parts.push(chunk)
    return file.parts.reduce((sum, part) => sum + part.length, 0)
  }

  /** The files of a message that is sent now. */
  send(message: EntryId, files: readonly FileToSend[]): FileView[] {
    return files.map(({ id, alt = '', ...sides }, at) => {
      const file = this.begun.get(id)
      const bytes = Buffer.concat(file?.parts ?? [])
      if (!file || bytes.length !== file.size) throw unknown()
      this.begun.delete(id)
      const { name, type, size } = file
      const view: FileView = { name, type, size, kind: attachmentKind(type), alt, ...sides, state: 'here' }
      this.put(message, at, { view, bytes })
      return view
    })
  }

  put(message: string, at: number, { view: { state, size }, bytes, coming }: SketchFile): void {
    const progress = { state, size, held: state === 'here' ? size : 0, asked: 0, ...coming }
    this.#kept.set(`${message} ${at}`, { bytes, progress: new Cell(progress) })
  }

  of({ message, at }: { readonly message: string; readonly at: number }): Kept {
    const found = this.#kept.get(`${message} ${at}`)
    if (!found) throw unknown()
    return found
  }

  /** Somebody who has it was met, or it comes further. */
  progress(message: string, at: number, change: Partial<FileProgress>): void {
    const { progress } = this.of({ message, at })
    progress.set({ ...progress.value, ...change })
  }
}

export function fileHandlers(files: SketchFiles) {
  const { files: all } = guarded
  return {
    files: {
      begin: all.begin.handler(({ input: { name, type, size } }) => ({ id: files.begin({ name, type, size }) })),
      append: all.append.handler(async ({ input: { id, chunk } }) => ({
        bytes: await files.append(id, Buffer.from(chunk, 'base64')),
      })),
      cancel: all.cancel.handler(({ input: { id } }) => void files.begun.delete(id)),
      watch: all.watch.handler(({ input, signal }) => files.of(input).progress.watch(signal)),
      fetch: all.fetch.handler(({ input: { message, at } }) => {
        const { state } = files.of({ message, at }).progress.value
        if (state === 'away') files.progress(message, at, { state: 'coming' })
      }),
      stop: all.stop.handler(({ input: { message, at } }) => files.progress(message, at, { state: 'away' })),
      read: all.read.handler(({ input: { from, most, ...of } }) => {
        const { bytes, progress } = files.of(of)
        if (progress.value.state === 'wrong') throw new FolkmootError('files/wrong', 'Not what its message says.')
        if (progress.value.state !== 'here') throw new FolkmootError('files/not-here', 'Not all of it is here.')
        return { chunk: Buffer.from(bytes.subarray(from, from + most)).toString('base64') }
      }),
    },
  }
}

/** The last messages of a large room carry these, the newest last. */
export function withFiles(
  rows: readonly MessageRow[],
  said: readonly { readonly text: string; readonly files: readonly SketchFile[] }[],
  files: SketchFiles,
): MessageRow[] {
  if (rows.length < 300) return [...rows]
  const first = rows.length - said.length
  return rows.map((row, index) => {
    const { text, files: own } = said[index - first] ?? { text: row.text, files: [] }
    own.forEach((file, at) => files.put(row.id, at, file))
    return { ...row, text, files: own.map(({ view }) => view) }
  })
}
