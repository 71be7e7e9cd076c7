/**
 * The form of every link: a prefix that says what it is, and base64url of `version ‖ deflated body ‖ checksum`, so that one that was cut
 * off or changed by a mail program is told apart from one that never was any good.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import {
  base64url,
  type CborValue,
  decodeCanonical,
  encodeCanonical,
  type FolkmootError,
  fromBase64url,
  joinBytes,
  LIMITS,
  sameBytes,
} from '../shared/index.ts'
import { digest, type Domain } from '../identity/index.ts'

/** What the link begins with. */
export const LINK_PREFIXES = {
  invite: 'folkmoot://join#',
  device: 'folkmoot://device#',
  recovery: 'folkmoot://recover#',
} as const
export type LinkKind = keyof typeof LINK_PREFIXES

export interface LinkForm {
  readonly kind: LinkKind
  /** Of the body. */
  readonly version: number
  /** Under which the checksum is made. */
  readonly checksum: Domain
  /** Of a text that is a link of another kind, or none. */
  readonly foreign: (kind: LinkKind | undefined) => FolkmootError
  readonly damaged: (cause?: unknown) => FolkmootError
  readonly newer: () => FolkmootError
}

const CHECKSUM_BYTES = 4
const INFLATED_BYTES = 32 * 1024
const LIMIT = { bytes: INFLATED_BYTES, depth: 3, values: 64 }

export function packLink({ kind, version, checksum }: LinkForm, body: CborValue): string {
  const packed = joinBytes(Uint8Array.of(version), deflateRawSync(encodeCanonical(body), { level: 9 }))
  return LINK_PREFIXES[kind] + base64url(joinBytes(packed, digest(checksum, packed).subarray(0, CHECKSUM_BYTES)))
}

/**
 * The fields of a link from anywhere, as many as it must have; white space in it is ignored, since mail programs break lines.
 * Whatever `read` throws means that the link is damaged.
 */
export function unpackLink<T>(
  form: LinkForm,
  link: string,
  fields: number,
  read: (fields: readonly CborValue[]) => T,
): T {
  const text = link.slice(0, 2 * LIMITS.inviteLinkChars).replace(/\s+/g, '')
  const kind = kindOfLink(text)
  if (kind !== form.kind) throw form.foreign(kind)
  if (text.length > LIMITS.inviteLinkChars) throw form.damaged()
  const bytes = fromBase64url(text.slice(LINK_PREFIXES[kind].length))
  if (!bytes || bytes.length < 2 + CHECKSUM_BYTES) throw form.damaged()
  const packed = bytes.subarray(0, -CHECKSUM_BYTES)
  const sum = digest(form.checksum, packed).subarray(0, CHECKSUM_BYTES)
  if (!sameBytes(sum, bytes.subarray(-CHECKSUM_BYTES))) throw form.damaged()
  const version = packed[0] ?? 0
  if (version !== form.version) throw version > form.version ? form.newer() : form.damaged()
  try {
    const inflated = Uint8Array.from(inflateRawSync(packed.subarray(1), { maxOutputLength: INFLATED_BYTES }))
    return read(list(decodeCanonical(inflated, LIMIT), fields, form))
  } catch (cause) {
    throw form.damaged(cause)
  }
}

/** What kind of link a text is by its beginning. */
export function kindOfLink(text: string): LinkKind | undefined {
  const start = text.slice(0, 200).replace(/\s+/g, '').toLowerCase()
  return (Object.keys(LINK_PREFIXES) as LinkKind[]).find((kind) => start.startsWith(LINK_PREFIXES[kind]))
}

/** A text in canonical bytes, of so many fields. Throws `damaged` for anything else. */
export function innerFields(form: LinkForm, bytes: CborValue | undefined, fields: number): readonly CborValue[] {
  return list(decodeCanonical(bytesOf(form, bytes), LIMIT), fields, form)
}

export function bytesOf(form: LinkForm, value: CborValue | undefined, length?: number): Uint8Array {
  if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length)) throw form.damaged()
  return value
}

export function textOf(form: LinkForm, value: CborValue | undefined): string {
  if (typeof value !== 'string') throw form.damaged()
  return value
}

/** Unchecked texts: whether one can be dialled is seen when it is. */
export function addressesOf(form: LinkForm, value: CborValue | undefined): readonly string[] {
  if (!Array.isArray(value) || value.length > LIMITS.inviteAddresses) throw form.damaged()
  return value.map((each) => textOf(form, each as CborValue))
}

function list(value: CborValue, fields: number, form: LinkForm): readonly CborValue[] {
  if (!Array.isArray(value) || value.length !== fields) throw form.damaged()
  return value as readonly CborValue[]
}
