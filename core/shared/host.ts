/**
 * The messages between Electron's main process and the core host it forks. All else is the contract, over the port.
 * Keys travel by message, never by argument or environment.
 */

/** The master key as the shell holds it: 32 bytes, made at first use, sealed by the system's keychain. */
export interface ShellKey {
  readonly bytes: Uint8Array
  readonly protection: 'keychain' | 'plain-keychain'
}

/** From the shell to the core host. */
export type ShellMessage =
  /** First message: where the profile lies, and its master key. No key: the profile holds its own, plain or under a passphrase. */
  | { readonly type: 'start'; readonly profile: string; readonly key?: ShellKey }
  /** A screen wants to speak: a MessagePort comes along with this message. */
  | { readonly type: 'connect' }
  /** An invite link was opened in the system. */
  | { readonly type: 'open-link'; readonly link: string }
  /** Drain and exit. */
  | { readonly type: 'stop' }

/** From the core host to the shell. */
export type CoreMessage =
  | { readonly type: 'ready' }
  /** The profile cannot be opened; `code` and `text` are for the person. */
  | { readonly type: 'failed'; readonly code: string; readonly text: string }
  | { readonly type: 'stopped' }
