import type { Clock, Log } from '../../../shared/index.ts'
import type { Listen } from './listening.ts'

export interface Libp2pOptions {
  /** What `createPeerKey` made, or libp2p's protobuf form of an Ed25519 private key. */
  readonly privateKey: Uint8Array
  readonly listen: Listen
  /** Whether to look for peers in the local network, and be seen there. */
  readonly discovery: boolean
  readonly log: Log
  readonly clock: Clock
  /** Encryption in the order of preference; TLS, then Noise, unless told. */
  readonly encryption?: readonly ('tls' | 'noise')[]
  /** New inbound connections a second from one host; LIMITS.connectionsPerSecond unless told. */
  readonly connectionsPerSecond?: number
  /** Milliseconds without a byte after which a connection, or a stream, is given up; LIMITS.connectionInactivity unless told. */
  readonly inactivity?: number
}
