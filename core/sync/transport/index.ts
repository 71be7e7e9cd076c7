/** How bytes reach another device: one seam, carried by libp2p or, in tests, by memory. */
export { mostAddresses, parseAddress, peerIdFromText, type PeerAddress } from './addresses.ts'
export { transportErrors } from './errors.ts'
export { type LinkSpeed } from './memory/link.ts'
export { MemoryHub } from './memory/hub.ts'
export { memoryTransport, type MemoryTransport } from './memory/memory-transport.ts'
export { createPeerKey, peerOfKey } from './peer-key.ts'
export type { Channel, ConnectionView, Found, Path, ServeOptions, Transport } from './transport.ts'
export { wallClock } from './waiting.ts'
