/** The epoch keys this device holds: sealed to it by the log, or handed over by another member on request. */
import { base64url, type DeviceId, type EpochId, fromBase64url, LIMITS, Listeners } from '../shared/index.ts'
import { type Device, openSealed, sealFor } from '../identity/index.ts'
import { type ContentKeys, contentKeys, type Epoch, isKeyOf } from './epoch.ts'
import type { EpochKeys } from './epoch-keys.ts'
import type { Sealed } from './payload.ts'
import type { KnownEpoch, MembershipState } from './state.ts'

/** Combinations of epochs whose keys are kept. */
const KEPT = 256

export class KeyRing {
  readonly #device: Device
  readonly #state: () => MembershipState
  readonly #kept: EpochKeys | undefined
  readonly #keys = new Map<EpochId, Uint8Array>()
  readonly #content = new Map<string, ContentKeys>()
  readonly #changed: Listeners<void>

  /** @param kept where keys are kept that the log does not seal to this device */
  constructor(device: Device, state: () => MembershipState, kept?: EpochKeys, onTrouble: () => void = () => undefined) {
    this.#device = device
    this.#state = state
    this.#kept = kept
    this.#changed = new Listeners(onTrouble)
  }

  /** Epochs new content is written under: those that stand and that no other follows, as far as they are held; sorted. */
  heads(): readonly EpochId[] {
    return this.#state().epochHeads.filter((id) => this.#key(id))
  }

  /** The keys content under these epochs is encrypted with; nothing when one of them is not held. */
  contentKeys(epochs: readonly EpochId[]): ContentKeys | undefined {
    const name = epochs.join()
    const known = this.#content.get(name)
    if (known) return known
    const keys = epochs.map((id) => this.#key(id)).filter((key) => key !== undefined)
    if (keys.length === 0 || keys.length !== epochs.length) return undefined
    const made = contentKeys(keys)
    // Whoever sends blocks chooses the names.
    if (this.#content.size >= KEPT) this.#content.clear()
    this.#content.set(name, made)
    return made
  }

  /** Every epoch held, oldest known first. */
  held(): readonly Epoch[] {
    return [...this.#state().epochs.keys()].flatMap((id) => {
      const key = this.#key(id)
      return key ? [{ id, key }] : []
    })
  }

  /** Epochs of the log whose key is not held. */
  lacking(): readonly EpochId[] {
    return [...this.#state().epochs.keys()].filter((id) => !this.#key(id))
  }

  /** Keys to hand on, sealed for a box key: the newest, those that are written under first. `[epoch id, sealed]`. */
  sealedFor(box: Uint8Array, epochs: readonly Epoch[] = this.held()): readonly Sealed[] {
    const heads = new Set(this.#state().epochHeads)
    const latest = epochs.toReversed().toSorted((a, b) => Number(heads.has(b.id)) - Number(heads.has(a.id)))
    return latest.slice(0, LIMITS.handedEpochs).map(({ id, key }) => [bytesOf(id), sealFor(box, key)])
  }

  /** Answers a device that lacks keys: sealed for it, when it may have them. What is not held here is left out. */
  reseal(device: DeviceId, epochs: readonly EpochId[]): readonly Sealed[] {
    const { devices, members } = this.#state()
    const known = devices.get(device)
    if (known?.state !== 'active' || members.get(known.member)?.state !== 'active') return []
    const wanted = epochs.slice(0, LIMITS.handedEpochs).flatMap((id): Epoch[] => {
      const key = this.#key(id)
      return key ? [{ id, key }] : []
    })
    return this.sealedFor(known.box, wanted)
  }

  /** Takes keys another member handed over: each is opened, held against its epoch's id, and kept. Answers those newly held. */
  take(keys: readonly Sealed[]): readonly EpochId[] {
    const taken = keys.flatMap(([of, sealed]) => {
      const id = base64url(of) as EpochId
      const epoch = this.#state().epochs.get(id)
      if (!epoch || this.#key(id)) return []
      const key = this.#opened(epoch, sealed)
      if (!key) return []
      this.#keys.set(id, key)
      this.#kept?.keep(id, key)
      return [id]
    })
    if (taken.length > 0) this.#changed.tell()
    return taken
  }

  /** Told when keys were handed over. Those that come with the log are told of by the log. */
  onChange(listener: () => void): () => void {
    return this.#changed.add(listener)
  }

  #key(id: EpochId): Uint8Array | undefined {
    const known = this.#keys.get(id)
    if (known) return known
    const epoch = this.#state().epochs.get(id)
    if (!epoch) return undefined
    const key = this.#kept?.get(id) ?? this.#sealedHere(epoch)
    if (key) this.#keys.set(id, key)
    return key
  }

  #sealedHere(epoch: KnownEpoch): Uint8Array | undefined {
    for (const sealed of epoch.sealed.get(base64url(this.#device.box.publicKey)) ?? []) {
      const key = this.#opened(epoch, sealed)
      if (key) return key
    }
    return undefined
  }

  /** A key that was sealed wrongly, or that is not the one its epoch is named by, is one we do not hold. */
  #opened({ id, origins }: KnownEpoch, sealed: Uint8Array): Uint8Array | undefined {
    try {
      const key = openSealed(this.#device.box, sealed)
      return origins.some((parents) => isKeyOf(id, key, parents)) ? key : undefined
    } catch {
      return undefined
    }
  }
}

function bytesOf(id: EpochId): Uint8Array {
  return fromBase64url(id) ?? new Uint8Array(0)
}
