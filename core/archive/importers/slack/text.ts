/** Slack's own way of marking texts up, in our Markdown. */
import { link, plain } from '../text/clean.ts'
import { withEmoji } from '../text/emoji.ts'

/** @param names of people by their id */
export function slackText(text: string, names: ReadonlyMap<string, string>): string {
  // What stands in code stays as it is.
  const parts = text.split(/(```[\s\S]*?```|`[^`\n]*`)/)
  return parts.map((part, at) => (at % 2 === 1 ? unescaped(part) : marked(part, names))).join('')
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

function marked(text: string, names: ReadonlyMap<string, string>): string {
  return text
    .split(/(<[^<>\n]*>)/)
    .map((part, at) => (at % 2 === 1 ? reference(part.slice(1, -1), names) : words(part)))
    .join('')
}

function words(text: string): string {
  const bold = text.replace(/(^|[\s([{"'_~])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?=$|[\s)\]}"'.,:;!?_~])/g, '$1**$2**')
  const struck = bold.replace(/(^|[\s([{"'_*])~([^\s~](?:[^~\n]*[^\s~])?)~(?=$|[\s)\]}"'.,:;!?_*])/g, '$1~~$2~~')
  return unescaped(withEmoji(struck.replace(/^&gt;&gt;&gt; ?/gm, '> ').replace(/^&gt; ?/gm, '> ')))
}

/** `<@U1|ada>`, `<#C1|general>`, `<!here>`, `<https://…|label>`. */
function reference(inside: string, names: ReadonlyMap<string, string>): string {
  const [to = '', label = ''] = inside.split('|', 2).map(unescaped)
  if (to.startsWith('@')) return `@${plain(names.get(to.slice(1)) ?? (label || to.slice(1)))}`
  if (to.startsWith('#')) return `#${plain(label || to.slice(1))}`
  if (to.startsWith('!')) return plain(label || `@${to.slice(1).split('^')[0] ?? ''}`)
  return link(to, label)
}
