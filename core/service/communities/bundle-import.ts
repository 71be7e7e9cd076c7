/** Bringing in a file of changes, piece by piece: what is of communities of this profile is taken as from any peer. */
import { setImmediate } from 'node:timers/promises'
import { type CommunityId, errorCode, type FolkmootError, LIMITS, type Log } from '../../shared/index.ts'
import { BundleReader, isOurs, type Opened, openingSteps, parcelErrors } from '../../parcels/index.ts'
import { bundleErrors } from '../errors.ts'
import type { Community } from './community.ts'
import { type CarriedPlace, carriedPlaces } from './parcel-sources.ts'

export interface ImportOptions {
  /** Communities that are open on this device. */
  readonly communities: () => readonly Community[]
  readonly log: Log
}

/** How it went for one community and the private spaces in it: entries and decisions, and parcels that wait for a key. */
export interface ImportCount {
  readonly community: CommunityId
  readonly taken: number
  readonly known: number
  readonly early: number
  readonly refused: number
  readonly waitingForKey: number
}

export interface ImportReport {
  readonly communities: readonly ImportCount[]
  /** Parcels that no community of this profile can open. */
  readonly others: number
  /** Whether the file was read to its end and nothing of it was spoilt. */
  readonly complete: boolean
}

type Count = { -readonly [Name in keyof ImportCount]: ImportCount[Name] }
type Target = CarriedPlace & { readonly of: CommunityId; readonly isOpen: () => boolean }

export class BundleImport {
  readonly #options: ImportOptions
  readonly #reader = new BundleReader()
  readonly #counts = new Map<CommunityId, Count>()
  #targets: readonly Target[] = []
  #others = 0
  /** One piece after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: ImportOptions) {
    this.#options = options
  }

  /** Takes the next piece; answers how much was new until now. @throws bundle/not-a-bundle, bundle/newer, bundle/left, the signal's reason, and what storage throws */
  append(piece: Uint8Array, signal: AbortSignal): Promise<number> {
    const turn = this.#turn.then(() => this.#take(piece, signal))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async report(): Promise<ImportReport> {
    await this.#turn
    const places = this.#options.communities().filter(({ community }) => (this.#counts.get(community)?.taken ?? 0) > 0)
    for (const { place } of places.flatMap((community) => carriedPlaces(community))) place.view.noteSeen()
    return { communities: [...this.#counts.values()], others: this.#others, complete: this.#reader.isWhole }
  }

  async #take(piece: Uint8Array, signal: AbortSignal): Promise<number> {
    this.#look()
    for (const parcel of this.#reader.push(piece)) {
      await this.#open(parcel, signal)
      // A piece may hold hundreds that say nothing to anybody here.
      await setImmediate(undefined, { signal })
    }
    return [...this.#counts.values()].reduce((sum, { taken }) => sum + taken, 0)
  }

  /** Communities and private spaces come and go between two pieces. @throws bundle/left when one went that something was read for */
  #look(): void {
    const open = this.#options.communities()
    const isHere = (of: CommunityId): boolean => open.some(({ community }) => community === of)
    if (![...this.#counts.keys()].every(isHere)) throw bundleErrors('left')
    this.#targets = open.flatMap((community) => carriedPlaces(community).map((each) => this.#targetOf(community, each)))
  }

  #targetOf(community: Community, carried: CarriedPlace): Target {
    const { place } = carried
    const isOpen = (): boolean =>
      this.#options.communities().includes(community) && carriedPlaces(community).some((each) => each.place === place)
    return { ...carried, of: community.community, isOpen }
  }

  async #open(parcel: Uint8Array, signal: AbortSignal): Promise<void> {
    const target = this.#targets.find(({ source }) => isOurs(source, parcel))
    if (target) return this.#openAs(target, parcel, signal)
    for (const other of this.#targets.filter(({ source }) => source.mail))
      // A letter may have brought a private space.
      if (await this.#isLetterTo(other, parcel, signal)) return this.#look()
    this.#others += 1
  }

  /** Letters have no tag that could be known. */
  async #isLetterTo(target: Target, parcel: Uint8Array, signal: AbortSignal): Promise<boolean> {
    try {
      this.#add(target, await this.#steps(target, parcel, signal))
      return true
    } catch (error) {
      if (parcelErrors.is(error, 'not-ours')) return false
      if (!parcelErrors.is(error, 'damaged')) throw error
      this.#refuse(target, error)
      return true
    }
  }

  async #openAs(target: Target, parcel: Uint8Array, signal: AbortSignal): Promise<void> {
    try {
      this.#add(target, await this.#steps(target, parcel, signal))
    } catch (error) {
      if (parcelErrors.is(error, 'key-missing')) this.#wait(target, parcel, error)
      else if (parcelErrors.is(error, 'damaged') || parcelErrors.is(error, 'newer')) this.#refuse(target, error)
      // What was written before one came is nothing one misses.
      else if (!parcelErrors.is(error, 'not-meant')) throw error
    }
  }

  async #steps({ source, isOpen }: Target, parcel: Uint8Array, signal: AbortSignal): Promise<Opened> {
    const steps = openingSteps(source, parcel)
    for (;;) {
      signal.throwIfAborted()
      // It may be left at any moment, and its files are closed then.
      if (!isOpen()) throw bundleErrors('left')
      const step = steps.next()
      if (step.done) return step.value
      await setImmediate(undefined, { signal })
    }
  }

  #add({ of }: Target, { taken, known, early, refused }: Opened): void {
    const count = this.#count(of)
    count.taken += taken
    count.known += known
    count.early += early
    count.refused += refused
  }

  /** What was written under keys that nothing here tells of follows on decisions that have not come. */
  #wait({ of, source, waiting }: Target, parcel: Uint8Array, { details }: FolkmootError): void {
    if (details['unknown'] !== 0) {
      this.#count(of).early += 1
      return
    }
    if (waiting.keep(source, parcel)) {
      this.#count(of).waitingForKey += 1
      return
    }
    // What is not kept has to be brought again once the key has come, as what follows on other things.
    this.#options.log.warn('bundle.waiting', { community: of, most: LIMITS.waitingParcelBytes })
    this.#count(of).early += 1
  }

  #refuse({ of }: Target, error: FolkmootError): void {
    this.#options.log.warn('bundle.parcel', { community: of, code: errorCode(error) })
    this.#count(of).refused += 1
  }

  #count(community: CommunityId): Count {
    const known = this.#counts.get(community)
    if (known) return known
    const made = { community, taken: 0, known: 0, early: 0, refused: 0, waitingForKey: 0 }
    this.#counts.set(community, made)
    return made
  }
}
