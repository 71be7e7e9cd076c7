/** How this device may be reached, and how it is reached now: the same shapes for sync, service and screens. */
import type { PeerId } from './ids.ts'

/**
 * How a connection runs: in one process, in this network, straight over the internet, straight through two routers that were opened from
 * both sides, or over a member who relays it. In this order of preference, the best first.
 */
export const PATH_KINDS = ['memory', 'lan', 'direct', 'punched', 'relayed'] as const
export type PathKind = (typeof PATH_KINDS)[number]

/** The person's switches. */
export interface ReachSettings {
  /** Nothing is dialled, and nobody let in, but in networks this device is in. */
  readonly lanOnly: boolean
  /** Others are told relayed addresses alone, and only such are dialled. */
  readonly hideAddress: boolean
  /** Relays connections of members of own communities, and tells them by which address they are seen. */
  readonly helpConnect: boolean
  /** Asks the router to let members in (UPnP). */
  readonly openRouter: boolean
  /** TCP port to listen on; 0 is any free one. */
  readonly port: number
  /** Further addresses others can dial, as multiaddrs without a peer, for who set up their router themselves. */
  readonly addresses: readonly string[]
}

export const REACH_DEFAULTS: ReachSettings = {
  lanOnly: false,
  hideAddress: false,
  helpConnect: false,
  openRouter: true,
  port: 0,
  addresses: [],
}

/** How it went. */
export interface ReachStatus {
  /** Whether others can dial at all. */
  readonly listening: boolean
  /** off: not wanted; none: no router answers; refused: it does not let us. */
  readonly router: 'off' | 'asking' | 'open' | 'refused' | 'none'
  /** Relays this device can be reached over, or asks. */
  readonly relays: readonly { readonly peer: PeerId; readonly state: 'asking' | 'reserved' }[]
  /** Members whose connections this device relays. */
  readonly helped: number
}
