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
  /** Two validly signed items claim one place: the feed's own device equivocates. Two branches are held beside each other. */
  | 'fork'
  /** The log cuts the feed off before what would be new. */
  | 'cut'

export interface Judged {
  readonly verdict: RunVerdict
  /** The items beyond what was held; none unless accepted. */
  readonly fresh: readonly RebuiltItem[]
  /** A validly signed run that does not go on from the feed's own row: whether a branch of it is kept is another question. */
  readonly parts?: true
}

/** What the gate asks of the device's surroundings. */
export interface GateFacts {
  /** Whether an action certifies the device in its own causal past; once true, true for ever. */
  isCertified(device: DeviceId): boolean
  /** Whether the log holds an action. */
  isInLog(action: ActionId): boolean
  /** The feed as held. */
  readonly held: StoredFeed | undefined
  /** The hash of an item of the feed as held. */
  hashAt(seq: number): Uint8Array | undefined
  /** Whether it is known to fork: as one of its branches, or so that two others count (`given-up`). */
  readonly fork: 'none' | 'branch' | 'given-up'
  /** The last seq of the feed that counts; nothing when all of it does. */
  readonly cut: number | undefined
  /** Whether the document can take one more feed of this device. */
  readonly roomForFeed: boolean
}

export function judgeRun(rebuilt: RebuiltRun, facts: GateFacts): Judged {
  const { run, items, whole } = rebuilt
  const { held, cut } = facts
  const last = items.at(-1)
  if (!facts.isCertified(base64url(run.device) as DeviceId)) return no('uncertified')
  if (cut !== undefined && run.firstSeq > cut) return no('cut')
  if (!whole || !last) return no('waiting-for-key')
  const headSeq = held?.headSeq ?? 0
  const isBeyond = run.firstSeq > headSeq + 1
  if (isBeyond && facts.fork === 'none') return no('gap')
  const goesOn = !isBeyond && isSameAt(Math.min(last.seq, headSeq), rebuilt, facts)
  if (goesOn && last.seq <= headSeq) return no('known')
  if (!items.every(({ context }) => context.heads.every((head) => facts.isInLog(head)))) return no('uncertified')
  if (!isItemSigned(run.device, last.hash, run.signature)) return no('unsigned')
  if (!goesOn || facts.fork === 'given-up') return { verdict: 'fork', fresh: [], parts: true }
  if (cut !== undefined && headSeq >= cut) return no('cut')
  const fresh = items.filter(({ seq }) => seq > headSeq)
  const bytes = fresh.reduce((sum, item) => sum + itemWeight(item), held?.bytes ?? 0)
  if (last.seq > LIMITS.feedEntries || bytes > LIMITS.feedBytes || (!held && !facts.roomForFeed)) return no('full')
  return { verdict: 'accepted', fresh }
}

const NONE = new Uint8Array(0)
const no = (verdict: RunVerdict): Judged => ({ verdict, fresh: [] })

/** Whether a run and the feed as held have the same item at a place, which may be the one before the run. What is damaged is not doubted. */
function isSameAt(seq: number, { run, items }: RebuiltRun, { held, hashAt }: GateFacts): boolean {
  const theirs = seq === run.firstSeq - 1 ? run.prev : (items[seq - run.firstSeq]?.hash ?? NONE)
  const ours = seq === (held?.headSeq ?? 0) ? (held?.headHash ?? NONE) : hashAt(seq)
  return !ours || sameBytes(theirs, ours)
}
