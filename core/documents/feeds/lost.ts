/** Own messages that are kept and do nothing, since the feed they stand in forked or was cut, or what opened their page was. */
import { type DeviceId, entryId, type FeedId } from '../../shared/index.ts'
import type { LostEntry } from '../about.ts'
import type { Entry } from '../codec/entry.ts'
import { hiddenItems } from './hidden.ts'
import { placeOfEffect } from './keeping.ts'
import type { FeedStore, StoredDocument } from './store.ts'
import { walk, type WalkFacts } from './walking.ts'

/** Of all these devices, in all documents. */
export function* lostOf(store: FeedStore, devices: readonly DeviceId[], facts: WalkFacts): Generator<LostEntry> {
  for (const of of devices)
    for (const document of lostDocuments(store, of))
      for (const { feed, seq, entry } of lostEntries(store, document, of, facts))
        yield { document: document.id, space: placeOfEffect(document).space, id: entryId(feed, seq), entry }
}

/** What was brought in from elsewhere is nobody's word that could be said again. */
const isOwnWord = ({ kind, fields }: Entry): boolean => kind === 'message' && !fields.has('imported')

/** Documents in which a device may have lost something. */
function lostDocuments(store: FeedStore, device: DeviceId): StoredDocument[] {
  const numbers = new Set<number>()
  const documents = new Map<number, StoredDocument | undefined>()
  for (const { number, document, cutSeq } of store.feedsOf(device)) {
    if (!documents.has(document)) documents.set(document, store.documentOfNumber(document))
    const isConcerned = cutSeq !== undefined || documents.get(document)?.astray || store.forks.ofFeed(number)
    if (isConcerned) numbers.add(document)
  }
  return [...documents].flatMap(([number, document]) => (document && numbers.has(number) ? [document] : []))
}

function* lostEntries(
  store: FeedStore,
  document: StoredDocument,
  device: DeviceId,
  facts: WalkFacts,
): Generator<{ readonly feed: FeedId; readonly seq: number; readonly entry: Entry }> {
  for (const stretch of hiddenItems(store, document, facts)) {
    if (stretch.device !== device || stretch.reason === 'refused') continue
    for (const { seq, entry } of stretch.items())
      if (entry && isOwnWord(entry)) yield { feed: stretch.feed, seq, entry }
  }
  if (!document.astray) return
  for (const { item, entry } of walk(store, document, facts))
    if (item.device === device && isOwnWord(entry)) yield { feed: item.feed, seq: item.seq, entry }
}
