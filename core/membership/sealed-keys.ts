/** Every epoch key the log seals to somebody. What was sealed stays so, whatever becomes of the action. */
import { base64url, compareBytes, type EpochId } from '../shared/index.ts'
import { type Payload, rotationOf, type Sealed } from './payload.ts'

type Keys = ReadonlyMap<string, readonly Uint8Array[]>

export class SealedKeys {
  readonly #epochs = new Map<EpochId, Map<string, readonly Uint8Array[]>>()

  /** By box key, base64url; several may have sealed for one, so all are kept, sorted. */
  of(epoch: EpochId): Keys {
    return this.#epochs.get(epoch) ?? NONE
  }

  add(payload: Payload): void {
    for (const [epoch, box, sealed] of handedOn(payload)) {
      const keys = this.#epochs.get(epoch) ?? new Map<string, readonly Uint8Array[]>()
      this.#epochs.set(epoch, keys)
      keys.set(box, [...(keys.get(box) ?? []), sealed].sort(compareBytes))
    }
  }
}

const NONE: Keys = new Map()

/** Every key an action seals to somebody: of which epoch, to which box key. */
function* handedOn(payload: Payload): Generator<readonly [EpochId, string, Uint8Array]> {
  const rotation = rotationOf(payload)
  if (rotation) {
    const epoch = base64url(rotation.epoch) as EpochId
    for (const [box, sealed] of rotation.sealed) yield [epoch, base64url(box), sealed]
  }
  if (payload.type === 'create') {
    for (const [box, sealed] of payload.sealed) yield [base64url(payload.epoch) as EpochId, base64url(box), sealed]
  } else if (payload.type === 'admit' || payload.type === 'add-device') {
    yield* toBox(payload.epochs, base64url(payload.box))
  } else if (payload.type === 'add') {
    for (const [epoch, box, sealed] of payload.epochs) yield [base64url(epoch) as EpochId, base64url(box), sealed]
  }
}

function* toBox(epochs: readonly Sealed[], box: string): Generator<readonly [EpochId, string, Uint8Array]> {
  for (const [epoch, sealed] of epochs) yield [base64url(epoch) as EpochId, box, sealed]
}
