/** What a core is made of. */
import type { AnyRouter } from '@orpc/server'
import type { Clock, KeyStore, Log, Random, Stoppable } from '../shared/index.ts'
import type { Keys } from './keys.ts'

export interface CoreOptions {
  readonly profileFolder: string
  readonly keys: Keys | Promise<Keys>
  readonly network: NetworkOptions
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Puts the rooms together; others in tests. */
  readonly compose?: Compose
}

export interface NetworkOptions {
  /** Where peers may dial us; any free port of all interfaces unless told. */
  readonly listen?: { readonly host: string; readonly port: number }
  /** Whether to look for members in the local network. */
  readonly discovery: boolean
}

/** Opens the profile and sets everything on it in motion. What it throws leaves nothing behind. */
export type Compose = (options: CoreOptions, keys: KeyStore, signal: AbortSignal) => Promise<Running>

/** The rooms at work. */
export interface Running extends Stoppable {
  /** The contract without `host`. */
  readonly router: AnyRouter
}
