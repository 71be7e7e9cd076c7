/**
 * What the site is searched by: files of words that its page loads one after another, the newest first, since a page opened from a disk
 * may load scripts and nothing else. They hold words cut as Folkmoot's own search cuts them, so that both find alike.
 */
import { LIMITS } from '../../../shared/index.ts'
import { plainOf, wordsOf } from '../../../view/index.ts'
import type { ArchiveFile } from '../../about.ts'
import type { ReadMessage } from '../../reading/about.ts'
import { isoMoment } from '../../reading/moments.ts'
import { nameIn } from '../message.ts'
import { messageAnchor, personAnchor, peopleFile, type Site } from '../site.ts'
import type { SpaceSurvey } from '../survey.ts'
import { pageFile } from '../survey.ts'

/** Characters of a message that are shown where it is found. */
const SHOWN = 600

/** `[words, text, who, where, when, file, anchor]`: words have a space before and after each. */
type Row = readonly [string, string, string, string, string, string, string]

export function* wordFiles(site: Site): Generator<ArchiveFile> {
  let rows: string[] = []
  let bytes = 0
  let count = 0
  const end = (): ArchiveFile => {
    const text = `folkmootWords(${count}, [\n${rows.join(',\n')}\n])\n`
    count += 1
    rows = []
    bytes = 0
    return textFile(`site/words/${count}.js`, text)
  }
  for (const row of rowsOf(site)) {
    const text = scriptText(row)
    const size = Buffer.byteLength(text) + 2
    if (bytes + size > LIMITS.siteWordsBytes && rows.length > 0) yield end()
    rows.push(text)
    bytes += size
  }
  if (rows.length > 0) yield end()
  yield textFile('site/words/list.js', `var folkmootWordFiles = ${count}\n`)
}

function* rowsOf(site: Site): Generator<Row> {
  const { places } = site.tongue.words
  for (const [at, { id }] of site.members.entries()) {
    const name = site.nameOf(id)
    const file = peopleFile(Math.floor(at / LIMITS.siteListRows))
    yield [wordsText(name), name, '', places.people, '', file, personAnchor(id)]
  }
  for (const found of site.survey.spaces.values()) {
    const { space, folder } = found
    const name = site.spaceName(space.id)
    yield [wordsText(`${name} ${space.topic}`), space.topic, '', name, '', `${folder}${pageFile(0)}`, 'content']
  }
  for (const found of site.survey.spaces.values())
    for (const message of site.reading.messages(found.space.id)) {
      const row = rowOf(site, found, message)
      if (row) yield row
    }
}

function rowOf(site: Site, found: SpaceSurvey, message: ReadMessage): Row | undefined {
  const { id, time, text, title, withdrawn, imported, files } = message
  const file = withdrawn ? undefined : found.fileOf(id)
  if (file === undefined) return undefined
  const { text: said } = plainOf(title === undefined ? text : `${title}\n${text}`)
  const plain = [said, ...files.flatMap(({ name, alt }) => [name, alt])].filter((each) => each !== '').join('\n')
  const shown = plain.replace(/\s+/g, ' ')
  const short = shown.length > SHOWN ? `${shown.slice(0, SHOWN).toWellFormed()}…` : shown
  const who = nameIn(site, message)
  const when = isoMoment(imported?.at ?? time).slice(0, 10)
  return [wordsText(plain), short, who, site.spaceName(found.space.id), when, file, messageAnchor(id)]
}

/** A text's words with a space around each. */
export function wordsText(text: string): string {
  const { words } = wordsOf(text.normalize('NFC'))
  return words.length === 0 ? '' : ` ${words.map(({ word }) => word).join(' ')} `
}

/** JSON is a script as it stands, but for what could end one where it is written into a page. */
function scriptText(row: Row): string {
  return JSON.stringify(row).replace(
    /[<>\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function textFile(path: string, text: string): ArchiveFile {
  return {
    path,
    *content() {
      yield new TextEncoder().encode(text)
    },
  }
}
