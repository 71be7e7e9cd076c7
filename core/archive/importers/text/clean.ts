/** What imported texts go through last, whatever system they came from. */
import { cleanOptionalLine, cleanOptionalText, isEmoji, LIMITS, mentionsOf, utf8 } from '../../../shared/index.ts'
import { digestName } from './digest.ts'

/** A text in our Markdown: bounded, without control characters, naming nobody who lives here. */
export function cleanBody(text: string): { readonly text: string; readonly isCut: boolean } {
  const short = text.length > LIMITS.messageBytes ? text.slice(0, LIMITS.messageBytes) : text
  const clean = visible(unmentioned(cleanOptionalText(short, { chars: Number.POSITIVE_INFINITY })))
  const fit = fitted(clean)
  return { text: fit, isCut: fit.length < clean.length || short.length < text.length }
}

/** A name or title in one line, cut when it is too long; `otherwise` when nothing of it can be seen. */
export function cleanName(text: string, most: number, otherwise: string): string {
  const line = cleanOptionalLine(text.slice(0, 4 * most + 100), Number.POSITIVE_INFINITY)
  return [...line].slice(0, most).join('').trim() || otherwise
}

/** What another system calls a message, short enough to be kept. */
export function cleanId(id: string): string {
  return id !== '' && id.length <= LIMITS.importIdChars && /^[\x21-\x7e]+$/.test(id) ? id : digestName(id)
}

/** An emoji, or the name of one of their own between colons; nothing for anything else. */
export function cleanEmoji(text: string): string | undefined {
  if (isEmoji(text)) return text
  // Some systems leave out the selector that asks for the coloured form.
  if (text.length < LIMITS.emojiUnits && isEmoji(`${text}\uFE0F`)) return `${text}\uFE0F`
  const name = text.replace(/^:|:$/g, '')
  return /^[\w+-]{1,38}$/.test(name) ? `:${name}:` : undefined
}

/** A moment another system claims, ms; nothing when it is none. Before 1980 there were no such systems. */
export function cleanTime(ms: number): number | undefined {
  return Number.isFinite(ms) && ms >= Date.UTC(1980, 0) && ms <= Date.UTC(2200, 0) ? Math.floor(ms) : undefined
}

/** As Markdown that shows just these characters. */
export function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>~#|]/g, '\\$&')
}

/** Inside a link's brackets, and its address: nothing that would end either. */
export function link(href: string, label: string): string {
  const address = safeAddress(href)
  const shown = label.replace(/\s+/g, ' ').trim()
  if (address === undefined) return plain(shown || href)
  return shown === '' || shown === href ? `<${address}>` : `[${plain(shown)}](${address})`
}

function safeAddress(href: string): string | undefined {
  if (!/^(?:https?:\/\/|mailto:)/i.test(href) || href.length > 2000) return undefined
  return href.replace(/[\s<>()[\]\\"'`]/g, (each) =>
    encodeURIComponent(each).replace('(', '%28').replace(')', '%29').replace("'", '%27'),
  )
}

/** Members who live here are not named by what was said elsewhere. */
function unmentioned(text: string): string {
  return mentionsOf(text).length > 0 ? text.replaceAll('[', '\\[') : text
}

const visible = (text: string): string => (/[\p{L}\p{N}\p{P}\p{S}]/u.test(text) ? text : '')

function fitted(text: string): string {
  if (text.length * 3 <= LIMITS.messageBytes) return text
  let chars = text
  while (utf8(chars).length > LIMITS.messageBytes - 8) chars = chars.slice(0, Math.floor(chars.length * 0.9))
  return chars.length < text.length ? `${chars.toWellFormed().trimEnd()} …` : text
}
