/** Discourse's own marks in posts, in our Markdown. */
import { withEmoji } from '../text/emoji.ts'

export function discourseText(raw: string): string {
  const quoted = raw.replace(
    /\[quote(?:="?([^",\]\n]{0,100})[^\]\n]*)?\]\n?([\s\S]*?)\n?\[\/quote\]/g,
    (_, who: string | undefined, inside: string) => `${who ? `> **${who}:**\n` : ''}${inside.replace(/^/gm, '> ')}\n`,
  )
  return withEmoji(quoted)
    .replace(/!\[([^\]|\n]*)(?:\|[^\]\n]*)?\]\(upload:\/\/[^)\s]*\)/g, '📎 $1')
    .replace(/\[([^\]|\n]*)\|attachment\]\(upload:\/\/[^)\s]*\)/g, '📎 $1')
}
