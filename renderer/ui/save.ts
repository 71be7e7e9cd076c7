/** Where a file that is saved goes: straight into a file where the browser can, else into memory and from there by a download. */

export interface FileSink {
  write(piece: Uint8Array<ArrayBuffer>): Promise<void>
  /** Lets go of what was written. */
  restart(): Promise<void>
  /** The whole, unless it lies in a file already. */
  close(): Promise<Blob | undefined>
  /** Leaves nothing. Never rejects. */
  abort(): Promise<void>
}

interface FileHandle {
  createWritable(): Promise<WritableFile>
}

interface WritableFile {
  write(piece: Uint8Array<ArrayBuffer>): Promise<void>
  truncate(size: number): Promise<void>
  seek(position: number): Promise<void>
  close(): Promise<void>
  abort(): Promise<void>
}

type Picker = (options: { suggestedName: string }) => Promise<FileHandle>

/** Asks where to; nothing when the person chose not to say. */
export async function chooseSink(name: string): Promise<FileSink | undefined> {
  const picker = pickerOf()
  if (!picker) return memorySink()
  try {
    const handle = await picker({ suggestedName: name })
    return await fileSink(handle)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined
    // Not allowed here, as in a frame: then as a download.
    return memorySink()
  }
}

export function download(blob: Blob, name: string): void {
  const anchor = document.createElement('a')
  anchor.href = URL.createObjectURL(blob)
  anchor.download = name
  anchor.click()
  URL.revokeObjectURL(anchor.href)
}

async function fileSink(handle: FileHandle): Promise<FileSink> {
  const file = await handle.createWritable()
  return {
    write: (piece) => file.write(piece),
    restart: async () => {
      await file.truncate(0)
      await file.seek(0)
    },
    close: async () => {
      await file.close()
      return undefined
    },
    abort: () => file.abort().catch(() => undefined),
  }
}

function memorySink(): FileSink {
  const parts: Blob[] = []
  return {
    write: (piece) => {
      // A blob of its own, so that the browser may lay it on the disk.
      parts.push(new Blob([piece]))
      return Promise.resolve()
    },
    restart: () => {
      parts.length = 0
      return Promise.resolve()
    },
    close: () => Promise.resolve(new Blob(parts, { type: 'application/octet-stream' })),
    abort: () => {
      parts.length = 0
      return Promise.resolve()
    },
  }
}

function pickerOf(): Picker | undefined {
  const found: unknown = Reflect.get(globalThis, 'showSaveFilePicker')
  return typeof found === 'function' ? (options) => found.call(globalThis, options) as Promise<FileHandle> : undefined
}
