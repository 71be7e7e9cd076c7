/** The recovery key at work: made for a person, and used where their devices are lost or in the wrong hands. */
import {
  type Clock,
  type CommunityId,
  errorCode,
  fromBase64url,
  LIMITS,
  type Log,
  type Random,
} from '../../shared/index.ts'
import { type Device, deviceOf } from '../../identity/index.ts'
import {
  addRecovery,
  isInForce,
  KeyRing,
  recoveryErrors,
  type RecoveryKey,
  writeRecoveryKey,
} from '../../membership/index.ts'
import type { Network } from '../ports.ts'
import type { Community } from './community.ts'
import { takeRights } from './own-devices.ts'

/** Makes a recovery key and answers its text, of which nothing is kept here. @throws recovery/exists, community/left … */
export function makeRecovery(community: Community, own: readonly string[], now: number, random: Random): string {
  community.assertMayWrite()
  const { membership, ring, deviceKeys } = community
  const seed = addRecovery({ log: membership, ring, device: deviceKeys, now }, random)
  // The others first: whoever needs the key has lost this device.
  const others = community.acquaintances.all().flatMap(({ addresses }) => addresses.slice(0, 1))
  return writeRecoveryKey({
    community: community.community,
    communitySecret: membership.secret,
    seed,
    name: community.view.queries.charter()?.name ?? '',
    addresses: [...others.slice(0, 6), ...own],
  })
}

export interface RecoverTerms {
  readonly now: number
  readonly random: Random
  readonly removeOthers: boolean
}

/**
 * Gives this device back the rights that another of its member's devices took: of two that revoked each other, the person has said by
 * this which one is in good hands.
 * @throws recovery/not-needed, recovery/unknown, community/left, community/removed
 */
export function recoverHere(community: Community, key: RecoveryKey, { now, random, removeOthers }: RecoverTerms): void {
  const { membership, device, ring } = community
  const signer = deviceOf(key.seed)
  const standing = community.standing()
  // Whoever has decided with it before may tell of that again: others may not have heard.
  const wasUsed = membership.actions().some(({ device: by }) => by === signer.id)
  if (standing === 'pending' || (standing === 'active' && !wasUsed)) throw recoveryErrors('not-needed')
  if (standing !== 'active' && standing !== 'device-removed' && standing !== 'device-suspended')
    community.assertMayWrite()
  if (!isInForce(membership, signer) || memberOf(community, signer) !== community.me) throw recoveryErrors('unknown')
  const overturned = new Set<string>()
  for (;;) {
    const removal = membership.state.devices.get(device)?.removal
    if (community.standing() === 'active' || !removal || overturned.has(removal)) break
    overturned.add(removal)
    membership.append(signer, now, { type: 'overturn', action: fromBase64url(removal) ?? new Uint8Array(0) })
  }
  // What was written meanwhile is under keys that were sealed to the recovery key and not to this device.
  ring.take([...new KeyRing(signer, () => membership.state).reseal(device, ring.lacking())])
  if (removeOthers) removeOthersNow(community, signer, now, random)
}

/** Takes the rights of this person's other devices in use. */
function removeOthersNow(community: Community, signer: Device, now: number, random: Random): void {
  const { membership, device, me } = community
  const others = [...membership.state.devices.values()].filter(
    (each) => each.member === me && each.id !== device && !each.recovery && each.state === 'active',
  )
  const ring = new KeyRing(signer, () => membership.state)
  takeRights(
    community,
    others.map(({ id }) => id),
    { device: signer, ring, now, random },
  )
}

export interface LaterParts {
  readonly network: Network
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * The same on a device that has just come back: first what the others wrote must be here, or it would be cut off. Until then the key is in
 * memory; should the process end before, the person can remove them by hand.
 */
export async function removeOthersLater(community: Community, key: RecoveryKey, parts: LaterParts): Promise<void> {
  const { network, clock, random, log, signal } = parts
  const { community: id } = community
  try {
    do {
      await untilSynced(network, id, signal)
      await clock.sleep(LIMITS.recoverySettled, signal)
    } while (!isSynced(network, id))
    removeOthersNow(community, deviceOf(key.seed), clock.now(), random)
  } catch (error) {
    if (!signal.aborted) log.warn('recovery.remove-others', { community: id, code: errorCode(error) })
  }
}

function isSynced(network: Network, id: CommunityId): boolean {
  return network.status(id).peers.some(({ state }) => state === 'synced')
}

async function untilSynced(network: Network, id: CommunityId, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = (): void => {
    if (isSynced(network, id)) resolve()
  }
  const end = network.onChange(look)
  signal.addEventListener('abort', () => resolve(), { once: true })
  look()
  await promise
  end()
}

function memberOf({ membership }: Community, { id }: Device) {
  return membership.state.devices.get(id)?.member
}
