/** The epoch keys this device holds, opened from what the log sealed to it. */
import type { EpochId } from '../shared/index.ts'
import { type Device, openSealed } from '../identity/index.ts'
import { type ContentKeys, contentKeys, type Epoch, isKeyOf } from './epoch.ts'
import type { MembershipState } from './state.ts'

/** Combinations of epochs whose keys are kept. */
const KEPT = 256

export class KeyRing {
  readonly #device: Device
  readonly #state: () => MembershipState
  readonly #keys = new Map<EpochId, Uint8Array>()
  readonly #content = new Map<string, ContentKeys>()

  constructor(device: Device, state: () => MembershipState) {
    this.#device = device
    this.#state = state
  }

  /** Epochs new content is written under: those held that no other follows, sorted. */
  heads(): readonly EpochId[] {
    return [...this.#state().epochs.keys()].filter((id) => this.#key(id)).sort()
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

  /** Every epoch held, for sealing to a newcomer. */
  held(): readonly Epoch[] {
    return this.heads().flatMap((id) => {
      const key = this.#key(id)
      return key ? [{ id, key }] : []
    })
  }

  #key(id: EpochId): Uint8Array | undefined {
    const known = this.#keys.get(id)
    if (known) return known
    for (const sealed of this.#state().epochs.get(id)?.get(this.#device.id) ?? []) {
      const key = this.#open(sealed)
      if (!key || !isKeyOf(id, key, [])) continue
      this.#keys.set(id, key)
      return key
    }
    return undefined
  }

  /** A key that was sealed wrongly is one we do not hold. */
  #open(sealed: Uint8Array): Uint8Array | undefined {
    try {
      return openSealed(this.#device.box, sealed)
    } catch {
      return undefined
    }
  }
}
