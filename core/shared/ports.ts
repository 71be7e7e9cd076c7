/** What core needs from its surroundings, handed in so that tests can hold it in their hands. No Node builtin here. */

/** Milliseconds since 1970 as this device believes, and timers. */
export interface Clock {
  now(): number
  /** Resolves after `ms` milliseconds; rejects with the signal's reason when aborted before. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** Bytes no one can guess. */
export interface Random {
  bytes(length: number): Uint8Array
}

/** Where core reports what happened: ids and codes, never keys, names or a person's words. */
export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

/** Holds the profile's one 32-byte master key. */
export interface KeyStore {
  /** How well the key is kept; shown to the person. */
  readonly protection: 'keychain' | 'plain-keychain' | 'passphrase' | 'file'
  /**
   * The master key, made at first use.
   * @throws storage/wrong-passphrase, storage/key-missing, storage/key-damaged
   */
  open(signal: AbortSignal): Promise<Uint8Array>
}

/** Whatever starts also stops, and stopping leaves nothing behind. Stopping never rejects. */
export interface Stoppable {
  stop(): Promise<void>
}
