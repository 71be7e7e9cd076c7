/** Archives that screens hand over, and what becomes of them. */
import { type CommunityId, LIMITS } from '../../../shared/index.ts'
import { type Archive, archiveErrors, readableOf, verifyArchive, type VerifyReport } from '../../../archive/index.ts'
import { Spool, scratchFolder } from '../../../storage/index.ts'
import { archivesErrors, communityErrors } from '../../errors.ts'
import type { ServiceOptions } from '../../ports.ts'
import type { Communities } from '../communities.ts'
import { Handed } from '../handed.ts'
import { archivePlaceOf, type Brought, mergeArchive } from './bringing.ts'
import { foundFrom, type FoundText } from './founding.ts'
import { IncomingArchive, type Opened } from './incoming.ts'

export interface ArchivesParts {
  readonly options: ServiceOptions
  readonly communities: Communities
}

export class Archives {
  readonly #parts: ArchivesParts
  readonly #open: Handed<IncomingArchive>

  constructor(parts: ArchivesParts) {
    this.#parts = parts
    this.#open = new Handed({
      clock: parts.options.clock,
      random: parts.options.random,
      most: LIMITS.archivesOpen,
      rest: LIMITS.archiveRest,
      patience: LIMITS.archivePatience,
      unknown: (cause) => archivesErrors('unknown', { cause }),
      tooMany: () => archivesErrors('too-many'),
      end: (incoming) => incoming.end(),
    })
  }

  /** @throws archives/too-many, storage/… */
  async begin(): Promise<string> {
    this.#open.makeRoom()
    const spool = await Spool.begin(this.#parts.options.profile.folder, LIMITS.archiveSpoolBytes)
    try {
      return this.#open.begin(new IncomingArchive(spool))
    } catch (error) {
      await spool.remove()
      throw error
    }
  }

  /** @throws archives/too-large, archives/unknown, storage/… */
  append(id: string, piece: Uint8Array, signal: AbortSignal | undefined): Promise<number> {
    return this.#open.use(id, signal, (incoming) => incoming.append(piece))
  }

  /** @throws archive/…, archives/unknown */
  look(id: string, passphrase: string | undefined, signal: AbortSignal | undefined): Promise<Opened | 'sealed'> {
    return this.#open.use(id, signal, (incoming, until) => incoming.look(passphrase, until))
  }

  /** The archive kept to be read that is the same, if there is one. */
  keptOf(archive: Archive): CommunityId | undefined {
    return this.#parts.communities.kept.get(archivePlaceOf(archive))?.place
  }

  /** Checks all of it. @throws archive/…, the signal's reason */
  verify(
    id: string,
    signal: AbortSignal | undefined,
    told: (done: number, total: number) => void,
  ): Promise<VerifyReport> {
    const { profile } = this.#parts.options
    return this.#with(id, signal, async ({ reader }, until) => {
      const { path, remove } = await scratchFolder(profile.folder)
      try {
        return await verifyArchive(reader, { ...this.#parts.options, folder: path, readableOf, told }, until)
      } finally {
        await remove()
      }
    })
  }

  /** Keeps it to be read. @throws archive/no-record, archives/kept … */
  keep(id: string, signal: AbortSignal | undefined): Promise<CommunityId> {
    return this.#recorded(id, signal, (archive, until) => this.#parts.communities.keepArchive(archive, until))
  }

  /** @throws archive/no-record, archives/not-a-member, community/… */
  merge(id: string, signal: AbortSignal | undefined): Promise<Brought & { readonly community: CommunityId }> {
    return this.#recorded(id, signal, async (archive, until) => {
      const community = this.#mine(archive.community)
      community.assertMayWrite()
      return {
        community: community.community,
        ...(await mergeArchive(archive, community, { random: this.#parts.options.random, signal: until })),
      }
    })
  }

  /** @throws archive/no-record, archives/other-key, recovery/… */
  restore(id: string, text: string, removeOthers: boolean, signal: AbortSignal | undefined): Promise<CommunityId> {
    return this.#recorded(id, signal, (archive, until) =>
      this.#parts.communities.restore(archive, text, removeOthers, until),
    )
  }

  /** @throws archive/no-record, text/… */
  found(id: string, text: FoundText, signal: AbortSignal | undefined) {
    return this.#recorded(id, signal, (archive, until) => foundFrom(archive, text, this.#parts.communities, until))
  }

  cancel(id: string): void {
    this.#open.cancel(id)
  }

  stop(): Promise<void> {
    return this.#open.stop()
  }

  /** @throws archives/not-a-member */
  #mine(id: CommunityId) {
    try {
      return this.#parts.communities.get(id)
    } catch (error) {
      if (communityErrors.is(error, 'unknown') || communityErrors.is(error, 'joining'))
        throw archivesErrors('not-a-member', { cause: error })
      throw error
    }
  }

  #recorded<T>(
    id: string,
    signal: AbortSignal | undefined,
    work: (archive: Archive, until: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.#with(id, signal, ({ archive }, until) => {
      if (!archive) throw archiveErrors('no-record')
      return work(archive, until)
    })
  }

  #with<T>(
    id: string,
    signal: AbortSignal | undefined,
    work: (opened: Opened, until: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.#open.use(id, signal, (incoming, until) => incoming.turn(() => work(incoming.opened, until)))
  }
}
