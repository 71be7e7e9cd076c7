/** Files of an archive, held or written into a folder. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ArchiveFile } from '../../core/archive/index.ts'

/** Texts by path. A path that comes twice, also by case alone, is an error. */
export function textsOf(files: Iterable<ArchiveFile>): Map<string, string> {
  const texts = new Map<string, string>()
  const known = new Set<string>()
  for (const { path, content } of files) {
    if (known.has(path.toLowerCase())) throw new TypeError(`${path} comes twice`)
    known.add(path.toLowerCase())
    texts.set(path, Buffer.concat([...content()]).toString('utf8'))
  }
  return texts
}

export function writeInto(folder: string, texts: ReadonlyMap<string, string>): void {
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
