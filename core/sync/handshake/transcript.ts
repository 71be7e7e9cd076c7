import { type CommunityId, type DeviceId, encodeCanonical, fromBase64url } from '../../shared/index.ts'
import { digest } from '../../identity/index.ts'
import type { Meeting } from './tags.ts'

/** What a device signs to prove itself in one conversation: side and own device are in it, so it can be neither reflected nor borrowed. */
export function transcript(
  community: CommunityId,
  side: 'I' | 'R',
  meeting: Meeting,
  nonceR: Uint8Array,
  device: DeviceId,
): Uint8Array {
  const { initiator, responder, nonceI } = meeting
  return digest(
    'folkmoot/session/1',
    encodeCanonical([raw(community), side, initiator, responder, nonceI, nonceR, raw(device)]),
  )
}

const raw = (id: string): Uint8Array => fromBase64url(id) ?? new Uint8Array(0)
