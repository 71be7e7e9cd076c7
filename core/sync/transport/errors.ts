import { defineErrors } from '../../shared/index.ts'

/** What can go wrong between two transport ends. The sentences are for the person; a peer is never told more than the code. */
export const transportErrors = defineErrors('sync', {
  /** Thrown when a channel or transport has ended, by either side or because the connection broke. */
  closed: 'The connection has ended.',
  /** Thrown when a frame is longer than LIMITS.frameBytes, sent or announced. */
  'frame-too-large': 'This is larger than what may be sent in one piece.',
  /** Thrown when a peer was silent for too long. */
  timeout: 'The other device did not answer in time.',
  /** Thrown when no address of a peer led to it within LIMITS.dialTimeout, or it refused us. */
  unreachable: 'This device cannot be reached now.',
  /** Thrown when a peer does not serve the protocol. */
  'no-such-protocol':
    'The other device does not speak this part of Folkmoot, perhaps because its version is different.',
  /** Thrown when none of the addresses is one that may be dialled: malformed, not TCP, another peer's, or our own. */
  'not-ours-to-dial': 'This is not an address that Folkmoot can connect to.',
  /** Thrown at start when another program listens on the wished port. */
  'port-in-use': 'Port {port} is used by another program. Choose another port, or close that program.',
  /** Thrown at start when the wished address is not one of this device, or the system forbids listening there. */
  'cannot-listen': 'Folkmoot cannot listen on {host} port {port} of this device.',
  /** Thrown for a peer key that is not a 32-byte seed or an Ed25519 private key. */
  'bad-peer-key': 'The network key of this device is damaged.',
})
