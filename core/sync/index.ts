/** Members find each other, prove who they are and exchange what they hold, over any transport. */
export { joinErrors, sessionErrors } from './errors.ts'
export type {
  JoinRequest,
  Meeting,
  NetworkStatus,
  PeerStatus,
  ReachTest,
  Sync,
  SyncOptions,
  Unreached,
} from './network.ts'
export type {
  Carried,
  CarriedBlobs,
  CarriedDocuments,
  CarriedKeys,
  CarriedLog,
  FeedHead,
  SealedKey,
  Standing,
} from './ports.ts'
export { createSync } from './sync.ts'
export { createPeerKey, libp2pTransport, type Libp2pOptions, transportErrors } from './transport/index.ts'
export { Allowance } from './allowance.ts'
export {
  claimMac,
  clearingDigest,
  annexTranscript,
  decodeClearing,
  decodeIntroduction,
  decodeRoster,
  devicesOf,
  dropDigest,
  encodeRoster,
  endKeepTalk,
  introductionDigest,
  isSigned,
  KEEP_PROTOCOL,
  KEEP_VERSION,
  keeperErrors,
  keepTalk,
  keepTranscript,
  type KeeperLink,
  type KeepFrame,
  type CarriedKeeping,
  type KeeperPlace,
  type KeeperStatus,
  type KeptShelf,
  type Lane,
  laneLink,
  type LaneMark,
  type ReadLane,
  type Roster,
  type Unread,
  LANE_BEGIN,
  type LaneItem,
  linkAfter,
  readKeeperLink,
  rosterDigest,
  rosterHash,
  shelfOf,
  writeKeeperLink,
} from './keeping/index.ts'
export { Guard } from './reach/guard.ts'
export type { Channel, Transport } from './transport/index.ts'
