/** What stands around every page: its head, the way to all other pages, and where it ends. */
import { anchor, type Child, documentText, el, type Markup } from './html.ts'
import { link, type Site } from './site.ts'
import { filled } from './words/index.ts'

export interface Page {
  /** From the root of the site. */
  readonly path: string
  readonly title: string
  /** Places above it, the nearest last. */
  readonly crumbs?: readonly { readonly name: string; readonly path?: string | undefined }[]
  /** Scripts it runs besides the switch of its theme, from the root of the site. */
  readonly scripts?: readonly string[]
  readonly body: Child
}

/** Nothing runs, and nothing is shown, but what lies beside the page. */
const POLICY = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'",
  "base-uri 'none'; form-action 'none'",
].join('; ')

export function pageText(site: Site, page: Page): string {
  const { code, dir } = site.tongue
  return documentText(el('html', { lang: code, dir }, head(site, page), body(site, page)))
}

function head(site: Site, { path, title, scripts = [] }: Page): Markup {
  const name = title === site.name ? filled(site.tongue.words.archiveOf, { name: title }) : `${title} · ${site.name}`
  return el(
    'head',
    {},
    el('meta', { charset: 'utf-8' }),
    el('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    el('meta', { name: 'referrer', content: 'no-referrer' }),
    el('meta', { name: 'color-scheme', content: 'light dark' }),
    el('title', {}, name),
    el('link', { rel: 'stylesheet', href: link(path, 'site/style.css') }),
    // Before anything is painted, so that a page chosen to be dark does not flash.
    el('script', { src: link(path, 'site/theme.js') }),
    scripts.map((script) => el('script', { src: link(path, script), defer: true })),
  )
}

function body(site: Site, page: Page): Markup {
  const { words } = site.tongue
  const { path, crumbs = [] } = page
  const places = [
    { name: words.places.home, path: 'index.html' },
    { name: words.places.people, path: 'site/people.html' },
    { name: words.places.decisions, path: 'site/decisions.html' },
    { name: words.places.search, path: 'site/search.html' },
  ]
  const item = ({ name, path: to }: { name: string; path: string }) =>
    el('li', {}, el('a', { href: link(path, to), 'aria-current': to === path ? 'page' : undefined }, name))
  const above = crumbs.map(({ name, path: to }) =>
    el('li', {}, to === undefined ? el('bdi', {}, name) : el('a', { href: link(path, to) }, el('bdi', {}, name))),
  )
  return el(
    'body',
    {},
    el('a', { class: 'skip', href: anchor('content') }, words.skip),
    el(
      'header',
      { class: 'top' },
      el('a', { class: 'name', href: link(path, 'index.html') }, el('bdi', {}, site.name)),
      el('nav', { 'aria-label': words.menu }, el('ul', {}, places.map(item))),
      // The script puts a button here: without it there is nothing to switch.
      el('div', { class: 'switch', 'data-dark': words.dark, 'data-light': words.light }),
    ),
    above.length === 0 ? undefined : el('nav', { class: 'crumbs', 'aria-label': words.talk.back }, el('ul', {}, above)),
    el('main', { id: 'content', tabindex: -1 }, page.body),
    el('footer', {}, el('p', {}, words.footer), el('p', {}, words.utc)),
  )
}

/** Bytes of a page. */
export function pageBytes(site: Site, page: Page): Uint8Array {
  return new TextEncoder().encode(pageText(site, page))
}
