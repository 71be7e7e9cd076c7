/** Everything the screens may ask of core, on one page. Each area's file holds its procedures and the shapes they speak in. */
import { communities, invites } from './communities.ts'
import { host } from './host.ts'
import { members, sync } from './people.ts'
import { profile } from './profile.ts'
import { rooms, spaces } from './rooms.ts'

export const contract = { host, profile, communities, invites, spaces, rooms, members, sync }
export type Contract = typeof contract

export type { Role } from './base.ts'
export { type CommunitySummary, type InvitePreview, type JoinProgress, type Template, template } from './communities.ts'
export type { HostView } from './host.ts'
export type { MemberView, PeerView, SyncView } from './people.ts'
export type { ProfileView, SettingsView } from './profile.ts'
export type { MessageRow, Position, RoomEvent, SpaceView } from './rooms.ts'
