/**
 * Documents that went with the word of who opened them, although others who may still write have written there. Whoever opens a page and
 * then leaves, keeping nothing, would take everybody's words away: so one of those others says once more that it is open.
 */
import { deviceKey } from '../../identity/index.ts'
import { type ActionId, base64url, type DocumentId, type FeedId } from '../../shared/index.ts'
import type { Authority } from '../authority.ts'
import { documentIdOf, type DocumentKind } from '../codec/document-id.ts'
import { type Entry, readEntry } from '../codec/entry.ts'
import { openedBy } from '../shapes/openings.ts'
import { keptItems } from './serving.ts'
import type { FeedStore, StoredDocument } from './store.ts'
import { walk, type WalkFacts } from './walking.ts'

export interface Stranded {
  readonly document: DocumentId
  readonly kind: DocumentKind
  /** The document it was opened in, and the entry that did, naming the device the document is called after. */
  readonly inside: DocumentId
  readonly entry: Entry
}

export function* strandedDocuments(store: FeedStore, facts: WalkFacts, membership: Authority): Generator<Stranded> {
  for (const document of store.astray()) {
    const parent = document.parent && store.document(document.parent)
    // A page of a room that is itself gone is open again when that is.
    if (!parent || parent.astray) continue
    // Most of what is astray may be empty pages, which are told sooner than what opened them is found.
    const opening = isInhabited(store, document, facts, membership)
      ? openingOf(store, parent, document, facts, membership)
      : undefined
    if (opening) yield { document: document.id, kind: document.kind, inside: parent.id, entry: opening }
  }
}

/** Whether somebody who may write has written in a document, or in one that was opened in it. */
function isInhabited(store: FeedStore, document: StoredDocument, facts: WalkFacts, membership: Authority): boolean {
  for (const { item, entry } of walk(store, document, facts)) {
    if (membership.isActive(item.device) && entry.kind !== 'page') return true
  }
  return store.children(document.id).some((child) => isInhabited(store, child, facts, membership))
}

/** The entry that opened a document, wherever it stands: within a cut or beyond. */
function openingOf(
  store: FeedStore,
  parent: StoredDocument,
  child: StoredDocument,
  facts: WalkFacts,
  membership: Authority,
): Entry | undefined {
  const inside = { document: parent.id, kind: parent.kind }
  const named = new Map<FeedId, readonly ActionId[]>()
  for (const { device, feed, context, entry: bytes } of keptItems(store, parent, facts)) {
    const heads = context.heads.length > 0 ? context.heads : (named.get(feed) ?? [])
    named.set(feed, heads)
    const entry = readEntry(bytes)
    const origin = entry && openedBy(inside, entry, { device, role: membership.roleAt(device, heads) ?? 'member' })
    if (!entry || !origin || documentIdOf(facts.community, origin) !== child.id) continue
    const opener = entry.fields.get('opener') ?? base64url(deviceKey(device))
    return { ...entry, fields: new Map([...entry.fields, ['opener', opener]]) }
  }
  return undefined
}
