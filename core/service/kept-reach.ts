/** The person's switches of the network, as they are kept in the profile. */
import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { z } from 'zod'
import { reachSettings } from '../contract/index.ts'
import { LIMITS, REACH_DEFAULTS, type ReachSettings } from '../shared/index.ts'
import type { Profile } from '../storage/index.ts'
import { networkErrors } from './errors.ts'

const NAME = 'reach'

const { lanOnly, hideAddress, helpConnect, openRouter, port } = reachSettings.shape
const kept = z.object({
  lanOnly: lanOnly.catch(REACH_DEFAULTS.lanOnly),
  hideAddress: hideAddress.catch(REACH_DEFAULTS.hideAddress),
  helpConnect: helpConnect.catch(REACH_DEFAULTS.helpConnect),
  openRouter: openRouter.catch(REACH_DEFAULTS.openRouter),
  port: port.catch(REACH_DEFAULTS.port),
  addresses: z
    .array(z.unknown())
    .catch([])
    .transform((all) => all.flatMap((each) => readAddress(each) ?? []).slice(0, LIMITS.peerAddresses)),
})

/** What is kept, field by field: one that is missing or spoilt is as if it had never been changed. */
export function keptReach({ settings }: Pick<Profile, 'settings'>): ReachSettings {
  const read = kept.safeParse(settings.get(NAME))
  if (!read.success) return REACH_DEFAULTS
  // Whoever hides is not shown because of another switch that says otherwise.
  return { ...read.data, helpConnect: read.data.helpConnect && !read.data.hideAddress }
}

export function keepReach({ settings }: Pick<Profile, 'settings'>, reach: ReachSettings): void {
  settings.set(NAME, { ...reach, addresses: [...reach.addresses] })
}

/** The switches with a change, in their one spelling. @throws network/… */
export function changedReach(before: ReachSettings, change: Partial<ReachSettings>): ReachSettings {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const wish: ReachSettings = { ...before, ...given }
  if (wish.hideAddress && wish.helpConnect) throw networkErrors('contradiction')
  const addresses = [...new Set(wish.addresses.map(cleanAddress))]
  if (addresses.length > LIMITS.peerAddresses)
    throw networkErrors('too-many-addresses', { details: { most: LIMITS.peerAddresses } })
  return { ...wish, addresses }
}

/** A multiaddr of what a person wrote: `host:port`, `[ip6]:port`, or one already. @throws network/address-form, network/address-here */
export function cleanAddress(text: string): string {
  const typed = text.trim()
  const shown = { details: { address: typed.slice(0, 100) } }
  const found =
    typed.length > LIMITS.addressChars ? undefined : typed.startsWith('/') ? multiaddrIn(typed) : hostIn(typed)
  const address = found && spelt(found)
  if (!address) throw networkErrors('address-form', shown)
  if (isHere(found.host)) throw networkErrors('address-here', shown)
  return address
}

interface Found {
  readonly host: string
  readonly port: string
}

function multiaddrIn(text: string): Found | undefined {
  const [, kind, host, port] = /^\/(ip4|ip6|dns[46]?)\/([^/]+)\/tcp\/(\d{1,5})(?:\/p2p\/[^/]+)?$/.exec(text) ?? []
  if (host === undefined || port === undefined) return undefined
  const wanted = kind === 'ip4' ? 4 : kind === 'ip6' ? 6 : 0
  return isIP(host) === wanted ? { host, port } : undefined
}

function hostIn(text: string): Found | undefined {
  const [, six, other, port] = /^(?:\[([^\]]+)\]|([^\s:/[\]]+)):(\d{1,5})$/.exec(text) ?? []
  if (port === undefined) return undefined
  if (six !== undefined) return isIP(six) === 6 ? { host: six, port } : undefined
  return { host: other ?? '', port }
}

const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?$/

function spelt({ host, port }: Found): string | undefined {
  const number = Number(port)
  if (number < 1 || number > 65_535) return undefined
  const kind = isIP(host)
  // An address in a zone leads somewhere on one device alone.
  if (kind !== 0) return host.includes('%') ? undefined : `/ip${kind}/${host.toLowerCase()}/tcp/${number}`
  const name = domainToASCII(host.replace(/\.$/, '')).toLowerCase()
  const labels = name.split('.')
  // A last label of digits alone is how a spoilt IP address looks, and no name there is.
  const isName = name.length <= 253 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '')
  return isName ? `/dns/${name}/tcp/${number}` : undefined
}

/** Whether a host is whatever device looks it up. */
function isHere(host: string): boolean {
  return /^(?:localhost\.?|(?:.+\.)localhost\.?|127\..*|0\.0\.0\.0|::1?|(?:0*:)+0*1?)$/i.test(host)
}

function readAddress(value: unknown): string | undefined {
  try {
    return typeof value === 'string' ? cleanAddress(value) : undefined
  } catch {
    return undefined
  }
}
