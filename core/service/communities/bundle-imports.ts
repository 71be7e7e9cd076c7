/** Files that are being brought in, by the name each was given; one nothing comes for is given up. */
import { base64url, type Clock, LIMITS, type Log, type Random } from '../../shared/index.ts'
import { bundleErrors } from '../errors.ts'
import { BundleImport, type ImportReport } from './bundle-import.ts'
import type { Community } from './community.ts'

export interface ImportsOptions {
  readonly communities: () => readonly Community[]
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

interface Open {
  readonly bundle: BundleImport
  readonly end: AbortController
  /** Pieces that are being taken. */
  working: number
  /** When the last was, ms. */
  lastPiece: number
}

export class BundleImports {
  readonly #options: ImportsOptions
  readonly #open = new Map<string, Open>()

  constructor(options: ImportsOptions) {
    this.#options = options
  }

  /** One that nothing came for, since its screen was closed or loaded anew, gives way to who begins now. @throws bundle/too-many */
  begin(): string {
    const { random, clock } = this.#options
    if (this.#open.size >= LIMITS.bundleImports) this.#endOneAtRest()
    if (this.#open.size >= LIMITS.bundleImports) throw bundleErrors('too-many')
    const id = base64url(random.bytes(16))
    const open = {
      bundle: new BundleImport(this.#options),
      end: new AbortController(),
      working: 0,
      lastPiece: clock.now(),
    }
    this.#open.set(id, open)
    void this.#watch(id, open)
    return id
  }

  /** Takes the next piece; answers how much was new until now. When that fails it is over. @throws bundle/…, and what storage throws */
  async append(id: string, piece: Uint8Array, signal: AbortSignal | undefined): Promise<number> {
    const open = this.#get(id)
    open.working += 1
    try {
      return await open.bundle.append(piece, AbortSignal.any(signal ? [open.end.signal, signal] : [open.end.signal]))
    } catch (error) {
      if (open.end.signal.aborted) throw bundleErrors('unknown', { cause: error })
      this.cancel(id)
      throw error
    } finally {
      open.working -= 1
      open.lastPiece = this.#options.clock.now()
    }
  }

  /** @throws bundle/unknown */
  async finish(id: string): Promise<ImportReport> {
    const { bundle } = this.#get(id)
    const report = await bundle.report()
    this.cancel(id)
    return report
  }

  /** What was taken until then stays. */
  cancel(id: string): void {
    this.#open.get(id)?.end.abort()
    this.#open.delete(id)
  }

  async stop(): Promise<void> {
    const all = [...this.#open.values()]
    for (const id of this.#open.keys()) this.cancel(id)
    await Promise.all(all.map(({ bundle }) => bundle.report()))
  }

  #get(id: string): Open {
    const open = this.#open.get(id)
    if (!open) throw bundleErrors('unknown')
    return open
  }

  /** Of those at rest the one that has been for longest. */
  #endOneAtRest(): void {
    const now = this.#options.clock.now()
    const rest = ({ working, lastPiece }: Open): number => (working > 0 ? 0 : Math.abs(now - lastPiece))
    const [first] = [...this.#open].toSorted(([, a], [, b]) => rest(b) - rest(a))
    if (first && rest(first[1]) >= LIMITS.bundleRest) this.cancel(first[0])
  }

  async #watch(id: string, open: Open): Promise<void> {
    const { clock } = this.#options
    for (;;) {
      const left = open.lastPiece + LIMITS.bundlePatience - clock.now()
      if (left <= 0 && open.working === 0) return this.cancel(id)
      try {
        await clock.sleep(left > 0 ? left : LIMITS.bundlePatience, open.end.signal)
      } catch {
        // It is done, or was given up.
        return
      }
    }
  }
}
