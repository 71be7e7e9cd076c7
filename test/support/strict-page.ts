/** Reads a page as the strictest of readers would: well-formed XML with quoted attributes and five entities, or an error. */

export interface StrictPage {
  readonly ids: ReadonlySet<string>
  /** What `href` and `src` say, entities read. */
  readonly links: readonly string[]
  readonly tags: readonly string[]
  readonly attributes: readonly (readonly [string, string])[]
  /** All text, entities read. */
  readonly text: string
}

const TAG = /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)(\/?)>/y
const TEXT = /[^<>]+/y
const ENTITY = /&(?:amp|lt|gt|quot|#39);|&/g
const READ: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" }

export function strictPage(page: string): StrictPage {
  const begin = '<!DOCTYPE html>\n'
  if (!page.startsWith(begin)) throw new SyntaxError('no doctype')
  if (/[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(page)) throw new SyntaxError('not of XML')
  const [open, ids, links, tags, texts]: [string[], Set<string>, string[], string[], string[]] = [
    [],
    new Set(),
    [],
    [],
    [],
  ]
  const attributes: (readonly [string, string])[] = []
  for (let at = begin.length; at < page.length;) {
    TAG.lastIndex = at
    TEXT.lastIndex = at
    const tag = TAG.exec(page)
    const text = tag ? undefined : TEXT.exec(page)
    if (text) {
      texts.push(read(text[0]))
      at = TEXT.lastIndex
      continue
    }
    if (!tag) throw new SyntaxError(`neither tag nor text: ${page.slice(at, at + 80)}`)
    at = TAG.lastIndex
    const [, closes, name = '', rest = '', blank] = tag
    if (closes === '/') {
      const opened = open.pop()
      if (opened !== name) throw new SyntaxError(`${name} closes ${opened}`)
      continue
    }
    if (blank !== '/') open.push(name)
    tags.push(name)
    const known = new Set<string>()
    for (const [, key = '', value = ''] of rest.matchAll(/ ([a-z-]+)="([^"]*)"/g)) {
      if (known.has(key)) throw new SyntaxError(`${key} twice`)
      known.add(key)
      const said = read(value)
      attributes.push([key, said])
      if (key === 'id' && ids.has(said)) throw new SyntaxError(`two things are called ${said}`)
      if (key === 'id') ids.add(said)
      if (key === 'href' || key === 'src') links.push(said)
    }
  }
  if (open.length > 0) throw new SyntaxError(`${open.join(' ')} not closed`)
  return { ids, links, tags, attributes, text: texts.join('') }
}

function read(text: string): string {
  return text.replace(ENTITY, (entity) => {
    const meant = READ[entity]
    if (meant === undefined) throw new SyntaxError(`${entity} in ${text.slice(0, 80)}`)
    return meant
  })
}

/** Links of all pages that lead nowhere. */
export function lostLinks(texts: ReadonlyMap<string, string>): string[] {
  const pages = new Map(
    [...texts].filter(([path]) => path.endsWith('.html')).map(([path, text]) => [path, strictPage(text)]),
  )
  return [...pages].flatMap(([path, { links }]) =>
    links.filter((link) => {
      if (/^(?:https?:\/\/|mailto:)/i.test(link)) return false
      const to = new URL(link, `file:///site/${path}`)
      const file = to.pathname.slice('/site/'.length)
      const fragment = decodeURIComponent(to.hash.slice(1))
      if (to.protocol !== 'file:' || !texts.has(file)) return true
      return fragment !== '' && !pages.get(file)?.ids.has(fragment)
    }),
  )
}
