/** The door to core: connection, live queries, commands, and the places screens can go to. */
export { Connection, type Client } from './connection.ts'
export { SessionProvider, useConnection, useLink, useLive } from './context.tsx'
export { command, useCommand, type Outcome } from './command.ts'
export { draftOf, keepDraft } from './drafts.ts'
export { follow } from './live.ts'
export { NavigatorProvider, PlaceLink, useNavigator, type Navigator, type Place } from './places.tsx'
export { portHost } from './port-host.ts'
export * from './queries.ts'
export * from './private-queries.ts'
export type { Refusal } from './refusal.ts'
export { socketHost, tokenIn } from './socket-host.ts'
export type {
  CareView,
  CommunitySummary,
  DecisionView,
  DeviceView,
  HiddenView,
  HostView,
  InvitePreview,
  InviteRecord,
  JoinProgress,
  LostView,
  MemberDetail,
  MemberView,
  MessageRow,
  PairingView,
  PeerView,
  Position,
  Role,
  RoomEvent,
  SettingsView,
  SpaceView,
  SyncView,
  Template,
} from '../../core/contract/index.ts'
export { LIMITS } from '../../core/shared/index.ts'
export type { ActionId, CommunityId, DeviceId, EntryId, MemberId, SpaceId } from '../../core/shared/index.ts'
