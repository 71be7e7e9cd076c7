/**
 * What the log adds up to: a pure function of a set of actions, made when it is asked for.
 * It knows no secrets, no clock and no "me". The same set of actions gives the same state on every peer.
 */
import {
  type ActionId,
  type CommunityId,
  compareBytes,
  type DeviceId,
  type EpochId,
  type MemberId,
} from '../shared/index.ts'
import type { Certificate } from './invite.ts'
import type { MemberRole } from './payload.ts'
import { compareText } from './rank.ts'
import type { DeviceRecord, MemberRecord, Records, Settled } from './records.ts'
import type { MemberState, Standings } from './standings.ts'

export interface Member {
  readonly id: MemberId
  readonly role: MemberRole
  readonly state: MemberState
  /** As claimed by who admitted, ms. */
  readonly since: number
  /** Every device that was ever certified for them, recovery keys aside. */
  readonly devices: readonly DeviceId[]
  readonly recovery: DeviceId | undefined
  /** Actions that made this member one. */
  readonly grants: readonly ActionId[]
  readonly leaves: readonly ActionId[]
  /** Who opened the door, and whose invite it was; nothing for the founder. */
  readonly admittedBy: MemberId | undefined
  readonly invitedBy: MemberId | undefined
}

export interface KnownDevice {
  readonly id: DeviceId
  readonly member: MemberId
  /** X25519 key secrets are sealed to. */
  readonly box: Uint8Array
  /** Actions that certified it. */
  readonly grants: readonly ActionId[]
  readonly recovery: boolean
  /** suspended: it and a device that removed it removed each other, or it was added by one that was removed at the same time. */
  readonly state: 'active' | 'removed' | 'suspended'
  /** The removal that counts. */
  readonly removal: ActionId | undefined
  /** It signed two things for one place. */
  readonly equivocated: boolean
  /** As claimed by who certified it, ms. */
  readonly since: number
}

/** An invite somebody used, or that was revoked. */
export interface KnownInvite {
  /** Base64url of its key. */
  readonly key: string
  /** What it allows; not known of one that was revoked before anybody used it. */
  readonly certificate: Certificate | undefined
  /** Actions that admitted by it, sorted. */
  readonly uses: readonly ActionId[]
  readonly revoked: boolean
  /** It admitted more than it allows, or somebody though it was revoked: by members who did not know of each other. */
  readonly overused: boolean
}

export interface KnownEpoch {
  readonly id: EpochId
  /** The epochs each action that names it says it follows: its true key fits one of these, and what others say changes nothing. */
  readonly origins: readonly (readonly EpochId[])[]
  /**
   * Its key as sealed for each box key (base64url). Who seals can seal rubbish, and several may have sealed for one device, so all are
   * kept, sorted.
   */
  readonly sealed: ReadonlyMap<string, readonly Uint8Array[]>
  /** Whether nothing new is written under it. What was written stays readable. */
  readonly isVoid: boolean
}

export interface MembershipState {
  readonly community: CommunityId | undefined
  readonly founder: DeviceId | undefined
  readonly private: boolean
  readonly members: ReadonlyMap<MemberId, Member>
  readonly devices: ReadonlyMap<DeviceId, KnownDevice>
  readonly invites: ReadonlyMap<string, KnownInvite>
  readonly epochs: ReadonlyMap<EpochId, KnownEpoch>
  /** Epochs new content is written under, sorted. */
  readonly epochHeads: readonly EpochId[]
  /** A newer version wrote something that has no effect here. */
  readonly needsUpdate: boolean
}

export function stateOf(records: Records, standings: Standings): MembershipState {
  const [first] = records.all()
  return {
    community: first && (first.action.id as string as CommunityId),
    founder: first?.action.device,
    private: first?.action.payload.type === 'create' && first.action.payload.private === true,
    members: new Map(
      [...records.members.values()].flatMap((record) => {
        const member = memberOf(record, standings)
        return member ? [[record.id, member]] : []
      }),
    ),
    devices: new Map(
      [...records.devices.values()].flatMap((record) => {
        const device = deviceOf(record, records, standings)
        return device ? [[record.id, device]] : []
      }),
    ),
    invites: invitesOf(records, standings),
    epochs: epochsOf(records, standings),
    epochHeads: standings.epochHeads(),
    needsUpdate: records.unknown.length > 0,
  }
}

function memberOf(record: MemberRecord, standings: Standings): Member | undefined {
  const { id, admissions } = record
  const standing = standings.member(id)
  if (!standing) return undefined
  const [admission] = admissions.toSorted((a, b) => compareText(a.action.id, b.action.id))
  const isFounder = admission?.action.payload.type === 'create'
  const devices = standings.devicesOf(id).sort(compareText)
  return {
    id,
    role: standing.role,
    state: standing.state,
    since: Math.max(...admissions.map(({ action }) => action.at)),
    devices: devices.filter((device) => standings.device(device)?.recovery !== true),
    recovery: standings.recoveryOf(id),
    grants: admissions.map(({ action }) => action.id).sort(compareText),
    leaves: standings
      .leaves(id)
      .map(({ action }) => action.id)
      .sort(compareText),
    admittedBy: isFounder ? undefined : admission?.member,
    invitedBy: admission?.inviter?.member,
  }
}

function deviceOf(
  { id, grants, evidence }: DeviceRecord,
  records: Records,
  standings: Standings,
): KnownDevice | undefined {
  const grant = standings.device(id)
  if (!grant) return undefined
  const same = grants.filter(({ member }) => member === grant.member)
  const removals = standings.deviceRemovals(id)
  const dispute = removals.length === 0 ? standings.disputeOf(id) : undefined
  const isMutual = removals.some(({ action }) => isAnswered(action.device, id, records, standings))
  return {
    id,
    member: grant.member,
    box: same.map(({ box }) => box).sort(compareBytes)[0] ?? grant.box,
    grants: grants.map(({ by }) => by.action.id).sort(compareText),
    recovery: grant.recovery,
    state: removals.length === 0 && !dispute ? 'active' : isMutual || dispute ? 'suspended' : 'removed',
    removal: removals.map(({ action }) => action.id).sort(compareText)[0] ?? dispute?.action.id,
    equivocated: evidence.some(standings.stands),
    since: Math.max(...grants.map(({ by }) => by.action.at)),
  }
}

/** Whether a device that removed another was itself removed by that one. */
function isAnswered(remover: DeviceId, removed: DeviceId, records: Records, standings: Standings): boolean {
  return (records.devices.get(remover)?.removals ?? []).some(
    (by) => by.action.device === removed && standings.stands(by),
  )
}

function invitesOf(records: Records, standings: Standings): Map<string, KnownInvite> {
  const keys = new Set([...records.uses.keys(), ...records.revocations.keys()])
  return new Map(
    [...keys].map((key) => {
      const all = (records.uses.get(key) ?? []).toSorted((a, b) => compareText(a.by.action.id, b.by.action.id))
      const certificate = all[0]?.certificate
      const revoked = standings.isInviteRevoked(key, all[0]?.by.inviter?.member)
      const uses = all.map(({ by }) => by.action.id)
      const late =
        revoked &&
        isUsedUnaware(
          key,
          all.map(({ by }) => by),
          records,
          standings,
        )
      const overused = late || (certificate !== undefined && uses.length > certificate.uses)
      return [key, { key, certificate, uses, revoked, overused }]
    }),
  )
}

/** Whether somebody was admitted by who had not heard of the revocation, nor those who revoked of them. */
function isUsedUnaware(key: string, uses: readonly Settled[], records: Records, standings: Standings): boolean {
  const revocations = (records.revocations.get(key) ?? []).filter(standings.stands)
  return uses.some((use) => revocations.some((by) => standings.areConcurrent(use.action.id, by.action.id)))
}

function epochsOf(records: Records, standings: Standings): Map<EpochId, KnownEpoch> {
  return new Map(
    [...records.epochs].map(([id, all]) => [
      id,
      {
        id,
        origins: all.map(({ parents }) => parents),
        sealed: records.sealed.of(id),
        isVoid: !all.some(({ by }) => standings.stands(by)),
      },
    ]),
  )
}
