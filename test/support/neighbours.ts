/**
 * Named people, each with a service on a profile of their own, spoken to as a screen would. No network: what one has and another lacks is
 * carried by hand when a test says so, to those and from those whom the log lets.
 */
import { join } from 'node:path'
import type { Network } from '../../core/service/index.ts'
import type { Carried } from '../../core/service/communities/carried.ts'
import {
  type CommunityId,
  type EntryId,
  FolkmootError,
  type FeedId,
  fromBase64url,
  type PeerId,
  sameBytes,
  type SpaceId,
} from '../../core/shared/index.ts'
import { loadDevice } from '../../core/identity/index.ts'
import { deviceErrors, readLink } from '../../core/membership/index.ts'
import { transportErrors } from '../../core/sync/index.ts'
import { noNetwork, oneService } from './one-service.ts'
import { seededRandom, temporaryFolder, testClock } from './surroundings.ts'

type Service = Awaited<ReturnType<typeof oneService>>
export type Client = Service['client']

export interface Neighbour {
  readonly name: string
  readonly client: Client
  readonly log: Service['log']
  readonly profile: Service['profile']
  /** What this person's core hands the network now. */
  readonly carried: ReadonlyMap<CommunityId, Carried>
  /** Stops the service and starts it again on the same profile. */
  restart(): Promise<Neighbour>
  stop(): Promise<void>
}

/** A room. */
export interface Place {
  readonly community: CommunityId
  readonly space: SpaceId
}

const garden = { name: 'Garden', purpose: 'Grow food', rules: 'Be kind.', template: 'neighbourhood' } as const

export class Neighbours implements AsyncDisposable {
  readonly clock = testClock()
  readonly #folder = temporaryFolder()
  readonly #people = new Map<string, Neighbour>()
  readonly #profiles = new Map<string, Service['profile']>()
  /** A link of each community. */
  readonly #links = new Map<CommunityId, string>()
  readonly #carried = new Map<string, Map<CommunityId, Carried>>()
  readonly #random = seededRandom('neighbours')
  #starts = 0
  #said = 0

  /** Somebody new, or who stopped. */
  async start(name: string): Promise<Neighbour> {
    const carried = new Map<CommunityId, Carried>()
    this.#carried.set(name, carried)
    const network: Network = {
      ...noNetwork,
      carry: (each) => {
        carried.set(each.community, each)
        return async () => {
          // Whoever is met learns that somebody goes, before the line is cut.
          if (each.log.standing(each.device)?.may === 'nothing') this.deliver()
          carried.delete(each.community)
        }
      },
      join: async (request) => this.#join(name, request),
    }
    const { client, log, profile, stop } = await oneService(
      join(this.#folder.path, name),
      `${name} ${this.#starts++}`,
      network,
      this.clock,
    )
    this.#profiles.set(name, profile)
    const person: Neighbour = {
      name,
      client,
      log,
      profile,
      carried,
      stop: async () => {
        if (this.#people.get(name) === person) this.#people.delete(name)
        await stop()
      },
      restart: async () => {
        await person.stop()
        return this.start(name)
      },
    }
    this.#people.set(name, person)
    return person
  }

  /** Ada founds the garden. */
  async found(name: string): Promise<Place & { readonly person: Neighbour; readonly place: Place }> {
    const person = await this.start(name)
    const place = await person.client.communities.create({ ...garden, displayName: name })
    return { person, place, ...place }
  }

  /** Somebody comes by an invite of `by`'s, and everybody learns of it. */
  async join(
    name: string,
    by: Neighbour,
    community: CommunityId,
    terms: { readonly role?: 'member' | 'moderator'; readonly approval?: boolean } = {},
  ): Promise<Neighbour> {
    const { link } = await by.client.invites.create({
      ...{ community, uses: 1, hours: 24, role: 'member', approval: false },
      ...terms,
    })
    const person = this.#people.get(name) ?? (await this.start(name))
    await this.accept(person, link)
    this.deliver()
    return person
  }

  async accept({ name, client }: Neighbour, link: string): Promise<void> {
    const { community } = await client.invites.accept({ link, displayName: name })
    this.#links.set(community, link)
    await until(client.communities.watch(), (all) =>
      all.some(({ id, state }) => id === community && state === 'member'),
    )
  }

  get folder(): string {
    return this.#folder.path
  }

  /** What somebody's device is made of, for whoever does with it as they please. */
  async inside({ name, carried }: Neighbour, community: CommunityId) {
    const profile = this.#profiles.get(name)
    const device = profile && loadDevice(profile.database, community)
    const own = carried.get(community)
    const link = this.#links.get(community)
    if (!device || !own || !link) throw new TypeError(`${name} is not in the community`)
    return { device, carried: own, secret: readLink(link).communitySecret }
  }

  /** Somebody says something in a room, a second after whatever was said before. */
  async say({ client }: Neighbour, place: Place, text: string): Promise<EntryId> {
    this.clock.advance(1000)
    const clientKey = `message ${(this.#said += 1)}`.padEnd(12)
    return (await client.rooms.send({ ...place, text, clientKey })).id
  }

  /** What somebody reads in a room. */
  async read({ client }: Neighbour, place: Place): Promise<string[]> {
    return (await now(client.rooms.watch({ ...place, limit: 200 }))).rows.map(({ text }) => text)
  }

  /** Everybody who is here to everybody else, until nothing is new. */
  deliver(): void {
    for (let more = true; more;) {
      more = false
      for (const from of this.#people.values())
        for (const to of this.#people.values()) if (from !== to && this.carry(from, to)) more = true
    }
  }

  /** What one has and another lacks; whether there was anything. */
  carry(from: Neighbour, to: Neighbour): boolean {
    let news = false
    for (const [community, source] of from.carried) {
      const target = to.carried.get(community)
      if (!target) continue
      if (target.log.receive(source.log.missingFor(target.log.sample())).accepted > 0) news = true
      const welcome = [source.log.standing(target.device), target.log.standing(source.device)]
      if (!welcome.every((standing) => standing?.may === 'exchange')) continue
      const lacking = target.log.keys.lacking()
      if (lacking.length > 0 && target.log.keys.take(source.log.keys.reseal(target.device, lacking)) > 0) news = true
      if (carryDocuments(source, target)) news = true
    }
    return news
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const person of [...this.#people.values()]) await person.stop()
    this.#folder[Symbol.dispose]()
  }

  /** Asks everybody who is here, one after the other. */
  async #join(name: string, request: Parameters<Network['join']>[0]): Promise<void> {
    let refusal: FolkmootError | undefined
    for (const [other, { carried }] of this.#people) {
      const host = carried.get(request.community)
      if (other === name || !host?.hasOpenInvite()) continue
      const admitter = `peer-${other}` as PeerId
      const meeting = { nonce: this.#random.bytes(32), joiner: `peer-${name}` as PeerId, admitter }
      try {
        host.admit(request.ask(meeting), meeting)
        return request.admitted(host.log.missingFor([]))
      } catch (error) {
        if (!(error instanceof FolkmootError)) throw error
        if (deviceErrors.is(error, 'compare'))
          request.compare?.(fromBase64url(String(error.details['nonce'])) ?? new Uint8Array(0))
        request.refused(admitter, error)
        refusal = error
      }
    }
    throw refusal ?? transportErrors('unreachable')
  }
}

function carryDocuments({ documents: source, ...from }: Carried, { documents: target, ...to }: Carried): boolean {
  let news = false
  for (const document of source.list()) {
    if (!target.has(document)) continue
    const vector = new Map<FeedId, number>(target.vector(document).map(({ feed, seq }) => [feed, seq]))
    for (const block of source.blocksBeyond(document, vector)) if (target.receive(block).accepted > 0) news = true
    // Who holds another branch of a feed differs, and has nothing beyond the vector.
    const exact = new Map(target.exactVector(document).map(({ feed, seq }) => [feed, seq]))
    if (!sameBytes(source.digest(document), target.digest(document)))
      for (const block of source.blocksBeyond(document, exact)) if (target.receive(block).accepted > 0) news = true
    const holder = from.log.standing(to.device)?.member
    if (holder) from.reached(holder, document, target.vector(document))
  }
  return news
}

/** What a live query says now. */
export async function now<T>(query: Promise<AsyncIterable<T>>): Promise<T> {
  return until(query, () => true)
}

/** The first answer of a live query that is what is looked for. */
export async function until<T>(query: Promise<AsyncIterable<T>>, found: (value: T) => boolean): Promise<T> {
  for await (const value of await query) if (found(value)) return value
  throw new TypeError('the query ended')
}
