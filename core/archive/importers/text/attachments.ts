/** Files that came with a message are named at its end: what they hold is not brought in. */
import { link, plain } from './clean.ts'

export interface NamedFile {
  readonly name: string
  /** Bytes, when told. */
  readonly size?: number | undefined
  /** Where it was, when that can be reached by others. */
  readonly url?: string | undefined
}

export function withFiles(text: string, files: readonly NamedFile[]): string {
  const lines = files.slice(0, 50).map(({ name, size, url }) => {
    const shown = url === undefined ? plain(name) : link(url, name || url)
    return `📎 ${shown}${size === undefined ? '' : ` (${sizeText(size)})`}`
  })
  return [text.trimEnd(), lines.join('\n')].filter((part) => part !== '').join('\n\n')
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
