/** Real sentences that real people wrote: what the packages of this project say of themselves, in English and in other languages. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url))

export interface Sentences {
  readonly english: readonly string[]
  /** In Chinese, Japanese and Korean. */
  readonly eastern: readonly string[]
  /** In languages of Europe. */
  readonly european: readonly string[]
}

const EASTERN = ['ja', 'ko', 'zh-cn', 'zh-tw']
const EUROPEAN = ['cs', 'de', 'es', 'fr', 'it', 'pl', 'pt-br', 'ru', 'tr']
const SPOKEN = /\p{L}{3,}.*\p{L}{3,}/u
/** Characters of a sentence. */
const [SHORT, LONG] = [15, 280]

/** Every one once, in the same order every time. */
export function sentences(): Sentences {
  const english = new Set<string>()
  for (const path of texts(modules)) for (const each of cut(readFileSync(path, 'utf8'))) english.add(each)
  return {
    english: [...english],
    eastern: EASTERN.flatMap(messagesIn),
    european: EUROPEAN.flatMap(messagesIn),
  }
}

/** READMEs, changelogs and licences, those of packages within packages aside. */
function texts(folder: string): string[] {
  const packages = readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isDirectory() && !each.name.startsWith('.'))
    .map(({ name }) => name)
    .sort()
  return packages.flatMap((name) => {
    const path = join(folder, name)
    if (name.startsWith('@')) return texts(path)
    return readdirSync(path, { withFileTypes: true })
      .filter((each) => each.isFile() && /^(licen[cs]e|readme|changelog|history)(\.|$)|\.md$/i.test(each.name))
      .map((each) => join(path, each.name))
      .sort()
  })
}

function cut(text: string): string[] {
  return text
    .replaceAll(/```[^]*?```/g, '')
    .split(/\n\s*\n|(?<=[.!?])\s+|\n\s*[*-] /)
    .map((part) => part.replaceAll(/\s+/g, ' ').trim())
    .filter((part) => part.length >= SHORT && part.length <= LONG && SPOKEN.test(part) && !part.startsWith('<'))
}

/** What the compiler says, as its translators put it. */
function messagesIn(language: string): string[] {
  const path = join(modules, 'typescript', 'lib', language, 'diagnosticMessages.generated.json')
  const said = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, string>>
  return [...new Set(Object.values(said))].filter(({ length }) => length >= 6 && length <= LONG)
}
