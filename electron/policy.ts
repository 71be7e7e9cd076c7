/** What the shell allows, as pure decisions: no Electron, no clock, no file. */
import { LIMITS } from '../core/shared/index.ts'
import type { PermissionDetails, Rectangle } from './api.ts'

export const scheme = 'app'
export const host = 'folkmoot'
export const startPage = `${scheme}://${host}/`
/** Scheme of invite links, as the system knows it. */
export const linkScheme = 'folkmoot'

function parse(url: unknown): URL | undefined {
  return typeof url === 'string' && url.length <= LIMITS.inviteLinkChars ? (URL.parse(url) ?? undefined) : undefined
}

/** Only pages the app itself serves are its own; a custom scheme has no `origin` in every URL parser, so its parts are compared. */
export function isOwn(url: unknown): boolean {
  const parsed = parse(url)
  return parsed?.protocol === `${scheme}:` && parsed.host === host && parsed.username === '' && parsed.password === ''
}

/** Screens change inside one page: nothing may navigate, only the page itself may be loaded again. */
export function mayNavigate(url: string): boolean {
  const parsed = parse(url)
  return parsed !== undefined && isOwn(url) && parsed.pathname === '/' && parsed.search === ''
}

/** The window itself reaches nothing but its own files and what it made in memory; the network belongs to core. */
export function mayRequest(url: string): boolean {
  return isOwn(url) || /^(blob:app:\/\/folkmoot\/|data:|devtools:)/.test(url)
}

/** What a person saves comes from memory or from the app. */
export function mayDownload(url: string): boolean {
  return isOwn(url) || url.startsWith('blob:app://folkmoot/') || url.startsWith('data:')
}

const granted: ReadonlySet<string> = new Set(['media', 'notifications', 'clipboard-sanitized-write'])

/** Voice messages and QR codes, notifications, copying: asked by our own page, in its main frame. All else is denied. */
export function mayHave(permission: string, url: string | undefined, details: PermissionDetails): boolean {
  return granted.has(permission) && details.isMainFrame && isOwn(url)
}

/** The one message is heard only from the main frame of our own page. */
export function mayAskForPort(frame: { readonly url: string; readonly parent: unknown } | null): boolean {
  return frame !== null && frame.parent === null && isOwn(frame.url)
}

/** A link that may be opened outside, after the person agreed, and the words to ask with; anything else is undefined. */
export function externalLink(url: unknown): { readonly url: string; readonly place: string } | undefined {
  const parsed = parse(url)
  if (parsed === undefined || parsed.password !== '') return undefined
  if (parsed.protocol === 'https:' && parsed.username === '') return { url: parsed.href, place: parsed.host }
  // Without its query: a mail program may be told by it to attach a file.
  if (parsed.protocol === 'mailto:' && /^[^\s?&,;]+@[^\s?&,;]+$/.test(parsed.pathname)) {
    return { url: `mailto:${parsed.pathname}`, place: parsed.pathname }
  }
  return undefined
}

const invite = /^folkmoot:\/\/(join|device)\/?#([A-Za-z0-9_\-.~=&%+,:]+)$/

/**
 * An invite link, or one that adds a device, as core expects it, from anything the system may hand over. What it says is judged
 * by core. A recovery key is not taken this way: it would stand in the list of processes.
 */
export function inviteLink(text: unknown): string | undefined {
  if (typeof text !== 'string' || text.length > LIMITS.inviteLinkChars) return undefined
  const [, kind, payload] = invite.exec(text.trim()) ?? []
  return kind === undefined || payload === undefined ? undefined : `folkmoot://${kind}#${payload}`
}

/** The first invite link among the arguments of a start. */
export function inviteAmong(argv: readonly string[]): string | undefined {
  return argv.map(inviteLink).find((link) => link !== undefined)
}

/** The folder after `--profile`, if the start named one. */
export function profileAmong(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((arg) => arg === '--profile' || arg.startsWith('--profile='))
  const value = argv[at]?.startsWith('--profile=') ? argv[at].slice('--profile='.length) : argv[at + 1]
  return at === -1 || value === undefined || value === '' || value.startsWith('--') ? undefined : value
}

const second = 1000
/** Milliseconds after which a core that ran counts as healthy again. */
export const healthyAfter = 60 * second
/** Milliseconds before the core is started again, by how often it died in a row. */
export function restartDelay(deaths: number): number {
  return Math.min(30 * second, 250 * 2 ** Math.min(Math.max(deaths, 1) - 1, 10))
}

/** A window whose page keeps crashing is not loaded again for ever. */
export const reloadsInARow = 3

/**
 * Whether the system's keychain really guards the key. On Linux without one, Chromium seals by a password that is in its
 * source: it says `basic_text`, or, when a keychain was chosen but did not answer, only the seal's mark `v10` tells.
 */
export function keyProtection(
  platform: string,
  backend: string | undefined,
  sealed: Uint8Array,
): 'keychain' | 'plain-keychain' {
  if (platform !== 'linux') return 'keychain'
  const mark = String.fromCharCode(...sealed.subarray(0, 3))
  return backend === undefined || backend === 'basic_text' || backend === 'unknown' || mark === 'v10'
    ? 'plain-keychain'
    : 'keychain'
}

export const smallest = { width: 480, height: 480 } as const
const usual = { width: 1360, height: 860 } as const

/** Where the window opens: where it was, if enough of it would be seen on one of today's screens. */
export function openingBounds(
  saved: Partial<Rectangle> | undefined,
  areas: readonly Rectangle[],
): Partial<Rectangle> & {
  readonly width: number
  readonly height: number
} {
  const width = clamp(saved?.width, smallest.width, usual.width)
  const height = clamp(saved?.height, smallest.height, usual.height)
  const { x, y } = saved ?? {}
  if (!isWhole(x) || !isWhole(y)) return { width, height }
  const seen = areas.some(
    (area) =>
      Math.min(x + width, area.x + area.width) - Math.max(x, area.x) >= 200 &&
      y >= area.y - 10 &&
      y <= area.y + area.height - 100,
  )
  return seen ? { x, y, width, height } : { width, height }
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}

function clamp(value: unknown, least: number, otherwise: number): number {
  return isWhole(value) ? Math.min(Math.max(value, least), 16_384) : otherwise
}
