/** What both protocols begin with: two peers find out whether they know the same community without naming any. */
import { type CborValue, encodeCanonical, type PeerId, sameBytes } from '../../shared/index.ts'
import { keyedHash } from '../../identity/index.ts'

/** What a tag is bound to, so that it can be replayed nowhere else: protocol, side, both peers, and the nonces so far. */
export interface Meeting {
  readonly protocol: string
  readonly initiator: PeerId
  readonly responder: PeerId
  readonly nonceI: Uint8Array
}

const TAG_BYTES = 16

/** The tag of who begins, which shows that they know the key. */
export function initiatorTag(key: Uint8Array, meeting: Meeting): Uint8Array {
  return tag(key, meeting, 'I', [])
}

/** The tag of who answers, which covers both nonces. */
export function responderTag(key: Uint8Array, meeting: Meeting, nonceR: Uint8Array): Uint8Array {
  return tag(key, meeting, 'R', [nonceR])
}

/** The one under whose key the tag was made. All are looked at, so that the time tells nothing about which. */
export function recognise<Known extends { readonly tagKey: Uint8Array }>(
  known: Iterable<Known>,
  meeting: Meeting,
  seen: Uint8Array,
): Known | undefined {
  let found: Known | undefined
  for (const each of known) if (sameBytes(initiatorTag(each.tagKey, meeting), seen)) found = each
  return found
}

function tag(key: Uint8Array, meeting: Meeting, side: string, more: readonly CborValue[]): Uint8Array {
  return keyedHash(key, bound(meeting, side, more)).subarray(0, TAG_BYTES)
}

/** What is shown to be known, bound to one meeting. */
export function bound(meeting: Meeting, side: string, more: readonly CborValue[]): Uint8Array {
  const { protocol, initiator, responder, nonceI } = meeting
  return encodeCanonical([protocol, side, initiator, responder, nonceI, ...more])
}
