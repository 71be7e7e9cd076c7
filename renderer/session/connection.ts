/** The one link to core: opened, lost, opened again. Screens see its state; commands and live queries ask for its client. */
import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../core/contract/index.ts'

export type Client = ContractRouterClient<Contract>
type Wire = Parameters<typeof createORPCClient<Client>>[0]

/** A client answers to every name, `then` too: it must never be awaited itself, nor compared. */
export interface OpenLink {
  readonly client: Client
  /** Counts the links of this page. */
  readonly number: number
}

export type LinkState =
  | { readonly state: 'connecting' }
  | { readonly state: 'open'; readonly open: OpenLink }
  | { readonly state: 'lost'; readonly tries: number; readonly nextTry: number | undefined }
  /** This page has no right to speak to core: it was not opened from its link, or core was started anew. */
  | { readonly state: 'shut-out' }

/** How a host brings the page to core: it calls these as things happen, and may be asked to try at once. */
export interface LinkEvents {
  opened(wire: Wire): void
  lost(tries: number, nextTry?: number): void
  shutOut(): void
}
export interface Host {
  /** Begins, and goes on for as long as the page lives. The answer asks for a try at once. */
  start(events: LinkEvents): () => void
}

export class Connection {
  #state: LinkState = { state: 'connecting' }
  #links = 0
  readonly #listeners = new Set<() => void>()
  readonly #retry: () => void

  constructor(host: Host) {
    this.#retry = host.start({
      opened: (wire) => {
        this.#links += 1
        this.#become({ state: 'open', open: { client: createORPCClient<Client>(wire), number: this.#links } })
      },
      lost: (tries, nextTry) => this.#become({ state: 'lost', tries, nextTry }),
      shutOut: () => this.#become({ state: 'shut-out' }),
    })
  }

  readonly snapshot = (): LinkState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  retry(): void {
    this.#retry()
  }

  /** A link that is open and younger than the one of that number: waits for one. Rejects when aborted. */
  opened(signal: AbortSignal, after = 0): Promise<OpenLink> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (signal.aborted) end(() => reject(signal.reason))
        else if (this.#state.state === 'open' && this.#state.open.number > after) {
          const { open } = this.#state
          end(() => resolve(open))
        }
      }
      const stop = this.subscribe(look)
      const end = (settle: () => void): void => {
        stop()
        signal.removeEventListener('abort', look)
        settle()
      }
      signal.addEventListener('abort', look)
      look()
    })
  }

  #become(state: LinkState): void {
    this.#state = state
    for (const listener of [...this.#listeners]) listener()
  }
}
