/**
 * Two devices of one community prove to each other who they are. Until it is over neither side says or takes anything else than is in it,
 * and what a stranger can make this side do is bounded: one hash per community, one signature, and LIMITS.strangerActions of the log.
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
import type { Carried, CarriedLog } from '../ports.ts'
import { transportErrors } from '../transport/index.ts'
import { SYNC_PROTOCOL, SYNC_VERSION, type SessionTable } from '../wire/session-frames.ts'
import type { Talk } from '../wire/talk.ts'
import { headsDigest, logPages, toldHeads } from './log-pages.ts'
import { initiatorTag, type Meeting, recognise, responderTag } from './tags.ts'
import { transcript } from './transcript.ts'

type SessionTalk = Talk<SessionTable>

/** Who was met. */
export interface Met {
  readonly device: DeviceId
  readonly member: MemberId
  /** Actions of the log the other side is known to hold. */
  readonly known: readonly ActionId[]
}

/** Begins with a peer that may be of this community. @throws session/…, sync/… */
export async function initiate(talk: SessionTalk, carried: Carried, self: PeerId, random: Random): Promise<Met> {
  const { log, tagKey } = carried
  const meeting = { protocol: SYNC_PROTOCOL, initiator: self, responder: talk.peer, nonceI: random.bytes(32) }
  await talk.send({ type: 'hello', version: SYNC_VERSION, nonce: meeting.nonceI, tag: initiatorTag(tagKey, meeting) })
  const welcome = await talk.expect('welcome').catch(asStranger)
  if (!sameBytes(welcome.tag, responderTag(tagKey, meeting, welcome.nonce))) throw sessionErrors('stranger')

  const ours = log.heads()
  let sample: readonly ActionId[] | undefined
  if (!sameBytes(welcome.heads, headsDigest(ours))) {
    await talk.send({ type: 'sample', actions: log.sample() })
    sample = (await talk.expect('sample')).actions
  }
  await prove(talk, carried, transcript(carried.community, 'I', meeting, welcome.nonce, carried.device))
  const told = sample ? await tellLog(talk, log, sample) : ours
  const proof = await talk.expect('proof')
  verify(carried, proof, transcript(carried.community, 'R', meeting, welcome.nonce, proof.device))
  const heard = sample ? await takeLog(talk, carried, proof.device) : []
  const member = judge(carried, proof.device)
  await talk.send({ type: 'ready' })
  return { device: proof.device, member, known: [...told, ...heard] }
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
  const { log, tagKey } = carried
  const nonce = random.bytes(32)
  const ours = log.heads()
  await talk.send({ type: 'welcome', nonce, tag: responderTag(tagKey, meeting, nonce), heads: headsDigest(ours) })

  let proof = await talk.expect('sample', 'proof')
  let sample: readonly ActionId[] | undefined
  if (proof.type === 'sample') {
    sample = proof.actions
    await talk.send({ type: 'sample', actions: log.sample() })
    proof = await talk.expect('proof')
  }
  verify(carried, proof, transcript(carried.community, 'I', meeting, nonce, proof.device))
  const heard = sample ? await takeLog(talk, carried, proof.device) : []
  const member = judge(carried, proof.device)
  await prove(talk, carried, transcript(carried.community, 'R', meeting, nonce, carried.device))
  const told = sample ? await tellLog(talk, log, sample) : ours
  await talk.expect('ready')
  // The other side may have left, or the log may have told so, while it was answered.
  judge(carried, proof.device)
  return { device: proof.device, member, known: [...told, ...heard] }
}

/** Who does not know the community says nothing and closes; so does everybody who fails before the tag is shown. */
function asStranger(error: unknown): never {
  throw transportErrors.is(error, 'closed') ? sessionErrors('stranger', { cause: error }) : error
}

async function prove(talk: SessionTalk, carried: Carried, message: Uint8Array): Promise<void> {
  await talk.send({ type: 'proof', device: carried.device, signature: carried.signSession(message) })
}

/** @throws session/same-device, session/not-proven */
function verify(carried: Carried, proof: { device: DeviceId; signature: Uint8Array }, message: Uint8Array): void {
  if (proof.device === carried.device) throw sessionErrors('same-device')
  if (!carried.log.isSessionSigned(proof.device, message, proof.signature)) throw sessionErrors('not-proven')
}

/** @throws session/unknown-device, session/left */
export function judge(carried: Carried, device: DeviceId): MemberId {
  const found = carried.log.memberOf(device)
  if (!found) throw sessionErrors('unknown-device')
  if (found.left) throw sessionErrors('left')
  return found.member
}

/** Sends what the holder of a sample lacks; answers actions it then has. */
async function tellLog(talk: SessionTalk, log: CarriedLog, sample: readonly ActionId[]): Promise<readonly ActionId[]> {
  const heads = log.heads()
  for (const { items, last } of logPages(log.missingFor(sample)))
    await talk.send({ type: 'log', items, heads: last ? toldHeads(heads) : [] })
  return [...heads, ...sample]
}

/**
 * Takes what the other side has more of the log; what is kept stays even when the handshake fails, so that the next one gets further.
 * @throws session/too-much
 */
async function takeLog(talk: SessionTalk, carried: Carried, device: DeviceId): Promise<readonly ActionId[]> {
  let [actions, bytes, refused] = [0, 0, 0]
  for (;;) {
    const { items, heads } = await talk.expect('log')
    actions += items.length
    bytes += items.reduce((sum, { length }) => sum + length, 0)
    const known = carried.log.memberOf(device) !== undefined
    const tooMuch = known
      ? actions > LIMITS.logActions
      : actions > LIMITS.strangerActions || bytes > LIMITS.strangerBytes
    if (tooMuch || (items.length === 0 && heads.length === 0)) throw sessionErrors('too-much')
    if (items.length > 0) refused += carried.log.receive(items).refused
    if (!known && refused > LIMITS.strangerRefused) throw sessionErrors('too-much')
    if (heads.length > 0) return heads
  }
}
