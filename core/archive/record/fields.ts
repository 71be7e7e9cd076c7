/** Reading values of CBOR that nobody vouches for. */
import { base64url, type CborValue } from '../../shared/index.ts'
import { archiveErrors } from '../errors.ts'

/** Reads the values of one file. Every method throws archive/damaged when a value is of another kind. */
export class Values {
  readonly #file: string

  constructor(file: string) {
    this.#file = file
  }

  broken(cause?: unknown): Error {
    return archiveErrors('damaged', { cause, details: { file: this.#file } })
  }

  list(value: CborValue | undefined, length?: number): readonly CborValue[] {
    if (!Array.isArray(value) || (length !== undefined && value.length !== length)) throw this.broken()
    return value as readonly CborValue[]
  }

  bytes(value: CborValue | undefined, length?: number): Uint8Array {
    if (!(value instanceof Uint8Array) || (length !== undefined && value.length !== length)) throw this.broken()
    return value
  }

  /** Base64url of 32 bytes. */
  id(value: CborValue | undefined): string {
    return base64url(this.bytes(value, 32))
  }

  count(value: CborValue | undefined): number {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw this.broken()
    return value
  }

  text(value: CborValue | undefined, most: number): string {
    if (typeof value !== 'string' || value.length > most) throw this.broken()
    return value
  }

  flag(value: CborValue | undefined): boolean {
    if (typeof value !== 'boolean') throw this.broken()
    return value
  }
}
