/**
 * Adding a device, at the device that is there. What is needed for it is in memory only; one link is open at a time, and the first who asks
 * with it is the one whose code is compared.
 */
import {
  base64url,
  type Clock,
  type CommunityId,
  type FolkmootError,
  LIMITS,
  Listeners,
  type Log,
  type Random,
  sameBytes,
} from '../../shared/index.ts'
import { type Device, deviceId, type PublicDevice } from '../../identity/index.ts'
import {
  addDevice,
  type Candidate,
  commitTo,
  deviceCode,
  deviceErrors,
  type DeviceRequest,
  isPairingProven,
  type KeyRing,
  type Meeting,
  type MembershipLog,
  pairingKeys,
  readDeviceRequest,
  writeDeviceLink,
} from '../../membership/index.ts'

export interface PairingParts {
  readonly community: CommunityId
  readonly device: Device
  readonly membership: MembershipLog
  readonly ring: KeyRing
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Throws why this device may not write now. */
  readonly assertMayWrite: () => void
}

export interface PairingState {
  readonly step: 'waiting' | 'comparing' | 'done' | 'expired'
  readonly code: string | undefined
  /** Why it ended without a device. */
  readonly trouble: FolkmootError | undefined
}

interface Pairing {
  readonly secret: Uint8Array
  /** Shown to the candidate alone, once its keys are known. */
  readonly nonce: Uint8Array
  readonly key: Uint8Array
  readonly link: string
  readonly expires: number
  readonly timer: AbortController
  candidate: DeviceRequest | undefined
  state: PairingState
}

/** One link and what became of it, as the screen that shows it sees it. */
export interface OpenPairing {
  readonly link: string
  readonly expires: number
  readonly state: PairingState
  /** The screen is closed: whoever has the link cannot use it any more. */
  end(): void
}

/** Links of which it is still known what became of them. */
const REMEMBERED = 8

export class Pairings {
  readonly #parts: PairingParts
  readonly #changed: Listeners<void>
  /** The last one; those before are ended, and kept to be able to say why. By key. */
  readonly #all = new Map<string, Pairing>()

  constructor(parts: PairingParts) {
    this.#parts = parts
    this.#changed = new Listeners(() => parts.log.error('pairing.listener'))
  }

  /** Makes a link; the one before ends. @throws device/too-many, community/left … */
  open(name: string, { peer, addresses }: { peer: string; addresses: readonly string[] }): OpenPairing {
    const { community, device, membership, clock, random, assertMayWrite } = this.#parts
    assertMayWrite()
    this.#assertRoom()
    this.close()
    const [secret, nonce] = [random.bytes(16), random.bytes(32)]
    const key = pairingKeys(secret).publicKey
    const expires = clock.now() + LIMITS.pairingAge
    const terms = {
      community,
      communitySecret: membership.secret,
      pairingSecret: secret,
      commitment: commitTo(nonce),
      peer,
      name,
      addresses,
      expires,
    }
    const pairing: Pairing = {
      secret,
      nonce,
      key,
      link: writeDeviceLink(device, terms),
      expires,
      timer: new AbortController(),
      candidate: undefined,
      state: { step: 'waiting', code: undefined, trouble: undefined },
    }
    this.#all.set(base64url(key), pairing)
    const [oldest] = this.#all.keys()
    if (oldest !== undefined && this.#all.size > REMEMBERED) this.#all.delete(oldest)
    clock.sleep(LIMITS.pairingAge, pairing.timer.signal).then(
      () => this.#end(pairing, deviceErrors('expired')),
      () => undefined,
    )
    return {
      link: pairing.link,
      expires,
      get state() {
        return pairing.state
      },
      end: () => this.#end(pairing, deviceErrors('ended')),
    }
  }

  /** Ends the one that is open. */
  close(): void {
    for (const pairing of this.#all.values()) this.#end(pairing, deviceErrors('ended'))
  }

  /** Told when the state of a pairing changed. */
  onChange(listener: () => void): () => void {
    return this.#changed.add(listener)
  }

  /**
   * Answers a device that asks to be added: returns when it was, and throws what it is told until then: with device/compare the nonce.
   * @throws device/not-accepted, device/elsewhere, device/compare, device/other-keys, device/differs, device/ended, device/expired
   */
  answer(bytes: Uint8Array, meeting: Meeting): void {
    const { community, device } = this.#parts
    const request = readDeviceRequest(bytes)
    const pairing = this.#all.get(base64url(request.pairingKey))
    if (!pairing) throw deviceErrors('elsewhere')
    if (!isPairingProven(request, { community, adding: device.id, pairingKey: pairing.key }, meeting))
      throw deviceErrors('not-accepted')
    if (pairing.state.trouble) throw pairing.state.trouble
    if (pairing.candidate && !isSame(pairing.candidate, request)) {
      this.#end(pairing, deviceErrors('other-keys'))
      throw deviceErrors('other-keys')
    }
    if (pairing.state.step === 'done') return
    if (!pairing.candidate) {
      pairing.candidate = request
      this.#become(pairing, {
        step: 'comparing',
        code: deviceCode(pairing.secret, request, pairing.nonce),
        trouble: undefined,
      })
    }
    throw deviceErrors('compare', { details: { nonce: base64url(pairing.nonce) } })
  }

  /** The person says whether both devices show the same code. @throws device/nothing-to-compare, membership/…, community/left … */
  compared(same: boolean): void {
    const pairing = [...this.#all.values()].find(({ state }) => state.step === 'comparing')
    const { candidate } = pairing ?? {}
    if (!pairing || !candidate) throw deviceErrors('nothing-to-compare')
    if (!same) return this.#end(pairing, deviceErrors('differs'))
    const { device, membership, ring, clock, assertMayWrite } = this.#parts
    assertMayWrite()
    // A device that was added and did not learn of it comes again with the same keys.
    if (!this.#isOwn(candidate.device)) {
      this.#assertRoom()
      addDevice({ log: membership, ring, device, now: clock.now() }, { ...candidate, recovery: false })
    }
    pairing.timer.abort()
    this.#become(pairing, { ...pairing.state, step: 'done' })
  }

  #end(pairing: Pairing, trouble: FolkmootError): void {
    const { step } = pairing.state
    if (step !== 'waiting' && step !== 'comparing') return
    pairing.timer.abort()
    this.#become(pairing, { step: 'expired', code: undefined, trouble })
  }

  #become(pairing: Pairing, state: PairingState): void {
    pairing.state = state
    this.#changed.tell()
  }

  #isOwn({ signing }: PublicDevice): boolean {
    const { device, membership } = this.#parts
    const { devices } = membership.state
    const known = devices.get(deviceId(signing))
    return known?.state === 'active' && known.member === devices.get(device.id)?.member
  }

  #assertRoom(): void {
    const { device, membership } = this.#parts
    const { devices } = membership.state
    const me = devices.get(device.id)?.member
    const own = [...devices.values()].filter((each) => each.member === me && !each.recovery && each.state === 'active')
    if (own.length >= LIMITS.memberDevices) throw deviceErrors('too-many')
  }
}

function isSame(a: Candidate, b: Candidate): boolean {
  const isSameDevice = sameBytes(a.device.signing, b.device.signing) && sameBytes(a.device.box, b.device.box)
  return isSameDevice && sameBytes(a.share, b.share)
}
