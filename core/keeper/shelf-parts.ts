/** What a shelf is made of, as it lies on the disk and as it is told. */
import { type DeviceId, errorCode, type FolkmootError } from '../shared/index.ts'
import { storageErrors } from '../storage/index.ts'
import { keeperErrors, type Lane } from '../sync/index.ts'

export type Rank = 'owner' | 'moderator' | 'other'

/** What was cleared last. */
export interface Cleared {
  readonly version: number
  readonly bytes: Uint8Array
  readonly device: DeviceId
  readonly signature: Uint8Array
}

/** What a device is told of a private space's shelf when it comes to its community's. */
export interface Call {
  readonly shelf: Uint8Array
  readonly device: DeviceId
  readonly letter: Uint8Array
}

export interface ShelfRow {
  readonly number: number
  readonly id: Uint8Array
  readonly used: number
  readonly founder: DeviceId
  /** Number of the community's shelf, where this is a private space's. */
  readonly parent: number | null
  readonly roster: Uint8Array | null
  readonly clearing: Uint8Array | null
  readonly clearing_by: DeviceId | null
  readonly clearing_signature: Uint8Array | null
}

export interface LaneRow extends Lane {
  readonly number: number
  /** Bytes of what is kept of it. */
  readonly size: number
}

/** What a member is told of the keeper's disk. */
export function asKeeper(error: unknown): FolkmootError {
  if (storageErrors.is(error, 'disk-full')) return keeperErrors('full', { cause: error })
  return keeperErrors('storage', { cause: error, details: { code: errorCode(error) } })
}
