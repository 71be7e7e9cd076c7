/**
 * Two devices of one community prove to each other who they are. Until it is over neither side says or takes anything else than is in it,
 * and what a stranger can make this side do is bounded: one hash per community, one signature, and LIMITS.strangerActions of the log.
 *
 * Whoever knows the community's key may hold no more than an invite link, so neither a device nor the log is shown for that alone: see
 * vouching.ts for who goes first. Who goes second shows both only to a device that is certified by then.
 */
import {
  type ActionId,
  type DeviceId,
  LIMITS,
  type MemberId,
  type PeerId,
  type Random,
  sameBytes,
} from '../../shared/index.ts'
import { sessionErrors } from '../errors.ts'
import type { Carried } from '../ports.ts'
import { transportErrors } from '../transport/index.ts'
import { SYNC_PROTOCOL, SYNC_VERSION, type SessionTable } from '../wire/session-frames.ts'
import type { Talk } from '../wire/talk.ts'
import { headsDigest } from './log-pages.ts'
import { hear, judge, welcomeOf } from './judge.ts'
import { type Frame, LogTalk } from './log-talk.ts'
import { initiatorTag, type Meeting, recognise, responderTag } from './tags.ts'
import { transcript } from './transcript.ts'
import { orderOf, type Recognised, RECOGNISED, recogniseVouches, vouches, vouchMessages } from './vouching.ts'

type SessionTalk = Talk<SessionTable>

/** Who was met. */
export interface Met {
  readonly device: DeviceId
  readonly member: MemberId
  /** Actions of the log the other side is known to hold. */
  readonly known: readonly ActionId[]
}

/** One side of a handshake in which both know the same community. */
interface Side {
  readonly talk: SessionTalk
  readonly carried: Carried
  readonly logs: LogTalk
  /** What this device signs, and what another must have signed. */
  readonly ours: () => Uint8Array
  readonly theirs: (device: DeviceId) => Uint8Array
}

/** Begins with a peer that may be of this community. @throws session/…, sync/… */
export async function initiate(talk: SessionTalk, carried: Carried, self: PeerId, random: Random): Promise<Met> {
  const { log, tagKey } = carried
  const meeting = { protocol: SYNC_PROTOCOL, initiator: self, responder: talk.peer, nonceI: random.bytes(32) }
  await talk.send({
    type: 'hello',
    version: SYNC_VERSION,
    nonce: meeting.nonceI,
    tag: initiatorTag(tagKey, meeting),
    vouches: vouches(log.keys, vouchMessages.I(meeting), random),
  })
  const welcome = await talk.expect('welcome').catch(asStranger)
  if (!sameBytes(welcome.tag, responderTag(tagKey, meeting, welcome.nonce))) throw sessionErrors('stranger')
  talk.channel.accept(LIMITS.frameBytes)

  const ours = log.heads()
  const areLevel = sameBytes(welcome.heads, headsDigest(ours))
  const seen = recogniseVouches(log.keys, vouchMessages.R(meeting, welcome.nonce), welcome.vouches)
  const order = orderOf(seen, recognisedBy(welcome.recognised), areLevel)
  if (order.first === 'R') await talk.send({ type: 'after' })
  let sample: readonly ActionId[] | undefined
  if (!areLevel) {
    await talk.send({ type: 'sample', actions: log.sample() })
    sample = (await talk.expect('sample')).actions
  }
  const side = sideOf(talk, carried, { at: 'I', meeting, nonceR: welcome.nonce, sample, compared: ours })
  const device = order.first === 'I' ? await goFirst(side, seen.recognised, order.showsLog) : await goSecond(side)
  await talk.send({ type: 'ready' })
  return { device, member: welcomeOf(log, device).member, known: side.logs.known }
}

/**
 * Answers whoever opened a stream. A stranger gets no answer at all.
 * @param enter called once it is known which community it is about; may throw
 */
export async function respond(
  talk: SessionTalk,
  communities: readonly Carried[],
  self: PeerId,
  random: Random,
  enter: (carried: Carried) => void,
): Promise<Met> {
  const hello = await talk.expect('hello')
  const meeting: Meeting = { protocol: SYNC_PROTOCOL, initiator: talk.peer, responder: self, nonceI: hello.nonce }
  const carried = hello.version === SYNC_VERSION ? recognise(communities, meeting, hello.tag) : undefined
  if (!carried) throw sessionErrors('stranger')
  enter(carried)
  talk.channel.accept(LIMITS.frameBytes)
  const { log, tagKey } = carried
  const nonce = random.bytes(32)
  const ours = log.heads()
  const seen = recogniseVouches(log.keys, vouchMessages.I(meeting), hello.vouches)
  await talk.send({
    type: 'welcome',
    nonce,
    tag: responderTag(tagKey, meeting, nonce),
    heads: headsDigest(ours),
    vouches: vouches(log.keys, vouchMessages.R(meeting, nonce), random),
    recognised: seen.recognised,
  })

  let frame = await talk.expect('sample', 'proof', 'after')
  const isFirst = frame.type === 'after'
  if (isFirst) frame = await talk.expect('sample')
  let sample: readonly ActionId[] | undefined
  if (frame.type === 'sample') {
    sample = frame.actions
    await talk.send({ type: 'sample', actions: log.sample() })
  }
  const side = sideOf(talk, carried, { at: 'R', meeting, nonceR: nonce, sample, compared: ours })
  let device: DeviceId
  if (isFirst) {
    // It is not enough that the other side wishes it.
    if (seen.recognised === RECOGNISED.not && seen.hasKeys) throw sessionErrors('unknown-device')
    device = await goFirst(side, seen.recognised, seen.recognised === RECOGNISED.now)
  } else device = await goSecond(side, frame.type === 'proof' ? frame : undefined)
  await side.logs.until('ready')
  // The other side may have left, or the log may have told so, while it was answered.
  return { device, member: welcomeOf(log, device).member, known: side.logs.known }
}

/** Names the own device first, and shows the log with it if it may be shown already. */
async function goFirst(side: Side, recognised: Recognised, showsLog: boolean): Promise<DeviceId> {
  const { logs } = side
  const tellsNow = logs.differ && showsLog
  await prove(side, tellsNow)
  if (tellsNow) await logs.tell()
  const proof = await logs.until('proof', recognised !== RECOGNISED.not)
  verify(side, proof)
  if (proof.log) await logs.take(proof.device)
  await judge(side, proof.device)
  if (logs.differ && !showsLog) await logs.tell()
  return proof.device
}

/** Names the own device once the other has been verified. */
async function goSecond(side: Side, came?: Frame<'proof'>): Promise<DeviceId> {
  const { logs } = side
  const proof = came ?? (await logs.until('proof'))
  verify(side, proof)
  if (proof.log) await logs.take(proof.device)
  else await hear(side, proof.device)
  await judge(side, proof.device)
  await prove(side, logs.differ)
  if (!logs.differ) return proof.device
  await logs.tell()
  if (!proof.log) await logs.take(proof.device)
  return proof.device
}

interface Begun {
  readonly at: 'I' | 'R'
  readonly meeting: Meeting
  readonly nonceR: Uint8Array
  /** What the other side holds, as far as it told; nothing when both hold the same. */
  readonly sample: readonly ActionId[] | undefined
  /** What this side held when that was compared. */
  readonly compared: readonly ActionId[]
}

function sideOf(talk: SessionTalk, carried: Carried, { at, meeting, nonceR, sample, compared }: Begun): Side {
  const { community, device } = carried
  const other = at === 'I' ? 'R' : 'I'
  return {
    talk,
    carried,
    logs: new LogTalk(talk, carried, sample, compared),
    ours: () => transcript(community, at, meeting, nonceR, device),
    theirs: (of) => transcript(community, other, meeting, nonceR, of),
  }
}

/** What the other side says it made of our vouches. */
function recognisedBy(told: number): (typeof RECOGNISED)[keyof typeof RECOGNISED] {
  return told === RECOGNISED.now || told === RECOGNISED.older ? told : RECOGNISED.not
}

/** Who does not know the community says nothing and closes; so does everybody who fails before the tag is shown. */
function asStranger(error: unknown): never {
  throw transportErrors.is(error, 'closed') ? sessionErrors('stranger', { cause: error }) : error
}

async function prove({ talk, carried, ours }: Side, log: boolean): Promise<void> {
  await talk.send({ type: 'proof', device: carried.device, signature: carried.signSession(ours()), log })
}

/** @throws session/same-device, session/not-proven, session/out-of-turn */
function verify(
  { carried, theirs, logs }: Side,
  proof: { device: DeviceId; signature: Uint8Array; log: boolean },
): void {
  if (proof.device === carried.device) throw sessionErrors('same-device')
  if (!carried.log.isSessionSigned(proof.device, theirs(proof.device), proof.signature))
    throw sessionErrors('not-proven')
  if (proof.log && !logs.differ) throw sessionErrors('out-of-turn')
}
