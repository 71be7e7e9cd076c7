/** The private spaces of one community whose databases are open, and what becomes of their files. */
import {
  type Clock,
  type CommunityId,
  errorCode,
  FolkmootError,
  LIMITS,
  type Log,
  type Random,
  type SpaceId,
} from '../../../shared/index.ts'
import { ArchiveKeys } from '../../../archive/index.ts'
import { MembershipLog } from '../../../membership/index.ts'
import { type Database, type Profile, type Schema, storageErrors } from '../../../storage/index.ts'
import { privateErrors, spaceErrors } from '../../errors.ts'
import type { Network } from '../../ports.ts'
import type { PrivateParent } from './parent.ts'
import { PrivateSpace, type PrivateSpaceParts } from './private-space.ts'
import { type KnownPrivate, PrivateRegistry, type PrivateState } from './registry.ts'

export interface OpenSpacesOptions {
  readonly parent: PrivateParent
  /** Tables of each space’s database. */
  readonly schemas: readonly Schema[]
  readonly profile: Profile
  readonly network: Network
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Something about a private space changed: what it holds, who is in it, that it is there. */
  readonly onChange: () => void
  /** A space was opened, its log has grown, or something was found out about who wrote in it. */
  readonly onNews: (space: PrivateSpace) => void
}

interface Open {
  readonly known: KnownPrivate
  readonly space: PrivateSpace
  readonly unfollow: () => void
  stopCarrying: (() => Promise<void>) | undefined
}

export class OpenSpaces {
  readonly #options: OpenSpacesOptions
  readonly #registry: PrivateRegistry
  readonly #open = new Map<CommunityId, Open>()
  #carried = false

  constructor(options: OpenSpacesOptions) {
    this.#options = options
    this.#registry = new PrivateRegistry(options.profile.database)
  }

  /** Opens what is there, and undoes what was not made in full. */
  start(): void {
    for (const known of this.#registry.all(this.#options.parent.community)) {
      if (known.state === 'making') this.#forget(known.id)
      else if (known.state !== 'gone') this.#openHeld(known)
    }
  }

  /** In the order they became known, those that were left aside. */
  all(): PrivateSpace[] {
    return this.#in('open')
  }

  /** Those left whose others have not been told yet. */
  leaving(): PrivateSpace[] {
    return this.#in('leaving')
  }

  at(space: SpaceId): PrivateSpace | undefined {
    return this.all().find((each) => each.space === space)
  }

  /** The sealed first action of a space. */
  genesis({ id }: PrivateSpace): Uint8Array {
    const open = this.#open.get(id)
    if (!open) throw privateErrors('not-in-it')
    return open.known.genesis
  }

  /** Whether a space is open and was not left. */
  has(space: PrivateSpace): boolean {
    const open = this.#open.get(space.id)
    return open?.space === space && open.known.state === 'open'
  }

  knows(id: CommunityId): boolean {
    return this.#registry.get(id) !== undefined
  }

  isFull(): boolean {
    const kept = this.#registry.all(this.#options.parent.community).filter(({ state }) => state !== 'gone')
    return kept.length >= LIMITS.privateSpaces
  }

  /** Makes a space: in full, or not at all. @throws private/full, and what `fill` throws */
  make(begun: Pick<KnownPrivate, 'id' | 'secret' | 'genesis'>, fill: (space: PrivateSpace) => void): PrivateSpace {
    const { parent } = this.#options
    if (this.isFull()) throw privateErrors('full', { details: { most: LIMITS.privateSpaces } })
    const known = { ...begun, community: parent.community, state: 'making' } as const
    this.#registry.add(known)
    try {
      const space = this.#openAs({ ...known, state: 'open' })
      fill(space)
      this.#registry.become(known.id, 'open')
      this.#carry(known.id)
      return space
    } catch (error) {
      this.#abandon(known.id)
      this.#forget(known.id)
      throw error
    }
  }

  /** Takes up a space somebody else told of; the rest of it is to be exchanged. */
  takeUp(begun: Pick<KnownPrivate, 'id' | 'secret' | 'genesis'>): void {
    const known = { ...begun, community: this.#options.parent.community, state: 'open' } as const
    this.#registry.add(known)
    try {
      this.#openAs(known)
      this.#carry(known.id)
    } catch (error) {
      this.#abandon(known.id)
      this.#forget(known.id)
      throw error
    }
  }

  /** Removes what is here of a space that was left: it is not taken up again. */
  async drop(id: CommunityId): Promise<void> {
    await this.#close(id)
    if (this.#registry.get(id)) this.#registry.become(id, 'gone')
    this.#options.profile.removeCommunity(id)
  }

  /** Forgets a space as if nobody had told of it. */
  forget({ id }: PrivateSpace): void {
    const open = this.#open.get(id)
    this.#open.delete(id)
    open?.unfollow()
    this.#registry.remove(id)
    void (open && stopCarrying(open))?.then(() => {
      this.#shut(open)
      this.#options.profile.removeCommunity(id)
    })
  }

  /** It is shown no more. */
  hide({ id }: PrivateSpace): void {
    const open = this.#open.get(id)
    if (!open) return
    this.#registry.become(id, 'leaving')
    this.#open.set(id, { ...open, known: { ...open.known, state: 'leaving' } })
  }

  /** Keeps of a space its log alone, from which others can still be told what was decided; answers the space anew. */
  async shed(space: PrivateSpace): Promise<PrivateSpace | undefined> {
    const known = this.#open.get(space.id)?.known
    if (!known) return undefined
    const items = space.membership.missingFor([])
    await this.#close(space.id)
    this.#options.profile.removeCommunity(space.id)
    const shell = this.#openAs(known, items)
    this.#carry(space.id)
    return shell
  }

  carry(): void {
    this.#carried = true
    for (const id of this.#open.keys()) this.#carry(id)
  }

  async uncarry(): Promise<void> {
    this.#carried = false
    await Promise.all([...this.#open.values()].map((open) => stopCarrying(open)))
  }

  async close(): Promise<void> {
    this.#carried = false
    await Promise.all([...this.#open.keys()].map((id) => this.#close(id)))
  }

  #in(state: PrivateState): PrivateSpace[] {
    return [...this.#open.values()].filter(({ known }) => known.state === state).map(({ space }) => space)
  }

  #carry(id: CommunityId): void {
    const open = this.#open.get(id)
    if (open && this.#carried) open.stopCarrying ??= this.#options.network.carry(open.space.carried)
  }

  /** A space whose file is damaged or gone begins again: the others have all of it. */
  #openHeld(known: KnownPrivate): void {
    const { profile, log } = this.#options
    try {
      try {
        this.#openAs(known)
      } catch (error) {
        if (!isLost(error)) throw error
        log.error('private.damaged', { space: known.id, code: errorCode(error) })
        profile.setAsideCommunity(known.id)
        this.#openAs(known)
      }
    } catch (error) {
      if (!(error instanceof FolkmootError)) throw error
      log.error('private.not-opened', { space: known.id, code: error.code })
    }
  }

  #openAs(known: KnownPrivate, items: readonly Uint8Array[] = [known.genesis]): PrivateSpace {
    const { profile, parent, schemas, clock, random, log, onChange, onNews } = this.#options
    const { id, secret } = known
    const database = profile.openCommunity(id, schemas, (trouble) => this.#damaged(id, trouble))
    try {
      const archive = parent.archiveOf === undefined ? undefined : archiveIn(database, log)
      const options = { database, community: archive?.of ?? id, log }
      const membership = MembershipLog.open(options) ?? MembershipLog.begin(options, secret, items)
      const blobs = profile.filesOf(id)
      const parts = { id, parent, database, blobs, membership, archive, genesis: known.genesis, clock, random, log }
      const space = new PrivateSpace(parts)
      const ends = [
        space.view.onChange(onChange),
        membership.onChange(() => {
          onNews(space)
          onChange()
        }),
        space.documents.onChange(({ anew }) => anew && onNews(space)),
      ]
      const unfollow = () => ends.forEach((end) => end())
      this.#open.set(id, { known, space, unfollow, stopCarrying: undefined })
      onNews(space)
      return space
    } catch (error) {
      database.close()
      throw error
    }
  }

  #damaged(id: CommunityId, trouble: FolkmootError): void {
    const open = this.#open.get(id)
    if (!open) return
    this.#options.log.error('private.damaged', { space: id, code: trouble.code })
    // Whoever came upon it is still at work.
    queueMicrotask(() => void this.#beginAgain(open.known))
  }

  async #beginAgain(known: KnownPrivate): Promise<void> {
    await this.#close(known.id)
    this.#options.profile.setAsideCommunity(known.id)
    this.#openHeld(known)
    this.#carry(known.id)
    this.#options.onChange()
  }

  async #close(id: CommunityId): Promise<void> {
    const open = this.#open.get(id)
    if (!open) return
    this.#open.delete(id)
    open.unfollow()
    await stopCarrying(open)
    this.#shut(open)
  }

  /** Closes one that was not carried yet. */
  #abandon(id: CommunityId): void {
    const open = this.#open.get(id)
    this.#open.delete(id)
    open?.unfollow()
    if (open) this.#shut(open)
  }

  #shut({ space }: Open): void {
    try {
      space.close()
    } catch (error) {
      this.#options.log.error('private.close', { space: space.id, code: errorCode(error) })
    }
  }

  #forget(id: CommunityId): void {
    this.#options.profile.removeCommunity(id)
    this.#registry.remove(id)
  }
}

/** Removes what this device holds of a community's private spaces; none of them is open. */
export function forgetPrivateSpaces(profile: Profile, community: CommunityId): void {
  const registry = new PrivateRegistry(profile.database)
  for (const { id } of registry.all(community)) {
    profile.removeCommunity(id)
    registry.remove(id)
  }
}

/** What a database was filled with from an archive: a log is called by its first action. @throws space/unknown */
function archiveIn(database: Database, log: Log): NonNullable<PrivateSpaceParts['archive']> {
  const [first] = MembershipLog.open({ database, community: '' as CommunityId, log })?.actions() ?? []
  if (!first) throw spaceErrors('unknown')
  return { of: first.id as string as CommunityId, keys: new ArchiveKeys(database) }
}

async function stopCarrying(open: Open): Promise<void> {
  const stop = open.stopCarrying
  open.stopCarrying = undefined
  await stop?.()
}

function isLost(error: unknown): boolean {
  return storageErrors.is(error, 'damaged') || storageErrors.is(error, 'community-missing')
}
