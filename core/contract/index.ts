/** Everything the screens may ask of core, on one page. Each area's file holds its procedures and the shapes they speak in. */
import { archives } from './archives.ts'
import { boards } from './boards.ts'
import { bundles } from './bundles.ts'
import { communities, invites } from './communities.ts'
import { files } from './files.ts'
import { home } from './home.ts'
import { host } from './host.ts'
import { devices } from './devices.ts'
import { directory } from './directory.ts'
import { imports } from './imports.ts'
import { inbox } from './inbox.ts'
import { keepers } from './keepers.ts'
import { network } from './network.ts'
import { members } from './people.ts'
import { pictures } from './pictures.ts'
import { presence } from './presence.ts'
import { profile } from './profile.ts'
import { rooms, spaces } from './rooms.ts'
import { search } from './search.ts'
import { sync } from './sync.ts'

export const contract = {
  host,
  profile,
  communities,
  invites,
  home,
  spaces,
  rooms,
  files,
  boards,
  members,
  directory,
  pictures,
  devices,
  search,
  sync,
  network,
  keepers,
  bundles,
  imports,
  archives,
  presence,
  inbox,
}
export type Contract = typeof contract

export type { Role } from './base.ts'
export type {
  ArchiveChecking,
  ArchiveMerged,
  ArchivePiece,
  ArchivePlanView,
  ArchiveProblem,
  ArchiveReport,
  ArchiveView,
  ArchiveWishView,
} from './archives.ts'
export type {
  BoardCategory,
  BoardView,
  FirstPost,
  PostVersion,
  TopicFilter,
  TopicOrder,
  TopicsEvent,
  TopicView,
} from './boards.ts'
export type { BundlePiece, BundlePlan, BundleReport, BundleWish } from './bundles.ts'
export {
  type CommunitySummary,
  type InvitePreview,
  type InviteRecord,
  type JoinProgress,
  type Template,
  template,
} from './communities.ts'
export type { AboutView, PersonDetail, PersonView, WelcomeView } from './directory.ts'
export type { FileProgress, FileState, FileToSend, FileView } from './files.ts'
export type { HomeItem } from './home.ts'
export type { ImportColumns, ImportGoal, ImportPlanning, ImportPlanView, ImportRunning } from './imports.ts'
export type { HostView } from './host.ts'
export type { PairingView } from './devices.ts'
export {
  type HeedLevel,
  type HeedView,
  type InboxCounts,
  type InboxFilter,
  type InboxGroup,
  type InboxRequest,
  type InboxView,
  type Notice,
  type NoticeSettings,
  noticeSettings,
} from './inbox.ts'
export type { CareView, DecisionView, DeviceView, MemberDetail, MemberView } from './people.ts'
export type { CarriedView, KeeperPreview, KeeperView } from './keepers.ts'
export { type NetworkView, type ReachStep, reachSettings } from './network.ts'
export type {
  FoundMessage,
  FoundPerson,
  FoundRoom,
  FoundTopic,
  HeldView,
  SearchPosition,
  SearchResult,
} from './search.ts'
export type { PeerView, SyncView, UnreachedView } from './sync.ts'
export type { PresenceSettings, PresenceView, TypingView } from './presence.ts'
export { type ProfileView, settingsView, type SettingsView } from './profile.ts'
export type {
  HiddenView,
  ImportedView,
  LostView,
  MessageRow,
  Position,
  ReactionView,
  ReplyView,
  RoomEvent,
  SpaceView,
  ThreadSummary,
  ThreadView,
} from './rooms.ts'
