/** Files of other systems that screens hand over, and what becomes of them. */
import { type CommunityId, LIMITS } from '../../../shared/index.ts'
import type { GivenColumns, ImportPlan } from '../../../archive/index.ts'
import { Spool } from '../../../storage/index.ts'
import { importingErrors } from '../../errors.ts'
import type { ServiceOptions } from '../../ports.ts'
import type { Communities } from '../communities.ts'
import { Handed } from '../handed.ts'
import { type ImportCount, importInto, type ImportMapping } from './import-into.ts'
import { IncomingImport } from './incoming.ts'

export interface ImportsParts {
  readonly options: ServiceOptions
  readonly communities: Communities
}

export class Imports {
  readonly #parts: ImportsParts
  readonly #open: Handed<IncomingImport>

  constructor(parts: ImportsParts) {
    this.#parts = parts
    this.#open = new Handed({
      clock: parts.options.clock,
      random: parts.options.random,
      most: LIMITS.imports,
      rest: LIMITS.archiveRest,
      patience: LIMITS.archivePatience,
      unknown: (cause) => importingErrors('unknown', { cause }),
      tooMany: () => importingErrors('too-many'),
      end: (incoming) => incoming.end(),
    })
  }

  /** @throws importing/too-many, storage/… */
  async begin(name: string): Promise<string> {
    this.#open.makeRoom()
    const { folder } = this.#parts.options.profile
    const spool = await Spool.begin(folder, LIMITS.importFileBytes)
    try {
      return this.#open.begin(new IncomingImport(spool, folder, name))
    } catch (error) {
      await spool.remove()
      throw error
    }
  }

  /** Answers how many bytes are there. @throws importing/unknown, storage/… */
  append(id: string, piece: Uint8Array, signal: AbortSignal | undefined): Promise<number> {
    return this.#open.use(id, signal, (incoming) => incoming.append(piece))
  }

  /** @throws import/…, importing/unknown, the signal's reason */
  plan(
    { id, columns }: { readonly id: string; readonly columns: GivenColumns | undefined },
    signal: AbortSignal | undefined,
    seen: (messages: number) => void,
  ): Promise<ImportPlan> {
    return this.#open.use(id, signal, (incoming, until) => incoming.planned(columns, until, seen))
  }

  /** @throws import/…, importing/…, community/…, space/…, storage/…, the signal's reason */
  run(
    id: string,
    { community: into, mapping }: { readonly community: CommunityId; readonly mapping: ImportMapping },
    signal: AbortSignal | undefined,
    told: (count: ImportCount) => void,
  ): Promise<ImportCount> {
    const community = this.#parts.communities.get(into)
    return this.#open.use(id, signal, async (incoming, until) => {
      const source = await incoming.open(until)
      const file = await incoming.fingerprint(until)
      const { clock } = this.#parts.options
      const work = { community, database: community.database, clock, source, file, mapping }
      return incoming.turn(() => importInto(work, told, until))
    })
  }

  cancel(id: string): void {
    this.#open.cancel(id)
  }

  stop(): Promise<void> {
    return this.#open.stop()
  }
}
