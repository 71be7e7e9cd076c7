/** Whoever holds a community's secret and a device, and signs any action with it: for membership logs under attack. */
import { deviceOf, type Device, newDeviceSeed, publicDevice, sealFor } from '../../core/identity/index.ts'
import { type Action, type ActionDraft, signAction } from '../../core/membership/action.ts'
import { inviteKeys, proveJoin, signCertificate } from '../../core/membership/invite.ts'
import { logKeys, sealAction } from '../../core/membership/log-seal.ts'
import type { MembershipLog } from '../../core/membership/log.ts'
import type { AdmitPayload, GrantedRole, Payload } from '../../core/membership/payload.ts'
import { type CommunityId, fromBase64url, type Random } from '../../core/shared/index.ts'

export interface Invitation {
  readonly secret: Uint8Array
  readonly certificate: Uint8Array
}

export class HostileLog {
  readonly #log: MembershipLog
  readonly #random: Random

  constructor(log: MembershipLog, random: Random) {
    this.#log = log
    this.#random = random
  }

  device(): Device {
    return deviceOf(newDeviceSeed(this.#random))
  }

  invite(
    inviter: Device,
    terms: { role?: GrantedRole; uses?: number; community?: CommunityId; expires?: number } = {},
  ): Invitation {
    const secret = this.#random.bytes(16)
    const { publicKey } = inviteKeys(secret)
    const { role = 'member', uses = 1, community = this.#log.community, expires = 2e12 } = terms
    return {
      secret,
      certificate: signCertificate(inviter, { community, inviteKey: publicKey, role, uses, expires, approval: false }),
    }
  }

  /** An admission that is right in all parts. */
  admission(newcomer: Device, { secret, certificate }: Invitation, epochKey?: Uint8Array): AdmitPayload {
    const meeting = { nonce: this.#random.bytes(32), joiner: 'j', admitter: 'a' }
    const keys = inviteKeys(secret)
    const terms = {
      community: this.#log.community,
      inviteKey: keys.publicKey,
      device: publicDevice(newcomer),
      ...meeting,
    }
    const [epoch] = this.#log.state.epochs.keys()
    return {
      type: 'admit',
      device: newcomer.signing.publicKey,
      box: newcomer.box.publicKey,
      certificate,
      ...meeting,
      ...proveJoin(keys, newcomer, terms),
      epochs:
        epochKey && epoch
          ? [[fromBase64url(epoch) ?? new Uint8Array(0), sealFor(newcomer.box.publicKey, epochKey)]]
          : [],
    }
  }

  /** An action by a device standing on the heads, or on what `change` says. */
  action(device: Device, payload: Payload, change: Partial<ActionDraft> = {}): Action {
    const own = this.#log.actions().findLast((action) => action.device === device.id)
    return signAction(device, {
      community: this.#log.community,
      seq: (own?.seq ?? 0) + 1,
      prev: own?.id,
      parents: this.#log.heads(),
      at: 1,
      payload,
      ...change,
    })
  }

  seal(action: Action): Uint8Array {
    return sealAction(logKeys(this.#log.secret), action)
  }
}
