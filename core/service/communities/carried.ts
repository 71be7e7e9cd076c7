/** What sync is handed of a community, or of a private space: the same shape for both. */
import {
  type ActionId,
  base64url,
  type CommunityId,
  type DeviceId,
  type DocumentId,
  type EpochId,
  fromBase64url,
  type MemberId,
} from '../../shared/index.ts'
import type { Documents, FeedHead, HistorySetting } from '../../documents/index.ts'
import { type Device, deriveKey, deviceKey, identityErrors, keyedHash, sign, verify } from '../../identity/index.ts'
import type { KeyRing, Meeting, MembershipLog } from '../../membership/index.ts'
import type { Mail } from '../../parcels/index.ts'
import type { Acquaintances } from './acquaintances.ts'
import { epochsFor } from './epochs.ts'
import type { CommunityKeeping } from './keepers/keeping.ts'
import type { PrivateKeeping } from './keepers/private-keeping.ts'
import type { PlaceFiles } from './files/place-files.ts'
import type { Signals } from './signals.ts'

export interface CarriedParts {
  readonly community: CommunityId
  readonly device: Device
  readonly membership: MembershipLog
  readonly ring: KeyRing
  readonly documents: Documents
  readonly acquaintances: Acquaintances
  /** This device's clock, ms. */
  readonly now: () => number
  /** Another member's version vector covers these. */
  readonly reached: (member: MemberId, heads: readonly FeedHead[]) => void
  /** Lets in who asks, or throws why not. */
  readonly admit: (request: Uint8Array, meeting: Meeting) => void
  readonly hasOpenInvite: () => boolean
  /** What newcomers may read. */
  readonly history: () => HistorySetting
  readonly mail: Mail
  readonly keeping?: CommunityKeeping | PrivateKeeping
  readonly signals?: Signals
  readonly files?: PlaceFiles
}

export const noMail: Mail = { letters: () => [], takeLetter: () => undefined }

export type Carried = ReturnType<typeof carriedOf>

export function carriedOf(parts: CarriedParts) {
  const { community, device, membership, documents, acquaintances, mail } = parts
  return {
    community,
    tagKey: membership.tagKey,
    device: device.id,
    signSession: (transcript: Uint8Array): Uint8Array => sign(device.signing, transcript),
    log: carriedLog(parts),
    documents,
    keeping: parts.keeping,
    admit: parts.admit,
    hasOpenInvite: parts.hasOpenInvite,
    reached: (member: MemberId, _document: DocumentId, heads: readonly FeedHead[]): void =>
      parts.reached(member, heads),
    remember: (of: DeviceId | '', peer: string, addresses: readonly string[]): void =>
      acquaintances.remember(of, { peer, addresses }, parts.now()),
    acquaintances: () => acquaintances.all(),
    places: acquaintances.places,
    ...(parts.signals ? { signals: parts.signals } : {}),
    ...(parts.files ? { blobs: parts.files.carried } : {}),
    letters: (of: DeviceId): readonly Uint8Array[] => mail.letters(of),
    takeLetter: (letter: Uint8Array): void => mail.takeLetter(letter),
  }
}

/** What a device may do with others: exchange all, only the log (who waits to be let in, and recovery keys), or nothing. */
export interface ExchangeStanding {
  readonly member: MemberId
  readonly may: 'exchange' | 'log-only' | 'nothing'
  /** Whether it was its member's own wish. */
  readonly left: boolean
}

function carriedLog(parts: CarriedParts) {
  const { membership } = parts
  return {
    heads: (): readonly ActionId[] => membership.heads(),
    sample: (): readonly ActionId[] => membership.sample(),
    missingFor: (sample: readonly ActionId[]): readonly Uint8Array[] => membership.missingFor(sample),
    receive: (items: readonly Uint8Array[]) => membership.receive(items),
    has: (id: ActionId): boolean => membership.has(id),
    standing: (of: DeviceId): ExchangeStanding | undefined => exchangeStanding(membership, of),
    decisionAbout: (of: DeviceId, sample: readonly ActionId[]): readonly Uint8Array[] => {
      const reason = membership.cutReason(of)
      return reason ? membership.missingFor(sample, [reason.action]) : []
    },
    decidedBy: (of: DeviceId, sample: readonly ActionId[]): readonly Uint8Array[] => {
      const own = membership.actions().filter(({ device }) => device === of)
      return membership.missingFor(
        sample,
        own.map(({ id }) => id),
      )
    },
    keys: carriedKeys(parts),
    isSessionSigned: (of: DeviceId, transcript: Uint8Array, signature: Uint8Array): boolean => {
      try {
        return verify(deviceKey(of), transcript, signature)
      } catch (error) {
        if (identityErrors.is(error, 'bad-key')) return false
        throw error
      }
    },
    onChange: (listener: () => void) => membership.onChange(listener),
  }
}

function exchangeStanding({ state }: MembershipLog, of: DeviceId): ExchangeStanding | undefined {
  const device = state.devices.get(of)
  const member = device && state.members.get(device.member)
  if (!member) return undefined
  const isHere = (member.state === 'active' || member.state === 'pending') && device.state === 'active'
  const may = !isHere ? 'nothing' : member.state === 'pending' || device.recovery ? 'log-only' : 'exchange'
  return { member: member.id, may, left: member.state === 'left' }
}

function carriedKeys({ ring, membership, device, history }: CarriedParts) {
  /** Those of some epochs that a device's member is meant to have the keys of. */
  const meantFor = (of: DeviceId, epochs: readonly EpochId[]): readonly EpochId[] => {
    const member = membership.state.devices.get(of)?.member
    if (!member || epochs.length === 0) return []
    const meant = epochsFor(membership, member, history())
    return epochs.filter((epoch) => meant.has(epoch))
  }
  return {
    vouch: (message: Uint8Array) => {
      const heads = new Set(ring.heads())
      const all = ring.held().map(({ id, key }) => ({ isHead: heads.has(id), proof: vouchOf(key, message) }))
      return {
        heads: all.filter(({ isHead }) => isHead).map(({ proof }) => proof),
        older: all
          .filter(({ isHead }) => !isHead)
          .map(({ proof }) => proof)
          .toReversed(),
      }
    },
    lacking: (): readonly EpochId[] => meantFor(device.id, ring.lacking()),
    reseal: (of: DeviceId, epochs: readonly EpochId[]): (readonly [EpochId, Uint8Array])[] =>
      ring.reseal(of, meantFor(of, epochs)).map(([epoch, sealed]) => [base64url(epoch) as EpochId, sealed]),
    take: (keys: readonly (readonly [EpochId, Uint8Array])[]): number =>
      ring.take(keys.map(([epoch, sealed]) => [fromBase64url(epoch) ?? new Uint8Array(0), sealed])).length,
    onChange: (listener: () => void) => ring.onChange(listener),
  }
}

/** Shows that one holds an epoch's key, without showing the key. */
function vouchOf(key: Uint8Array, message: Uint8Array): Uint8Array {
  return keyedHash(deriveKey(key, 'folkmoot/vouch/1'), message)
}
