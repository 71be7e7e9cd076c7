/**
 * Errors are typed codes with a sentence for the person. Each room keeps its closed list in its own errors.ts:
 *
 *   export const storageErrors = defineErrors('storage', { damaged: 'The data of this community is damaged …' })
 *   throw storageErrors('damaged', { cause })
 *
 * A peer never learns more than the code.
 */
export class FolkmootError extends Error {
  override readonly name = 'FolkmootError'
  /** `<room>/<what>`; stable, translated by the interface, and all that a peer may be told. */
  readonly code: string
  /** Values for the sentence's `{name}` places; no secrets. */
  readonly details: Readonly<Record<string, string | number>>

  constructor(
    code: string,
    sentence: string,
    options: ErrorOptions & { details?: Record<string, string | number> } = {},
  ) {
    const details = options.details ?? {}
    super(fill(sentence, details), options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.details = details
  }
}

export interface RoomErrors<Code extends string> {
  /** Makes the error of one code of this room. */
  (code: Code, options?: ErrorOptions & { details?: Record<string, string | number> }): FolkmootError
  /** Whether a caught value is this room's error of that code. */
  is(error: unknown, code: Code): error is FolkmootError
}

/** The errors of one room from its table of sentences; `{name}` in a sentence is filled from `details`. */
export function defineErrors<const Table extends Readonly<Record<string, string>>>(
  room: string,
  table: Table,
): RoomErrors<keyof Table & string> {
  const make = (code: keyof Table & string, options?: ErrorOptions & { details?: Record<string, string | number> }) =>
    new FolkmootError(`${room}/${code}`, table[code] ?? code, options)
  const is = (error: unknown, code: keyof Table & string): error is FolkmootError =>
    error instanceof FolkmootError && error.code === `${room}/${code}`
  return Object.assign(make, { is })
}

/** The code to log or send for any caught value: never its message, which may hold a person's words. */
export function errorCode(error: unknown): string {
  if (error instanceof FolkmootError) return error.code
  if (error instanceof Error) return (error as Error & { code?: string }).code ?? error.name
  return 'unknown'
}

function fill(sentence: string, details: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => (name in details ? String(details[name]) : place))
}
