/**
 * What helps somebody else to help: versions, switches, counts, kinds of paths, codes. It is meant to be posted where strangers read it,
 * so no name, text, key, id of a community, member or device is in it, and addresses and peer ids only in part.
 */
import { arch, platform, release } from 'node:os'
import type { FolkmootError, ReachSettings } from '../../shared/index.ts'
import type { Community } from '../communities/index.ts'
import type { Network } from '../ports.ts'

interface DiagnosticsParts {
  readonly community: Community
  readonly network: Network
  readonly settings: ReachSettings
  readonly now: number
  readonly trouble: FolkmootError | undefined
  readonly version: string | undefined
}

export function diagnosticsOf({ community, network, settings, now, trouble, version }: DiagnosticsParts): string {
  const { connected, dialling, peers, unreached, keepers } = network.status(community.community)
  const { listening, router, relays, helped } = network.reach()
  const { members, devices } = community.membership.state
  const { lanOnly, hideAddress, helpConnect, openRouter, port } = settings
  const since = (ms: number | undefined): string => (ms === undefined ? 'never' : `${span(now - ms)} ago`)
  return [
    `Diagnostics, ${new Date(now).toISOString().slice(0, 16)}Z`,
    `Folkmoot ${version ?? 'of unknown version'}, ${platform()} ${release()} ${arch()}, Node ${process.versions.node}`,
    '',
    `switches: ${flags({ lanOnly, hideAddress, helpConnect, openRouter })}, port ${port === 0 ? 'any' : port}, further addresses ${settings.addresses.length}`,
    ...(trouble ? [`not in force: ${trouble.code}`] : []),
    `reached: listening ${yes(listening)}, network ${yes(connected)}, router ${router}, helped ${helped}`,
    `relays: ${relays.length === 0 ? 'none' : relays.map(({ peer, state }) => `${shortPeer(peer)} ${state}`).join(', ')}`,
    'own addresses:',
    ...listed(network.addresses().map(shortAddress)),
    '',
    `community: members ${members.size}, devices ${devices.size}, standing ${community.standing()}, keys lacking ${community.missingKeys()}`,
    `dialling: ${dialling}`,
    `connected devices: ${peers.length}`,
    ...peers.map(
      ({ peer, path, state, receiving, sending, received, sent, since: from }) =>
        `- ${shortPeer(peer)} ${path.kind} ${shortAddress(path.address)} ${state}, since ${span(now - from)}, to come ${receiving}, to go ${sending}, bytes ${received} in ${sent} out`,
    ),
    `devices not connected: ${unreached.length}`,
    ...counted(unreached.map(({ why }) => codeOnly(why))),
    ...unreached
      .slice(0, SHOWN)
      .map(
        ({ peer, why, addresses, lastMet, nextTry }) =>
          `- ${shortPeer(peer)} ${codeOnly(why)}, addresses ${addresses}, met ${since(lastMet)}, next try ${Number.isFinite(nextTry) ? `in ${span(nextTry - now)}` : 'none'}`,
      ),
    `keepers: ${keepers.length}`,
    ...keepers.map(
      ({ peer, state, used, budget, waiting, receiving, why }) =>
        `- ${shortPeer(peer)} ${state} ${codeOnly(why)}, used ${used} of ${budget}, to go ${waiting}, to come ${receiving}`,
    ),
  ].join('\n')
}

/** Devices that are told one by one. */
const SHOWN = 20

const yes = (value: boolean): string => (value ? 'yes' : 'no')
const listed = (lines: readonly string[]): string[] =>
  lines.length === 0 ? ['- none'] : lines.map((line) => `- ${line}`)
const flags = (all: Readonly<Record<string, boolean>>): string =>
  Object.entries(all)
    .map(([name, value]) => `${name} ${yes(value)}`)
    .join(', ')

/** A code of ours; what another side may have put in its place is not repeated. */
function codeOnly(why: string): string {
  if (why === '') return 'untried'
  return /^[a-z]{1,20}\/[a-z-]{1,40}$/.test(why) ? why : 'other'
}

function counted(codes: readonly string[]): string[] {
  return [...Map.groupBy(codes, (code) => code)].map(([code, all]) => `  ${code}: ${all.length}`)
}

/** Two units are enough to help. */
function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`
}

/** The last characters alone: all ids begin alike. Enough to tell two apart, too little to find one. */
export function shortPeer(peer: string): string {
  return `…${peer.slice(-4)}`
}

/** An address with only what tells the kind of network: `/ip4/203.0.x.x/tcp/4001`. Names of hosts are left out. */
export function shortAddress(address: string): string {
  const parts = address.split('/').slice(1)
  const shown = parts.map((part, at) => shortPart(part, parts[at - 1]))
  return `/${shown.join('/')}`
}

function shortPart(part: string, kind: string | undefined): string {
  switch (kind) {
    case undefined:
      return known(part)
    case 'ip4':
      return /^\d+\.\d+\./.test(part) ? `${part.split('.').slice(0, 2).join('.')}.x.x` : 'x'
    case 'ip6':
      return /^[0-9a-f:]+$/i.test(part)
        ? `${part.startsWith('::') ? '' : part.split(':').slice(0, 2).join(':')}::x`
        : 'x'
    case 'tcp':
    case 'udp':
      return /^\d{1,5}$/.test(part) ? part : 'x'
    case 'p2p':
      return shortPeer(part)
    default:
      return known(part)
  }
}

const WORDS = ['ip4', 'ip6', 'dns', 'dns4', 'dns6', 'tcp', 'udp', 'p2p', 'p2p-circuit', 'memory']

/** What is none of the words of an address is somebody's: a name of a host, or whatever was put there. */
function known(part: string): string {
  return WORDS.includes(part) ? part : 'x'
}
