/** Entries that open documents: spaces in the charter, pages in a space's root. */
import { base64url, type DeviceId, type DocumentId, fromBase64url } from '../../shared/index.ts'
import { deviceKey } from '../../identity/index.ts'
import type { MemberRole } from '../../membership/index.ts'
import { type DocumentKind, type DocumentOrigin, ORIGIN_RANDOM_BYTES } from '../codec/document-id.ts'
import type { Entry } from '../codec/entry.ts'

const DEVICE_KEY_BYTES = 32

/** Which entry kind opens what, where, and who may. */
const OPENINGS: readonly {
  readonly inside: DocumentKind
  readonly entry: string
  readonly opens: DocumentKind
  readonly may: (role: MemberRole) => boolean
}[] = [
  /** Owners and moderators lay out the community's spaces. */
  { inside: 'charter', entry: 'room', opens: 'room-root', may: (role) => role !== 'member' },
  { inside: 'charter', entry: 'board', opens: 'room-root', may: (role) => role !== 'member' },
  /** Where a few write to each other, the one who began it opens their room. */
  { inside: 'charter', entry: 'direct', opens: 'room-root', may: (role) => role !== 'member' },
  /** Where devices of one person tell each other what was read, the one that began it opens the room, which nobody sees. */
  { inside: 'charter', entry: 'own', opens: 'room-root', may: (role) => role !== 'member' },
  /** Whoever writes may open the next page. */
  { inside: 'room-root', entry: 'page', opens: 'room-page', may: () => true },
]

/** The origin of the document an entry opens; nothing when it opens none, or its author may not. */
export function openedBy(
  inside: { readonly document: DocumentId; readonly kind: DocumentKind },
  entry: Entry,
  author: { readonly device: DeviceId; readonly role: MemberRole },
): DocumentOrigin | undefined {
  const opening = OPENINGS.find((each) => each.inside === inside.kind && each.entry === entry.kind)
  if (!opening?.may(author.role)) return undefined
  const text = entry.fields.get('random')
  const random = typeof text === 'string' ? fromBase64url(text) : undefined
  if (random?.length !== ORIGIN_RANDOM_BYTES) return undefined
  const device = openerOf(entry, author.device)
  return device && { kind: opening.opens, opener: { document: inside.document, device }, random }
}

/**
 * The device key the document is named by: the author's, or the one the entry names, when it says once more what somebody else's entry
 * said. So a document stays the same for those who cannot read how it was first opened; whether it may be opened is judged by the author.
 */
function openerOf(entry: Entry, author: DeviceId): Uint8Array | undefined {
  const named = entry.fields.get('opener')
  if (named === undefined) return deviceKey(author)
  const key = typeof named === 'string' ? fromBase64url(named) : undefined
  return key?.length === DEVICE_KEY_BYTES && base64url(key) === named ? key : undefined
}
