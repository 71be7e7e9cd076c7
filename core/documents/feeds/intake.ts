/** From a block's bytes to the items of it that are believed. Nothing is kept here. */
import type { ActionId, CommunityId, DeviceId, DocumentId, EpochId, FeedId } from '../../shared/index.ts'
import { deviceId } from '../../identity/index.ts'
import type { ItemKeys } from '../../membership/index.ts'
import { decodeBlock } from '../codec/block.ts'
import { rebuildBlock, type RebuiltBlock, type RebuiltItem, type RebuiltRun } from '../codec/rebuild.ts'
import { type GateFacts, type Judged, judgeRun, type RunVerdict } from './gate.ts'
import type { StoredFeed } from './store.ts'

/** A believed item, with what names its feed in case the feed is new. */
export interface NewItem extends RebuiltItem {
  readonly feed: FeedId
  readonly device: Uint8Array
  readonly session: Uint8Array
  /** Present on the last item of a run at least. */
  readonly signature: Uint8Array | undefined
}

export interface IntakeFacts {
  readonly community: CommunityId
  isCertified(device: DeviceId): boolean
  isInLog(action: ActionId): boolean
  contentKeys(epochs: readonly EpochId[]): ItemKeys | undefined
  held(feed: FeedId): StoredFeed | undefined
  /** The hash of an item of a feed as held. */
  hashAt(feed: StoredFeed, seq: number): Uint8Array | undefined
  /** How far a feed is known to fork. */
  forkOf(feed: StoredFeed): GateFacts['fork']
  /** The last seq of a feed that counts; nothing when all of it does. */
  cutOf(device: DeviceId, feed: FeedId): number | undefined
  /** How many more feeds the block's document can take. */
  roomForFeeds(document: DocumentId): number
  /** Whether there is always room in it for a device's, whatever others have filled. */
  hasOwnRoom(document: DocumentId, device: DeviceId): boolean
  /** How many more feeds of a device it can take. */
  roomForFeedsOf(document: DocumentId, device: DeviceId): number
}

export interface Intake {
  readonly document: DocumentId
  /** In the block's own order: items of one feed by seq. What they point at may come later, or never. */
  readonly items: readonly NewItem[]
  readonly runs: readonly { readonly feed: FeedId; readonly verdict: RunVerdict }[]
  /** Validly signed runs that do not go on from what is held. */
  readonly parting: readonly RebuiltRun[]
  /** Whether all of the block is new, so that its bytes can be kept as they are. */
  readonly whole: boolean
}

/** @throws documents/malformed, and what `roomForFeeds` throws for a document not known */
export function takeBlock(bytes: Uint8Array, facts: IntakeFacts): Intake {
  const block = decodeBlock(bytes)
  let room = facts.roomForFeeds(block.document)
  const roomOf = new Map<DeviceId, number>()
  const rebuilt = rebuildBlock(facts.community, block, (epochs) => facts.contentKeys(epochs))
  const judged = rebuilt.runs.map((run): Judged => {
    const held = facts.held(run.feed)
    const device = deviceId(run.run.device)
    const left = held ? 0 : (roomOf.get(device) ?? facts.roomForFeedsOf(block.document, device))
    const answer = judgeRun(run, {
      held,
      hashAt: (seq) => held && facts.hashAt(held, seq),
      fork: held ? facts.forkOf(held) : 'none',
      cut: facts.cutOf(device, run.feed),
      roomForFeed: left > 0 && (room > 0 || facts.hasOwnRoom(block.document, device)),
      isCertified: (of) => facts.isCertified(of),
      isInLog: (action) => facts.isInLog(action),
    })
    if (answer.verdict === 'accepted' && !held) {
      room -= 1
      roomOf.set(device, left - 1)
    }
    return answer
  })
  const items = inOrder(rebuilt, judged)
  return {
    document: block.document,
    items,
    runs: rebuilt.runs.map(({ feed }, at) => ({ feed, verdict: judged[at]?.verdict ?? 'unsigned' })),
    parting: rebuilt.runs.filter((_, at) => judged[at]?.parts),
    whole: items.length === block.items.length,
  }
}

function inOrder(rebuilt: RebuiltBlock, judged: readonly Judged[]): NewItem[] {
  const items: NewItem[] = []
  const taken = rebuilt.runs.map(() => 0)
  const skip = judged.map(({ fresh }, at) => (rebuilt.runs[at]?.items.length ?? 0) - fresh.length)
  for (const at of rebuilt.order) {
    const [run, fresh] = [rebuilt.runs[at], judged[at]?.fresh ?? []]
    const index = (taken[at] ?? 0) - (skip[at] ?? 0)
    taken[at] = (taken[at] ?? 0) + 1
    const item = index < 0 ? undefined : fresh[index]
    if (!run || !item) continue
    const { device, session, signature } = run.run
    items.push({
      ...item,
      feed: run.feed,
      device,
      session,
      signature: index === fresh.length - 1 ? signature : undefined,
    })
  }
  return items
}
