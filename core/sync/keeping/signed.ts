/** What devices sign for a keeper beside parcels: who they are, who may use a shelf, and what of it is no longer needed. */
import {
  base64url,
  type CborValue,
  compareBytes,
  decodeCanonical,
  type DeviceId,
  encodeCanonical,
  joinBytes,
  LIMITS,
  type PeerId,
} from '../../shared/index.ts'
import { digest, keyedHash, sha256 } from '../../identity/index.ts'
import { keeperErrors } from './errors.ts'
import { rawDevice } from './lane.ts'

/** What binds a proof to one conversation. */
export interface KeepMeeting {
  readonly shelf: Uint8Array
  readonly member: PeerId
  readonly keeper: PeerId
  readonly nonceM: Uint8Array
  readonly nonceK: Uint8Array
}

/** Who may use a shelf. Owners may say so anew; moderators too, but not who leads. */
export interface Roster {
  /** Grows with each; how many actions of the log it was made from. */
  readonly version: number
  readonly owners: readonly DeviceId[]
  readonly moderators: readonly DeviceId[]
  readonly others: readonly DeviceId[]
}

/** Up to where each lane is no longer needed. */
export interface Clearing {
  /** Grows with each. */
  readonly version: number
  readonly upTo: ReadonlyMap<DeviceId, number>
}

const KEY = 32

/** What a device signs to show a keeper who it is. */
export function keepTranscript(
  { shelf, member, keeper, nonceM, nonceK }: KeepMeeting,
  device: DeviceId,
  isClaim: boolean,
): Uint8Array {
  const fields: CborValue = [shelf, member, keeper, nonceM, nonceK, rawDevice(device), isClaim]
  return digest('folkmoot/keep-proof/1', encodeCanonical(fields))
}

/** What a device signs to use, or to have made, a private space's shelf beside a community's. */
export function annexTranscript(
  { shelf, member, keeper, nonceM, nonceK }: KeepMeeting,
  device: DeviceId,
  under: Uint8Array,
): Uint8Array {
  const fields: CborValue = [shelf, member, keeper, nonceM, nonceK, rawDevice(device), under]
  return digest('folkmoot/keep-annex/1', encodeCanonical(fields))
}

/** Shows the secret of a link without sending it. */
export function claimMac(secret: Uint8Array, transcript: Uint8Array): Uint8Array {
  return keyedHash(secret, transcript)
}

/** A shelf is named by the secret it was claimed with: whoever claims it twice means the same. */
export function shelfOf(secret: Uint8Array): Uint8Array {
  return digest('folkmoot/keep-shelf/1', secret).subarray(0, 16)
}

export function encodeRoster(shelf: Uint8Array, { version, owners, moderators, others }: Roster): Uint8Array {
  return encodeCanonical([shelf, version, packed(owners), packed(moderators), packed(others)])
}

/** @throws keeper/malformed */
export function decodeRoster(shelf: Uint8Array, bytes: Uint8Array): Roster {
  const [version, owners, moderators, others] = fieldsOf(shelf, bytes, 5)
  const roster = {
    version: whole(version),
    owners: unpacked(owners),
    moderators: unpacked(moderators),
    others: unpacked(others),
  }
  const all = devicesOf(roster)
  if (roster.owners.length === 0 || all.length > LIMITS.keeperDevices || new Set(all).size < all.length)
    throw keeperErrors('malformed')
  return roster
}

export function devicesOf({ owners, moderators, others }: Roster): readonly DeviceId[] {
  return [...owners, ...moderators, ...others]
}

/** What is signed of a roster or a clearing. */
export function rosterDigest(bytes: Uint8Array): Uint8Array {
  return digest('folkmoot/keep-roster/1', bytes)
}

/** A hash of a roster's lists, whatever its version. */
export function rosterHash(shelf: Uint8Array, roster: Roster): Uint8Array {
  return sha256(encodeRoster(shelf, { ...roster, version: 0 }))
}

export function clearingDigest(bytes: Uint8Array): Uint8Array {
  return digest('folkmoot/keep-clearing/1', bytes)
}

/** What an owner's device signs so that a keeper lets go of a shelf. */
export function dropDigest(shelf: Uint8Array): Uint8Array {
  return digest('folkmoot/keep-drop/1', encodeCanonical([shelf]))
}

/** What a device signs so that a keeper serves another which no roster names yet. */
export function encodeIntroduction(shelf: Uint8Array, by: DeviceId, device: DeviceId): Uint8Array {
  return encodeCanonical([shelf, rawDevice(by), rawDevice(device)])
}

/** Who is introduced, and by whom. @throws keeper/malformed */
export function decodeIntroduction(
  shelf: Uint8Array,
  bytes: Uint8Array,
): { readonly by: DeviceId; readonly device: DeviceId } {
  const [by, device] = fieldsOf(shelf, bytes, 3).map((key) => {
    const [id, ...more] = unpacked(key)
    if (id === undefined || more.length > 0) throw keeperErrors('malformed')
    return id
  })
  if (by === undefined || device === undefined || by === device) throw keeperErrors('malformed')
  return { by, device }
}

export function introductionDigest(bytes: Uint8Array): Uint8Array {
  return digest('folkmoot/keep-introduction/1', bytes)
}

export function encodeClearing(shelf: Uint8Array, { version, upTo }: Clearing): Uint8Array {
  const lanes = [...upTo].toSorted(([a], [b]) => compareBytes(rawDevice(a), rawDevice(b)))
  return encodeCanonical([shelf, version, packed(lanes.map(([of]) => of)), lanes.map(([, seq]) => seq)])
}

/** @throws keeper/malformed */
export function decodeClearing(shelf: Uint8Array, bytes: Uint8Array): Clearing {
  const [version, names, seqs] = fieldsOf(shelf, bytes, 4)
  const devices = unpacked(names)
  if (!Array.isArray(seqs) || seqs.length !== devices.length || devices.length > LIMITS.keeperLanes)
    throw keeperErrors('malformed')
  return { version: whole(version), upTo: new Map(devices.map((of, at) => [of, whole(seqs[at] as CborValue)])) }
}

/** Sorted, so that the same devices are always the same bytes. */
function packed(devices: readonly DeviceId[]): Uint8Array {
  return joinBytes(...devices.map(rawDevice).toSorted(compareBytes))
}

function unpacked(value: CborValue | undefined): readonly DeviceId[] {
  if (!(value instanceof Uint8Array) || value.length % KEY !== 0) throw keeperErrors('malformed')
  const keys: Uint8Array[] = []
  for (let at = 0; at < value.length; at += KEY) keys.push(value.subarray(at, at + KEY))
  if (keys.some((key, at) => at > 0 && compareBytes(keys[at - 1] ?? key, key) >= 0)) throw keeperErrors('malformed')
  return keys.map((key) => base64url(key) as DeviceId)
}

function fieldsOf(shelf: Uint8Array, bytes: Uint8Array, length: number): readonly CborValue[] {
  const limits = { bytes: LIMITS.frameBytes, depth: 2, values: LIMITS.keeperLanes + 16 }
  let value: CborValue
  try {
    value = decodeCanonical(bytes, limits)
  } catch (cause) {
    throw keeperErrors('malformed', { cause })
  }
  if (!Array.isArray(value) || value.length !== length) throw keeperErrors('malformed')
  const [name, ...fields] = value as readonly CborValue[]
  if (!(name instanceof Uint8Array) || compareBytes(name, shelf) !== 0) throw keeperErrors('malformed')
  return fields
}

function whole(value: CborValue | undefined): number {
  if (typeof value !== 'number' || value < 0) throw keeperErrors('malformed')
  return value
}
