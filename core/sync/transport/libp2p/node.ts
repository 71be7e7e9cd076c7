import { getCiphers } from 'node:crypto'
import { identify, type Identify } from '@libp2p/identify'
import type { Ed25519PrivateKey, PeerId as Libp2pPeerId, Upgrader } from '@libp2p/interface'
import { noise, pureJsCrypto } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { tls } from '@libp2p/tls'
import { yamux } from '@libp2p/yamux'
import { createLibp2p, type Libp2p } from 'libp2p'
import { LIMITS } from '../../../shared/index.ts'
import { PendingHosts } from './pending-hosts.ts'

export type Node = Libp2p<{ identify: Identify }>

export interface NodeParts {
  readonly privateKey: Ed25519PrivateKey
  readonly listen: readonly string[]
  /** Whether an inbound peer is let in, asked when the encryption has proven its id. */
  readonly admits: (peer: Libp2pPeerId) => boolean
  readonly encryption: readonly ('tls' | 'noise')[]
  readonly connectionsPerSecond: number
}

/** A libp2p node that has not been started: our limits, no dialling of its own, and the order of encryption in our hands. */
export async function createNode(parts: NodeParts): Promise<{ node: Node; upgrader: Upgrader }> {
  let parties: { readonly upgrader: Upgrader } | undefined
  // Electron's BoringSSL has no ChaCha20 for node:crypto; noise must then do without.
  const withoutChaCha = !getCiphers().includes('chacha20-poly1305')
  const encrypters = {
    tls: tls(),
    noise: noise(withoutChaCha ? { crypto: pureJsCrypto } : {}),
  }
  const pending = new PendingHosts()
  const node = await createLibp2p({
    privateKey: parts.privateKey,
    start: false,
    nodeInfo: { name: 'folkmoot', version: '1', userAgent: 'folkmoot' },
    addresses: { listen: [...parts.listen] },
    transports: [tcp()],
    connectionEncrypters: parts.encryption.map((each) => (components) => {
      // The upgrader is there only when the node has been made.
      parties = components
      return encrypters[each](components)
    }),
    streamMuxers: [
      yamux({
        maxInboundStreams: LIMITS.streamsPerConnection,
        maxOutboundStreams: LIMITS.streamsPerConnection,
        streamOptions: {
          maxStreamWindowSize: LIMITS.streamWindowBytes,
          maxReadBufferLength: 2 * LIMITS.streamWindowBytes,
          maxWriteBufferLength: 2 * LIMITS.frameBytes,
        },
      }),
    ],
    services: { identify: identify({ protocolPrefix: 'folkmoot' }) },
    connectionGater: {
      denyDialMultiaddr: () => false,
      denyInboundConnection: (connection) => !pending.admits(connection),
      denyInboundEncryptedConnection: (peer, connection) => {
        pending.settled(connection)
        return peer.type !== 'Ed25519' || !parts.admits(peer)
      },
    },
    connectionManager: {
      maxConnections: LIMITS.connections,
      maxIncomingPendingConnections: LIMITS.pendingConnections,
      inboundConnectionThreshold: parts.connectionsPerSecond,
      inboundUpgradeTimeout: LIMITS.upgradeTimeout,
      inboundStreamProtocolNegotiationTimeout: LIMITS.upgradeTimeout,
      outboundStreamProtocolNegotiationTimeout: LIMITS.upgradeTimeout,
      dialTimeout: LIMITS.dialTimeout,
      addressDialTimeout: LIMITS.addressDialTimeout,
      maxPeerAddrsToDial: LIMITS.inviteAddresses * 2,
      reconnectRetries: 0,
      // The order of the addresses is the caller's.
      addressSorter: () => 0,
    },
    connectionMonitor: {
      protocolPrefix: 'folkmoot',
      pingInterval: LIMITS.connectionCheck,
      pingTimeout: { minTimeout: LIMITS.connectionCheckTimeout },
    },
  })
  if (parties === undefined) throw new TypeError('a node without encryption')
  return { node, upgrader: parties.upgrader }
}

/** Runs a dial with noise preferred to TLS. Others dialling at the same time get noise too, which does no harm. */
export async function preferNoise<T>(upgrader: Upgrader, dial: () => Promise<T>): Promise<T> {
  const encrypters = upgrader.getConnectionEncrypters()
  const moveLast = (wanted: string): void => {
    const encrypter = [...encrypters].find(([protocol]) => protocol.includes(wanted))
    if (!encrypter) return
    encrypters.delete(encrypter[0])
    encrypters.set(...encrypter)
  }
  moveLast('tls')
  try {
    return await dial()
  } finally {
    moveLast('noise')
  }
}
