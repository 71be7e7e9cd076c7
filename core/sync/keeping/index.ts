/** Members' side of keepers: what is said to one, what is signed for it, and how its shelf is kept level with what is here. */
export { keeperErrors } from './errors.ts'
export { KEEP_PROTOCOL, KEEP_VERSION, type KeepFrame, keepFrames } from './keep-frames.ts'
export { endKeepTalk, keepTalk } from './keep-talk.ts'
export { type KeeperLink, readKeeperLink, writeKeeperLink } from './keeper-link.ts'
export { isSigned, type Lane, LANE_BEGIN, type LaneItem, laneLink, type LaneMark, linkAfter } from './lane.ts'
export {
  annexTranscript,
  claimMac,
  clearingDigest,
  decodeClearing,
  decodeIntroduction,
  decodeRoster,
  devicesOf,
  dropDigest,
  encodeClearing,
  encodeIntroduction,
  encodeRoster,
  introductionDigest,
  keepTranscript,
  type Roster,
  rosterDigest,
  rosterHash,
  shelfOf,
} from './signed.ts'
export type { CarriedKeeping, KeepingChange, KeeperPlace, KeptShelf, ReadLane, Unread } from './kept-ports.ts'
export { Gates } from './gate.ts'
export { claimShelf, Keeping } from './keeping.ts'
export type { KeeperStatus } from './status.ts'
export { meetKeeper, type Shown } from './keep-meeting.ts'
