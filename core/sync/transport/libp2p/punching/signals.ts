import { isIP } from 'node:net'
import { fromUtf8, LIMITS, utf8 } from '../../../../shared/index.ts'
import { ipScope } from '../../ip-scope.ts'

/** Spoken between two devices that open a path, over the relay between them. */
export const PUNCH_PROTOCOL = '/folkmoot/punch/1'

/** What one tells the other: how its end is to be spoken to, or one more address where it may be found. */
export type Signal =
  | { readonly kind: 'offer' | 'answer'; readonly text: string }
  | { readonly kind: 'candidate'; readonly text: string; readonly mid: string }

const kinds = ['offer', 'answer', 'candidate'] as const
/** Characters of the name that a description gives to its one part. */
const midChars = 32

/** A byte that says which, and text; a candidate begins with a line that says of which part. */
export function signalBytes(signal: Signal): Uint8Array {
  const text = signal.kind === 'candidate' ? `${signal.mid}\n${signal.text}` : signal.text
  return Uint8Array.of(kinds.indexOf(signal.kind), ...utf8(text))
}

/**
 * Nothing when it is none. Of the addresses in it only those remain where something can be: IP addresses, and none of this
 * computer itself unless `loopback` says so, so that nobody makes us look up names or speak to our own services.
 */
export function parseSignal(bytes: Uint8Array, loopback: boolean): Signal | undefined {
  const kind = kinds[bytes[0] ?? kinds.length]
  const text = fromUtf8(bytes.subarray(1))
  if (kind === undefined || text === undefined || bytes.length > LIMITS.punchMessageBytes) return undefined
  if (kind !== 'candidate') return { kind, text: withoutOdd(text, loopback) }
  const [mid = '', candidate, ...more] = text.split('\n')
  if (candidate === undefined || more.length > 0 || mid.length > midChars) return undefined
  return isGood(candidate, loopback) ? { kind, mid, text: candidate } : undefined
}

/** A description without the addresses that may not be tried. */
function withoutOdd(description: string, loopback: boolean): string {
  const lines = description.split(/\r?\n/)
  return lines.filter((line) => !line.includes('candidate:') || isGood(line, loopback)).join('\r\n')
}

/** How a candidate begins, in the one spelling that leaves whoever reads it next no other way to read it. */
const beginning = /^(?:a=)?candidate:[\w+/]{1,32} [0-9]{1,3} (\w+) [0-9]{1,10} (\S+) ([0-9]+) typ [ -~]+$/

/** `candidate:<foundation> <component> UDP <priority> <address> <port> typ …` */
function isGood(candidate: string, loopback: boolean): boolean {
  const [, protocol = '', address = '', port = ''] = beginning.exec(candidate) ?? []
  if (protocol.toLowerCase() !== 'udp' || isIP(address) === 0 || address.includes('%')) return false
  if (!/^[1-9][0-9]{0,4}$/.test(port) || Number(port) > 65_535) return false
  const scope = ipScope(address)
  return scope !== 'none' && (scope !== 'loopback' || loopback)
}
