/** The way through the pages of one list. */
import { el, type Href, type Markup } from './html.ts'
import type { Site } from './site.ts'
import { filled } from './words/index.ts'

/**
 * Nothing where there is but one page.
 * @param at the page shown, counted from 0
 * @param href of a page of that number
 * @param again whether the same stands above already: a landmark is one once
 */
export function pager(
  { tongue }: Site,
  at: number,
  all: number,
  href: (page: number) => Href,
  again = false,
): Markup | undefined {
  if (all < 2) return undefined
  const { talk } = tongue.words
  const step = (to: number, name: string, rel?: string) =>
    to === at || to < 0 || to >= all
      ? el('span', { class: 'off', 'aria-hidden': 'true' }, name)
      : el('a', { href: href(to), rel }, name)
  return el(
    again ? 'div' : 'nav',
    { class: 'pager', role: again ? 'group' : undefined, 'aria-label': talk.pages },
    step(0, talk.first),
    step(at - 1, talk.earlier, 'prev'),
    el('span', { class: 'here' }, filled(talk.page, { n: at + 1, all })),
    step(at + 1, talk.later, 'next'),
    step(all - 1, talk.latest),
  )
}
