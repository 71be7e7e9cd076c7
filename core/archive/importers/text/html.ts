/**
 * HTML to our Markdown by an allow-list: what a handful of elements mean is kept, every other element is left out and its text stays;
 * scripts, styles and forms go with their content. Nothing of it is ever shown as HTML.
 */
import { link, plain } from './clean.ts'
import { unescaped } from './entities.ts'

const SILENT = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'svg',
  'math',
  'iframe',
  'object',
  'noscript',
  'textarea',
  'select',
  'form',
])
const LINES = new Set([
  'p',
  'div',
  'ul',
  'ol',
  'table',
  'tr',
  'section',
  'article',
  'header',
  'footer',
  'figure',
  'dl',
  'dt',
  'dd',
])
const MARKS: Readonly<Record<string, string>> = {
  b: '**',
  strong: '**',
  i: '_',
  em: '_',
  s: '~~',
  del: '~~',
  strike: '~~',
}
/** Elements inside one another that are told apart; what is deeper is text. */
const MOST_DEPTH = 200

/** A tag, comment or declaration; a `<` that begins none of them is text. */
const TAG = /<!--[\s\S]*?(?:-->|$)|<[!?][^>]*(?:>|$)|<(\/?)([A-Za-z][A-Za-z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/g

/** Characters of HTML that are looked at: a text that is shown has far fewer. */
const MOST = 128 * 1024

export function htmlText(all: string): string {
  const html = all.slice(0, MOST)
  const out = new Writing()
  let from = 0
  for (const found of html.matchAll(TAG)) {
    out.text(html.slice(from, found.index))
    from = found.index + found[0].length
    const [, slash, name, attributes = ''] = found
    if (name === undefined) continue
    if (slash === '/') out.close(name.toLowerCase())
    else out.open(name.toLowerCase(), attributes)
  }
  out.text(html.slice(from))
  return out.end()
}

interface Open {
  readonly name: string
  /** Where in the text it began. */
  readonly at: number
  readonly href?: string | undefined
}

class Writing {
  #out = ''
  readonly #open: Open[] = []
  /** What is left out with its content, and how often it is open. */
  #silent: { name: string; depth: number } | undefined

  text(raw: string): void {
    if (this.#silent || raw === '') return
    const text = unescaped(raw)
    if (this.#isIn('pre')) this.#out += text
    else this.#out += (this.#isIn('code') ? text : plain(text)).replace(/\s+/g, ' ')
  }

  open(name: string, attributes: string): void {
    if (this.#silent) {
      if (this.#silent.name === name) this.#silent.depth += 1
      return
    }
    if (SILENT.has(name)) {
      this.#silent = { name, depth: 1 }
      return
    }
    if (name === 'br') return this.#write('\n')
    if (name === 'hr') return this.#write('\n\n---\n\n')
    if (LINES.has(name)) this.#line()
    if (name === 'li') this.#write('\n- ')
    if (name === 'td' || name === 'th') this.#write(' ')
    if (/^h[1-6]$/.test(name)) this.#write(`\n\n${'#'.repeat(Number(name[1]))} `)
    if (name === 'pre') this.#write('\n\n```\n')
    if (this.#open.length >= MOST_DEPTH) return
    this.#open.push({ name, at: this.#out.length, href: name === 'a' ? attribute(attributes, 'href') : undefined })
  }

  close(name: string): void {
    if (this.#silent) {
      if (this.#silent.name === name && --this.#silent.depth === 0) this.#silent = undefined
      return
    }
    const at = this.#open.findLastIndex((each) => each.name === name)
    if (at < 0) return
    for (const each of this.#open.splice(at).toReversed()) this.#settle(each)
  }

  end(): string {
    for (const each of this.#open.splice(0).toReversed()) this.#settle(each)
    return this.#out
      .replace(/[^\S\n]+\n/g, '\n')
      .replace(/\n[^\S\n]+(?=\S)/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  }

  #settle({ name, at, href }: Open): void {
    const inside = this.#out.slice(at)
    const mark = MARKS[name]
    if (mark !== undefined && inside.trim() !== '' && !inside.includes('\n'))
      this.#out = `${this.#out.slice(0, at)}${wrapped(inside, mark)}`
    else if (name === 'a' && href !== undefined && !inside.includes('\n'))
      this.#out = this.#out.slice(0, at) + link(href, inside.replace(/\\(.)/g, '$1'))
    else if (name === 'code' && !this.#isIn('pre') && inside.trim() !== '')
      this.#out = `${this.#out.slice(0, at)}\`${inside.replaceAll('`', "'")}\``
    else if (name === 'pre') this.#write('\n```\n\n')
    else if (name === 'blockquote') this.#out = `${this.#out.slice(0, at)}\n\n${inside.trim().replace(/^/gm, '> ')}\n\n`
    else if (LINES.has(name) || /^h[1-6]$/.test(name)) this.#line()
  }

  #line(): void {
    if (this.#out !== '' && !this.#out.endsWith('\n\n')) this.#write('\n\n')
  }

  #write(text: string): void {
    this.#out += text
  }

  #isIn(name: string): boolean {
    return this.#open.some((each) => each.name === name)
  }
}

/** Spaces stand outside of the marks. */
function wrapped(inside: string, mark: string): string {
  const text = inside.trim()
  const [before = '', after = ''] = inside.split(text, 2)
  return `${before}${mark}${text}${mark}${after}`
}

function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes)
  return found ? unescaped((found[1] ?? found[2] ?? found[3] ?? '').trim()) : undefined
}
