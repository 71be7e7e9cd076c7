/**
 * The messages between Electron's main process and the core host it forks. All else is the contract, over the port.
 * Keys travel by message, never by argument or environment.
 */

/** From the shell to the core host. */
export type ShellMessage =
  /** First message: where the profile lies, and the sealed master key's opener. `key` is 32 bytes, made by the shell at first use. */
  | { readonly type: 'start'; readonly profile: string; readonly key: Uint8Array; readonly protection: 'keychain' | 'plain-keychain' }
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
