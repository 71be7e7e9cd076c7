/**
 * A document's id commits to its community, space, kind and opener, so that no document can be one thing to some and another to others.
 * The preimage travels in the entry that opens the document.
 */
import { base64url, type CommunityId, type DocumentId, encodeCanonical, fromBase64url } from '../../shared/index.ts'
import { digest } from '../../identity/index.ts'

/** What documents there are. A root holds what its space is; pages hold what is said in it. */
export type DocumentKind = 'charter' | 'profiles' | 'room-root' | 'room-page'

export interface DocumentOrigin {
  readonly kind: DocumentKind
  /** The document whose entry opens this one: the charter for roots, a root for its pages; nothing for the two that always are. */
  readonly opener: { readonly document: DocumentId; readonly device: Uint8Array } | undefined
  /** 16 bytes. */
  readonly random: Uint8Array
}

export const ORIGIN_RANDOM_BYTES = 16
const NONE = new Uint8Array(0)

export function documentIdOf(community: CommunityId, origin: DocumentOrigin): DocumentId {
  const { kind, opener, random } = origin
  const preimage = encodeCanonical([
    bytes(community),
    opener ? bytes(opener.document) : NONE,
    kind,
    opener?.device ?? NONE,
    random,
  ])
  return base64url(digest('folkmoot/document/1', preimage)) as DocumentId
}

/** The id of one of the two documents every community has from its beginning. */
export function foundingDocument(community: CommunityId, kind: 'charter' | 'profiles'): DocumentId {
  return documentIdOf(community, { kind, opener: undefined, random: NONE })
}

function bytes(id: string): Uint8Array {
  return fromBase64url(id) ?? NONE
}
