/** Files that are being brought in, by the name each was given; one nothing comes for is given up. */
import { type Clock, LIMITS, type Log, type Random } from '../../shared/index.ts'
import { bundleErrors } from '../errors.ts'
import { BundleImport, type ImportReport } from './bundle-import.ts'
import type { Community } from './community.ts'
import { Handed } from './handed.ts'

export interface ImportsOptions {
  readonly communities: () => readonly Community[]
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

export class BundleImports {
  readonly #options: ImportsOptions
  readonly #open: Handed<BundleImport>

  constructor(options: ImportsOptions) {
    this.#options = options
    this.#open = new Handed({
      ...options,
      most: LIMITS.bundleImports,
      rest: LIMITS.bundleRest,
      patience: LIMITS.bundlePatience,
      unknown: (cause) => bundleErrors('unknown', { cause }),
      tooMany: () => bundleErrors('too-many'),
      end: async (bundle) => void (await bundle.report()),
    })
  }

  /** One that nothing came for, since its screen was closed or loaded anew, gives way to who begins now. @throws bundle/too-many */
  begin(): string {
    return this.#open.begin(new BundleImport(this.#options))
  }

  /** Takes the next piece; answers how much was new until now. When that fails it is over. @throws bundle/…, and what storage throws */
  async append(id: string, piece: Uint8Array, signal: AbortSignal | undefined): Promise<number> {
    try {
      return await this.#open.use(id, signal, (bundle, ended) => bundle.append(piece, ended))
    } catch (error) {
      this.cancel(id)
      throw error
    }
  }

  /** @throws bundle/unknown */
  async finish(id: string): Promise<ImportReport> {
    const report = await this.#open.get(id).report()
    this.cancel(id)
    return report
  }

  /** What was taken until then stays. */
  cancel(id: string): void {
    this.#open.cancel(id)
  }

  stop(): Promise<void> {
    return this.#open.stop()
  }
}
