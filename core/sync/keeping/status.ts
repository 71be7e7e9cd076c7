import type { PeerId } from '../../shared/index.ts'

/** How it stands with a keeper of a community. */
export interface KeeperStatus {
  readonly peer: PeerId
  /** As an owner named it. */
  readonly name: string
  /** full: it has no room for what is to be put; refused: it does not keep this community, or is not honest. */
  readonly state: 'reached' | 'unreached' | 'full' | 'refused'
  /** Bytes it keeps of this community, and may keep at most, as it said last. */
  readonly used: number
  readonly budget: number
  /** Parcels to be taken there, as far as known: at least so many. */
  readonly waiting: number
  /** Parcels that are there and were not read yet; 0 while it is not talked to. */
  readonly receiving: number
  /** ms; nothing when it was never met. */
  readonly lastMet: number | undefined
  /** Code of why it is not talked to; empty while it is, or was not tried yet. */
  readonly why: string
}
