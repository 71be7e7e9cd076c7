/**
 * The one reader of what people write: Markdown to a small tree of allowed things. Screens, search and archives all use it.
 * HTML is text here, pictures from elsewhere do not exist, links lead only to the schemes below, and the tree is bounded:
 * a text that would make too much of it is shown as it was typed.
 */
import newReader, { type MarkdownIt, type Token } from 'markdown-it'
import { LIMITS } from './limits.ts'
import { mentionOf, messageLinkOf, type Mention } from './markup/links.ts'

export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'break' }
  | { readonly type: 'strong' | 'em' | 'strike'; readonly children: readonly Inline[] }
  | { readonly type: 'link'; readonly href: string; readonly children: readonly Inline[] }
  /** `text` is what the writer saw, beginning with an @: the name may be another by now. */
  | { readonly type: 'mention'; readonly of: Mention; readonly text: string }

export type Block =
  | { readonly type: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly type: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly type: 'quote'; readonly children: readonly Block[] }
  | { readonly type: 'list'; readonly start: number | undefined; readonly items: readonly (readonly Block[])[] }
  | { readonly type: 'code'; readonly language: string; readonly text: string }
  | { readonly type: 'table'; readonly rows: readonly (readonly (readonly Inline[])[])[] }
  | { readonly type: 'rule' }

/** Characters read as Markdown; longer texts are shown as typed. */
const mostChars = 64 * 1024
/** Tokens a text may come to. */
const mostTokens = 6000
/** Blocks inside one another. */
const mostDepth = 20

const outward = /^(?:https?:\/\/[^\s/]|mailto:[^\s]|folkmoot:\/\/)/i
const allowedLink = (href: string): boolean => outward.test(href) || messageLinkOf(href) !== undefined

let reader: MarkdownIt | undefined

/** Made at first use: core and the shell import this room without reading Markdown. */
function markdown(): MarkdownIt {
  if (reader) return reader
  reader = newReader({ html: false, breaks: true, linkify: true, typographer: false, maxNesting: 60 })
  reader.disable(['image', 'reference', 'html_block', 'html_inline'])
  reader.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  reader.validateLink = (href) => allowedLink(href) || mentionOf(href) !== undefined
  return reader
}

export function parseMarkup(text: string): readonly Block[] {
  if (text.length > mostChars) return asTyped(text)
  const tokens = markdown().parse(text, {})
  const size = tokens.reduce((sum, { children }) => sum + 1 + (children?.length ?? 0), 0)
  const deep = tokens.some(({ level }) => level > mostDepth)
  return size > mostTokens || deep ? asTyped(text) : new Walk(tokens).blocks()
}

function asTyped(text: string): readonly Block[] {
  const lines = text.split('\n')
  if (lines.length > mostTokens) return [{ type: 'code', language: '', text }]
  const children = lines.flatMap((line, index): Inline[] => {
    const here: Inline = { type: 'text', text: line }
    return index === 0 ? [here] : [{ type: 'break' }, here]
  })
  return [{ type: 'paragraph', children }]
}

/** Reads a flat run of tokens, in which a thing with children is an opening and a closing one. */
class Walk {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  #next(): Token | undefined {
    const token = this.#tokens[this.#at]
    this.#at += 1
    return token
  }

  blocks(until?: string): Block[] {
    const found: Block[] = []
    for (let token = this.#next(); token && token.type !== until; token = this.#next()) {
      const block = this.#block(token)
      if (block) found.push(block)
    }
    return found
  }

  #block(token: Token): Block | undefined {
    switch (token.type) {
      case 'paragraph_open':
        return { type: 'paragraph', children: this.#line('paragraph_close') }
      case 'heading_open':
        return { type: 'heading', level: Number(token.tag.slice(1)), children: this.#line('heading_close') }
      case 'blockquote_open':
        return { type: 'quote', children: this.blocks('blockquote_close') }
      case 'bullet_list_open':
        return { type: 'list', start: undefined, items: this.#items('bullet_list_close') }
      case 'ordered_list_open':
        return { type: 'list', start: Number(token.attrGet('start') ?? 1), items: this.#items('ordered_list_close') }
      case 'fence':
      case 'code_block':
        return {
          type: 'code',
          language: (token.info.trim().split(/\s/)[0] ?? '').slice(0, 30),
          text: token.content.replace(/\n$/, ''),
        }
      case 'table_open':
        return { type: 'table', rows: this.#rows() }
      case 'hr':
        return { type: 'rule' }
      // A kind of token nobody allowed: its words are kept, its meaning is not.
      default:
        return token.content === ''
          ? undefined
          : { type: 'paragraph', children: [{ type: 'text', text: token.content }] }
    }
  }

  #items(until: string): Block[][] {
    const items: Block[][] = []
    for (let token = this.#next(); token && token.type !== until; token = this.#next()) {
      if (token.type === 'list_item_open') items.push(this.blocks('list_item_close'))
    }
    return items
  }

  #rows(): Inline[][][] {
    const rows: Inline[][][] = []
    for (let token = this.#next(); token && token.type !== 'table_close'; token = this.#next()) {
      if (token.type === 'tr_open') rows.push([])
      else if (token.type === 'inline') rows.at(-1)?.push(inlines(token.children ?? []))
    }
    return rows
  }

  #line(until: string): Inline[] {
    const line: Inline[] = []
    for (let token = this.#next(); token && token.type !== until; token = this.#next()) {
      if (token.type === 'inline') line.push(...inlines(token.children ?? []))
    }
    return line
  }
}

const spans: Readonly<Record<string, 'strong' | 'em' | 'strike'>> = {
  strong_open: 'strong',
  em_open: 'em',
  s_open: 'strike',
}

function inlines(tokens: readonly Token[]): Inline[] {
  const top: Inline[] = []
  const open: Inline[][] = [top]
  // Links do not nest, so there is one at most.
  let mention: Mention | undefined
  for (const token of tokens) {
    const here = open.at(-1) ?? top
    const span = spans[token.type]
    const children: Inline[] = []
    if (span) here.push({ type: span, children })
    const href = token.type === 'link_open' ? String(token.attrGet('href') ?? '') : ''
    // `[words]()` is a link to the library, and leads nowhere: its words are kept.
    const isLink = allowedLink(href)
    if (isLink) here.push({ type: 'link', href, children })
    const begun = mentionOf(href)
    if (token.nesting === 1) open.push(span || isLink || begun ? children : here)
    else if (token.nesting === -1) open.pop()
    else if (token.type === 'softbreak' || token.type === 'hardbreak') here.push({ type: 'break' })
    else if (token.type === 'code_inline') here.push({ type: 'code', text: token.content })
    else if (token.content !== '') here.push({ type: 'text', text: token.content })
    if (begun) mention = begun
    else if (mention && token.type === 'link_close') {
      ;(open.at(-1) ?? top).push(...mentionOrWords(mention, here))
      mention = undefined
    }
  }
  return top
}

/** What does not begin with an @ would mention somebody behind other words; and no name is longer than names may be. */
function mentionOrWords(of: Mention, children: readonly Inline[]): readonly Inline[] {
  const text = wordsOf(children)
  const isName = /^@[^\n]+$/.test(text) && [...text].length <= 1 + LIMITS.nameChars
  return isName ? [{ type: 'mention', of, text }] : children
}

/** The words of a text without its marks: for search, notices and those who listen. */
export function markupText(blocks: readonly Block[]): string {
  return blocks.map(wordsOfBlock).join('\n')
}

function wordsOfBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return wordsOf(block.children)
    case 'quote':
      return markupText(block.children)
    case 'list':
      return block.items.map(markupText).join('\n')
    case 'table':
      return block.rows.map((row) => row.map(wordsOf).join(' ')).join('\n')
    case 'code':
      return block.text
    case 'rule':
      return ''
  }
}

function wordsOf(line: readonly Inline[]): string {
  return line
    .map((part) => {
      if (part.type === 'break') return '\n'
      return 'children' in part ? wordsOf(part.children) : part.text
    })
    .join('')
}
