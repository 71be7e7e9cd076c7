/**
 * The gate: what of a block from outside is believed. A run is accepted when its device is certified, its hashes chain on from what is
 * held, and a signature by its device ends it. The answer depends on the bytes and the membership log alone, so all peers agree. Heads it
 * names must be in the log, so that what its author was allowed to do is the same question, with the same answer, everywhere.
 */
import { type ActionId, base64url, type DeviceId, LIMITS, sameBytes } from '../../shared/index.ts'
import { isItemSigned, itemWeight } from '../codec/item.ts'
import type { RebuiltItem, RebuiltRun } from '../codec/rebuild.ts'
import type { StoredFeed } from './store.ts'

/** Why a run was or was not taken. */
export type RunVerdict =
  /** New items, now held. */
  | 'accepted'
  /** Nothing new. */
  | 'known'
  /** Its device, or a membership head it names, is not (yet) known here: the log comes first. */
  | 'uncertified'
  /** Items before it are missing. */
  | 'gap'
  /** A key is not held yet. */
  | 'waiting-for-key'
  /** No valid signature ends it: not covered, so not believed. */
  | 'unsigned'
  /** It goes past what one feed, or one document, may hold. */
  | 'full'
  /** Two validly signed items claim one place: the feed's own device equivocates. What is held stays. */
  | 'fork'

export interface Judged {
  readonly verdict: RunVerdict
  /** The items beyond what was held; none unless accepted. */
  readonly fresh: readonly RebuiltItem[]
}

/** What the gate asks of the device's surroundings. */
export interface GateFacts {
  /** Whether an action certifies the device in its own causal past; once true, true for ever. */
  isCertified(device: DeviceId): boolean
  /** Whether the log holds an action. */
  isInLog(action: ActionId): boolean
  /** The feed as held. */
  readonly held: StoredFeed | undefined
  /** Whether the document can take one more feed of this device. */
  readonly roomForFeed: boolean
}

export function judgeRun(rebuilt: RebuiltRun, facts: GateFacts): Judged {
  const { run, items, whole } = rebuilt
  const { held } = facts
  const last = items.at(-1)
  if (!facts.isCertified(base64url(run.device) as DeviceId)) return no('uncertified')
  if (!whole || !last) return no('waiting-for-key')
  const [headSeq, headHash] = [held?.headSeq ?? 0, held?.headHash ?? NONE]
  if (last.seq < headSeq) return no('known')
  if (run.firstSeq > headSeq + 1) return no('gap')
  const chains = sameBytes(run.firstSeq === headSeq + 1 ? run.prev : (itemAt(rebuilt, headSeq)?.hash ?? NONE), headHash)
  if (chains && last.seq === headSeq) return no('known')
  if (!items.every(({ context }) => context.heads.every((head) => facts.isInLog(head)))) return no('uncertified')
  if (!isItemSigned(run.device, last.hash, run.signature)) return no('unsigned')
  if (!chains) return no('fork')
  const fresh = items.filter(({ seq }) => seq > headSeq)
  const bytes = fresh.reduce((sum, item) => sum + itemWeight(item), held?.bytes ?? 0)
  if (last.seq > LIMITS.feedEntries || bytes > LIMITS.feedBytes || (!held && !facts.roomForFeed)) return no('full')
  return { verdict: 'accepted', fresh }
}

const NONE = new Uint8Array(0)
const no = (verdict: RunVerdict): Judged => ({ verdict, fresh: [] })

function itemAt(rebuilt: RebuiltRun, seq: number): RebuiltItem | undefined {
  return rebuilt.items[seq - rebuilt.run.firstSeq]
}
