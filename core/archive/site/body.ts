/** A text as its writer meant it: elements made one by one from the allowed tree. */
import { type Block, type Inline, type Mention, messageLinkOf, parseMarkup } from '../../shared/index.ts'
import { type Child, el, type Href, type Markup, outside } from './html.ts'

/** Where links inside a community lead, and what its members are called. */
export interface BodyScene {
  readonly mention: (of: Mention, text: string) => { readonly name: string; readonly href?: Href | undefined }
  readonly message: (href: NonNullable<ReturnType<typeof messageLinkOf>>) => Href | undefined
}

export function bodyOf(text: string, scene: BodyScene): Markup {
  return el('div', { class: 'body', dir: 'auto' }, new Body(scene).blocks(parseMarkup(text)))
}

class Body {
  readonly #scene: BodyScene

  constructor(scene: BodyScene) {
    this.#scene = scene
  }

  blocks(list: readonly Block[]): Child {
    return list.map((block) => this.#block(block))
  }

  #block(block: Block): Markup {
    switch (block.type) {
      case 'paragraph':
        return el('p', { dir: 'auto' }, this.#line(block.children))
      // No real headings: a message must not reach into the outline of the page.
      case 'heading':
        return el('p', { dir: 'auto', class: `heading-${block.level}` }, this.#line(block.children))
      case 'quote':
        return el('blockquote', {}, this.blocks(block.children))
      case 'list': {
        const items = block.items.map((item) => el('li', {}, this.blocks(item)))
        return block.start === undefined ? el('ul', {}, items) : el('ol', { start: block.start }, items)
      }
      case 'code':
        return el('pre', { dir: 'ltr', tabindex: 0 }, el('code', {}, block.text))
      case 'table':
        return this.#table(block.rows)
      case 'rule':
        return el('hr', {})
    }
  }

  #table([head = [], ...rows]: readonly (readonly (readonly Inline[])[])[]): Markup {
    const top = el(
      'tr',
      {},
      head.map((cell) => el('th', { scope: 'col' }, this.#line(cell))),
    )
    const rest = rows.map((row) =>
      el(
        'tr',
        {},
        row.map((cell) => el('td', {}, this.#line(cell))),
      ),
    )
    const body = rest.length === 0 ? undefined : el('tbody', {}, rest)
    return el('div', { class: 'table', tabindex: 0 }, el('table', {}, el('thead', {}, top), body))
  }

  #line(line: readonly Inline[]): Child {
    return line.map((part) => this.#part(part))
  }

  #part(part: Inline): Child {
    switch (part.type) {
      case 'text':
        return part.text
      case 'code':
        return el('code', {}, part.text)
      case 'break':
        return el('br', {})
      case 'strong':
      case 'em':
        return el(part.type, {}, this.#line(part.children))
      case 'strike':
        return el('s', {}, this.#line(part.children))
      case 'link':
        return this.#link(part.href, this.#line(part.children))
      case 'mention': {
        const { name, href } = this.#scene.mention(part.of, part.text)
        const shown = el('bdi', {}, `@${name}`)
        return href ? el('a', { href, class: 'mention' }, shown) : el('span', { class: 'mention' }, shown)
      }
    }
  }

  #link(to: string, words: Child): Child {
    const message = messageLinkOf(to)
    const href = message ? this.#scene.message(message) : outside(to)
    if (!href) return words
    return message ? el('a', { href }, words) : el('a', { href, rel: 'noopener noreferrer', title: to }, words)
  }
}
