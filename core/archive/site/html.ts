/**
 * Pages are made from elements, never from text with angle brackets in it: whatever is not made here by `el` is escaped. What comes out
 * is HTML that is well-formed XML as well, so that any reader, however strict, makes the same of it.
 */

const made: unique symbol = Symbol('markup')

/** A piece of a page that was made here. */
export interface Markup {
  readonly [made]: string
}

export type Child = Markup | string | undefined | readonly Child[]

/** Where a link or a source leads; made by `inside`, `anchor` and `outside` alone. */
export interface Href {
  readonly [made]: string
}

const BLANK = new Set(['br', 'hr', 'img', 'input', 'link', 'meta', 'wbr'])

export type Tag =
  | ('html' | 'head' | 'body' | 'title' | 'meta' | 'link' | 'script' | 'header' | 'main' | 'nav' | 'footer' | 'section')
  | ('article' | 'aside' | 'h1' | 'h2' | 'h3' | 'p' | 'a' | 'ul' | 'ol' | 'li' | 'dl' | 'dt' | 'dd' | 'div' | 'span')
  | (
      | 'strong'
      | 'em'
      | 's'
      | 'code'
      | 'pre'
      | 'blockquote'
      | 'br'
      | 'hr'
      | 'table'
      | 'caption'
      | 'thead'
      | 'tbody'
      | 'tr'
    )
  | ('th' | 'td' | 'time' | 'bdi' | 'details' | 'summary' | 'form' | 'label' | 'input' | 'button' | 'img')
  | ('audio' | 'video')

/** Nothing that runs or loads by itself is among them but `src` and `href`, which take no plain text. */
export interface Attributes {
  readonly href?: Href | undefined
  readonly src?: Href | undefined
  readonly class?: string | undefined
  readonly id?: string | undefined
  readonly lang?: string | undefined
  readonly dir?: 'ltr' | 'rtl' | 'auto' | undefined
  readonly title?: string | undefined
  readonly datetime?: string | undefined
  readonly rel?: string | undefined
  readonly charset?: string | undefined
  readonly name?: string | undefined
  readonly content?: string | undefined
  readonly 'http-equiv'?: string | undefined
  readonly type?: string | undefined
  readonly role?: string | undefined
  readonly scope?: 'col' | 'row' | undefined
  readonly start?: number | undefined
  readonly tabindex?: 0 | -1 | undefined
  readonly alt?: string | undefined
  readonly for?: string | undefined
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly hidden?: boolean | undefined
  readonly open?: boolean | undefined
  readonly defer?: boolean | undefined
  readonly controls?: boolean | undefined
  readonly preload?: 'none' | 'metadata' | undefined
  readonly loading?: 'lazy' | undefined
  /** Empty: under the name the file has. */
  readonly download?: '' | undefined
  readonly [data: `data-${string}`]: string | undefined
  readonly [aria: `aria-${string}`]: string | undefined
}

export function el(tag: Tag, attributes: Attributes, ...children: readonly Child[]): Markup {
  const head = `<${tag}${Object.entries(attributes).map(attribute).join('')}`
  return { [made]: BLANK.has(tag) ? `${head}/>` : `${head}>${children.map(textOf).join('')}</${tag}>` }
}

/** The bytes of a page begin so. */
export function documentText(html: Markup): string {
  return `<!DOCTYPE html>\n${html[made]}\n`
}

export function markupTextOf(markup: Child): string {
  return textOf(markup)
}

/** A file of the same site, from the folder a page lies in: letters, digits, `-`, `_`, `.` and `/` alone. */
export function inside(path: string, fragment = ''): Href {
  const clean = path.replace(/[^A-Za-z0-9_./-]/g, '')
  return { [made]: fragment === '' ? clean : `${clean}#${fragmentOf(fragment)}` }
}

/** A place on the same page. */
export function anchor(fragment: string): Href {
  return { [made]: `#${fragmentOf(fragment)}` }
}

const OUTWARD = /^(?:https?:\/\/[^\s/]|mailto:[^\s])/i

/** Somewhere else; nothing for schemes that could do more than lead there. */
export function outside(url: string): Href | undefined {
  return OUTWARD.test(url) ? { [made]: url } : undefined
}

function fragmentOf(text: string): string {
  return text.replace(/[^A-Za-z0-9_.-]/g, '')
}

function attribute([name, value]: readonly [string, string | number | boolean | Href | undefined]): string {
  if (value === undefined || value === false) return ''
  const text = value === true ? name : typeof value === 'object' ? value[made] : String(value)
  return ` ${name}="${escaped(text)}"`
}

function textOf(child: Child): string {
  if (child === undefined) return ''
  if (typeof child === 'string') return escaped(child)
  return isMarkup(child) ? child[made] : child.map(textOf).join('')
}

function isMarkup(child: Markup | readonly Child[]): child is Markup {
  return made in child
}

const NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const MARKED = /[&<>"']/g
/** What XML knows no way to write. */
const UNWRITABLE = /[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(UNWRITABLE, '\uFFFD')
    .replace(MARKED, (mark) => NAMES[mark] ?? '')
}
