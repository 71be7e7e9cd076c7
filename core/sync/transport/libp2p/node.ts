import { getCiphers } from 'node:crypto'
import { identify, type Identify } from '@libp2p/identify'
import type { Connection, Ed25519PrivateKey, PeerId as Libp2pPeerId, Upgrader } from '@libp2p/interface'
import type { TransportManager } from '@libp2p/interface-internal'
import { noise, pureJsCrypto } from '@libp2p/noise'
import { tcp } from '@libp2p/tcp'
import { tls } from '@libp2p/tls'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p, type Libp2p } from 'libp2p'
import { LIMITS } from '../../../shared/index.ts'
import { PendingHosts } from './pending-hosts.ts'
import { plainHost } from './relaying/stun.ts'

export type Node = Libp2p<{ identify: Identify }>

export interface NodeParts {
  readonly privateKey: Ed25519PrivateKey
  readonly listen: readonly string[]
  /** Whether an inbound peer is let in, asked when the encryption has proven its id. */
  readonly admits: (peer: Libp2pPeerId) => boolean
  /** Whether somebody may come in from an IP address. */
  readonly inbound: (host: string) => boolean
  readonly encryption: readonly ('tls' | 'noise')[]
  readonly connectionsPerSecond: number
  /** Milliseconds without a byte after which a connection, or a stream, is given up; LIMITS.connectionInactivity unless told. */
  readonly inactivity?: number | undefined
}

export interface MadeNode {
  readonly node: Node
  readonly upgrader: Upgrader
  /** Dials one address beside whatever else is dialled: libp2p's own dials take one address of a peer after another. */
  readonly connect: (address: string, signal: AbortSignal) => Promise<Connection>
  /** The addresses that are listened on now, without a peer. */
  readonly listened: () => readonly string[]
}

interface Parties {
  readonly upgrader: Upgrader
  readonly transportManager: TransportManager
}

/** A libp2p node that has not been started: our limits, no dialling of its own, and the order of encryption in our hands. */
export async function createNode(parts: NodeParts): Promise<MadeNode> {
  let parties: Parties | undefined
  // Electron's BoringSSL has no ChaCha20 for node:crypto; noise must then do without.
  const withoutChaCha = !getCiphers().includes('chacha20-poly1305')
  const encrypters = {
    tls: tls(),
    noise: noise(withoutChaCha ? { crypto: pureJsCrypto } : {}),
  }
  const pending = new PendingHosts()
  const { inactivity = LIMITS.connectionInactivity } = parts
  const node = await createLibp2p({
    privateKey: parts.privateKey,
    start: false,
    nodeInfo: { name: 'folkmoot', version: '1', userAgent: 'folkmoot' },
    // Identify would tell each peer all our addresses: they are told by those above, to whom they want.
    addresses: { listen: [...parts.listen], announceFilter: () => [] },
    // Whoever has nothing to say for long must say that they are there: sessions do, every LIMITS.keepAlive.
    transports: [tcp({ inboundSocketInactivityTimeout: inactivity, outboundSocketInactivityTimeout: inactivity })],
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
          inactivityTimeout: inactivity,
          maxStreamWindowSize: LIMITS.streamWindowBytes,
          maxReadBufferLength: 2 * LIMITS.streamWindowBytes,
          maxWriteBufferLength: 2 * LIMITS.frameBytes,
        },
      }),
    ],
    services: { identify: identify({ protocolPrefix: 'folkmoot' }) },
    connectionGater: {
      denyDialMultiaddr: () => false,
      denyInboundConnection: (connection) => {
        const [, family, host = ''] = connection.remoteAddr.toString().split('/')
        // What comes over a relay is bounded there, and all at once when that begins anew.
        return family !== 'p2p' && !(parts.inbound(plainHost(host)) && pending.admits(connection))
      },
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
      // It doubles with each check that failed, up to a minute: who lost some peers would hardly notice losing the next.
      pingTimeout: { minTimeout: LIMITS.connectionCheckTimeout, maxTimeout: LIMITS.connectionCheckMost },
    },
  })
  if (parties === undefined) throw new TypeError('a node without encryption')
  const { upgrader, transportManager } = parties
  return {
    node,
    upgrader,
    connect: (address, signal) => transportManager.dial(multiaddr(address), { signal }),
    listened: () => transportManager.getAddrs().map(String),
  }
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
