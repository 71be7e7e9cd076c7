/** A quote as it is written in a text: who said it, with a link to it, and what. Pure. */
import { linkTo } from '../chat/index.ts'

/** @param said whole lines of markup, or what somebody chose of them */
export function quoteOf(who: string, href: string, said: string): string {
  const lines = said
    .trim()
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
  return `> ${linkTo(who, href)}\n>\n${lines.join('\n')}\n\n`
}
