/** Real lines that real people wrote: the licence texts that come with the packages of this project. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))

/** So many different lines with visible text, the same ones every time; repeated from the beginning when there are fewer. */
export function realLines(count: number): string[] {
  const found = new Set<string>()
  for (const folder of readdirSync(modules).sort()) {
    if (folder.startsWith('.') || folder.startsWith('@')) continue
    for (const file of readdirSync(join(modules, folder)).sort()) {
      if (!/^(licen[cs]e|readme|changelog|history)(\.|$)/i.test(file)) continue
      for (const line of textLines(join(modules, folder, file))) found.add(line)
      if (found.size >= count) return [...found].slice(0, count)
    }
  }
  const lines = [...found]
  if (lines.length === 0) throw new TypeError('no text here')
  while (lines.length < count) lines.push(...lines.slice(0, count - lines.length))
  return lines
}

function textLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /\p{L}/u.test(line))
      .map((line) => line.slice(0, 2000))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return []
    throw error
  }
}
