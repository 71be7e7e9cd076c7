/** The beginning of a conversation with a keeper, from the member's side. */
import { type DeviceId, LIMITS, type PeerId, type Random } from '../../shared/index.ts'
import type { Carried } from '../ports.ts'
import type { Talk } from '../wire/talk.ts'
import { keeperErrors } from './errors.ts'
import { KEEP_VERSION, type KeepTable } from './keep-frames.ts'
import type { KeeperLink } from './keeper-link.ts'
import type { Lane } from './lane.ts'
import { annexTranscript, claimMac, keepTranscript } from './signed.ts'

export interface KeeperState {
  readonly version: number
  /** Hash of the roster's lists. */
  readonly roster: Uint8Array
  readonly used: number
  readonly budget: number
}

/** What a keeper shows of a shelf. */
export interface Shown {
  readonly state: KeeperState
  readonly lanes: readonly Lane[]
  readonly cleared:
    | { readonly bytes: Uint8Array; readonly device: DeviceId; readonly signature: Uint8Array }
    | undefined
}

/**
 * Shows who this device is, or claims the shelf by a link's secret, and hears what is there.
 * @throws keeper/ended with the keeper's reason, keeper/out-of-turn, sync/…
 */
export async function meetKeeper(
  talk: Talk<KeepTable>,
  carried: Pick<Carried, 'device' | 'signSession'>,
  shelf: Uint8Array,
  parts: {
    readonly self: PeerId
    readonly random: Random
    readonly claim?: KeeperLink | undefined
    /** The community's shelf beside which this one is to be made, if there is none yet. */
    readonly annex?: Uint8Array | undefined
  },
): Promise<Shown> {
  const { self, random, claim, annex } = parts
  const { device } = carried
  const nonceM = random.bytes(32)
  await talk.send({ type: 'hello', version: KEEP_VERSION, shelf, nonce: nonceM })
  const { nonce: nonceK } = await talk.expect('challenge')
  const meeting = { shelf, member: self, keeper: talk.peer, nonceM, nonceK }
  const transcript = annex
    ? annexTranscript(meeting, device, annex)
    : keepTranscript(meeting, device, claim !== undefined)
  const signature = carried.signSession(transcript)
  if (claim) await talk.send({ type: 'claim', device, signature, mac: claimMac(claim.secret, transcript) })
  else
    await talk.send(annex ? { type: 'annex', device, signature, under: annex } : { type: 'proof', device, signature })
  let state: KeeperState = await talk.expect('state')
  let cleared: Shown['cleared']
  const lanes: Lane[] = []
  for (let more = true; more;) {
    const frame = await talk.expect('lanes', 'cleared', 'news', 'state')
    if (frame.type === 'cleared') cleared = frame
    else if (frame.type === 'state') state = frame
    else lanes.push(...frame.lanes)
    if (frame.type === 'lanes') more = frame.more
    if (lanes.length > 2 * LIMITS.keeperLanes) throw keeperErrors('too-much')
  }
  return { state, lanes, cleared }
}
