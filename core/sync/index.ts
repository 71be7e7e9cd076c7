/** Members find each other, prove who they are and exchange what they hold, over any transport. */
export { joinErrors, sessionErrors } from './errors.ts'
export type { JoinRequest, Meeting, NetworkStatus, PeerStatus, Sync, SyncOptions } from './network.ts'
export type { Carried, CarriedDocuments, CarriedKeys, CarriedLog, FeedHead, SealedKey, Standing } from './ports.ts'
export { createSync } from './sync.ts'
export { createPeerKey, libp2pTransport, type Libp2pOptions, transportErrors } from './transport/index.ts'
