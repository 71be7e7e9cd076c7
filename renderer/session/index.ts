/** The door to core: connection, live queries, commands, and the places screens can go to. */
export { fromBase64, toBase64 } from './base64.ts'
export { Connection, type Client } from './connection.ts'
export { SessionProvider, useConnection, useLink, useLive } from './context.tsx'
export { command, useCommand, type Outcome } from './command.ts'
export { answeredIn, draftOf, keepAnswered, keepDraft, watchDrafts } from './drafts.ts'
export { draftPlace, useKeptDraft } from './kept-draft.ts'
export { follow } from './live.ts'
export {
  NavigatorProvider,
  PlaceLink,
  useNavigator,
  type Navigator,
  type Place,
  type SearchKind,
  type SearchWish,
} from './places.tsx'
export { portHost } from './port-host.ts'
export * from './queries.ts'
export * from './private-queries.ts'
export * from './carried-queries.ts'
export * from './room-queries.ts'
export * from './presence-queries.ts'
export * from './inbox-queries.ts'
export * from './people-queries.ts'
export { PicturesProvider, useMyFace, usePicture } from './pictures.tsx'
export * from './board-queries.ts'
export type { Refusal } from './refusal.ts'
export { useRun, type Run, type Work } from './run.ts'
export { socketHost, tokenIn } from './socket-host.ts'
export type {
  AboutView,
  ArchiveChecking,
  ArchivePlanView,
  ArchiveProblem,
  ArchiveReport,
  ArchiveView,
  ImportedView,
  ImportColumns,
  ImportGoal,
  ImportPlanning,
  ImportPlanView,
  ImportRunning,
  BoardCategory,
  BoardView,
  BundlePlan,
  BundleReport,
  CareView,
  CommunitySummary,
  DecisionView,
  DeviceView,
  FileProgress,
  FileView,
  HeedLevel,
  HeedView,
  HiddenView,
  HostView,
  InvitePreview,
  InviteRecord,
  JoinProgress,
  HomeItem,
  InboxCounts,
  InboxFilter,
  InboxGroup,
  InboxRequest,
  InboxView,
  KeeperPreview,
  KeeperView,
  LostView,
  MemberDetail,
  MemberView,
  MessageRow,
  NetworkView,
  Notice,
  NoticeSettings,
  PairingView,
  PeerView,
  PersonDetail,
  PersonView,
  Position,
  PresenceSettings,
  ReachStep,
  ReactionView,
  ReplyView,
  Role,
  RoomEvent,
  SettingsView,
  SpaceView,
  SyncView,
  Template,
  TopicFilter,
  TopicOrder,
  TopicsEvent,
  TopicView,
  FirstPost,
  PostVersion,
  ThreadSummary,
  ThreadView,
  UnreachedView,
  WelcomeView,
} from '../../core/contract/index.ts'
export { barePicture, base64url, LIMITS, pictureHead, tagKey } from '../../core/shared/index.ts'
export type { ActionId, CommunityId, DeviceId, EntryId, MemberId, PeerId, SpaceId } from '../../core/shared/index.ts'
