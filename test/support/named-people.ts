/** Named people, each with a real core process and a profile of their own, spoken to through the contract. */
import type { MessageRow } from '../../core/contract/index.ts'
import type { CommunityId, SpaceId } from '../../core/shared/index.ts'
import { CoreProcess, type ProcessOptions, quietly, temporaryFolder } from './core-process.ts'
import type { Client } from './screen.ts'

export interface Place {
  readonly community: CommunityId
  readonly space: SpaceId
}

export class NamedPerson implements AsyncDisposable {
  readonly name: string
  readonly #folder = temporaryFolder()
  readonly #args: readonly string[]
  readonly #more: Pick<ProcessOptions, 'script' | 'env'>
  #process: CoreProcess | undefined

  constructor(name: string, args: readonly string[] = quietly, more: Pick<ProcessOptions, 'script' | 'env'> = {}) {
    this.name = name
    this.#args = args
    this.#more = more
  }

  get profile(): string {
    return this.#folder.path
  }

  get process(): CoreProcess {
    if (!this.#process) throw new TypeError(`${this.name} is not running`)
    return this.#process
  }

  /** Starts this person's core, again after a stop or a kill. */
  async start(): Promise<Client> {
    this.#process = new CoreProcess({ ...this.#more, args: ['--profile', this.profile, '--print-url', ...this.#args] })
    return this.client()
  }

  /** Starts this person's core for a browser: answers the secret address, which is good for one. */
  async startSilently(): Promise<string> {
    this.#process = new CoreProcess({ ...this.#more, args: ['--profile', this.profile, '--print-url', ...this.#args] })
    return this.#process.address()
  }

  async client(): Promise<Client> {
    return (await this.process.screen()).client
  }

  /** Ends the core: as Ctrl+C does, or at once. */
  async end(how: 'stop' | 'kill' = 'stop'): Promise<void> {
    const process = this.#process
    this.#process = undefined
    await (how === 'stop' ? process?.stop() : process?.kill())
    await process?.[Symbol.asyncDispose]()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('kill')
    this.#folder[Symbol.dispose]()
  }
}

/** Waits until a live query answers what is looked for. Throws when it ends or takes longer than `ms`. */
export async function until<T>(
  query: Promise<AsyncIterable<T>>,
  found: (value: T) => boolean,
  ms = 30_000,
): Promise<T> {
  const source = (await query)[Symbol.asyncIterator]()
  let last: T | undefined
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new TypeError(`not within ${ms} ms; last: ${JSON.stringify(last)?.slice(0, 600)}`)),
    ms,
  )
  try {
    for (;;) {
      const step = await Promise.race([source.next(), late.promise])
      if (step.done) throw new TypeError(`the query ended; last: ${JSON.stringify(last)?.slice(0, 600)}`)
      last = step.value
      if (found(step.value)) return step.value
    }
  } finally {
    clearTimeout(timer)
    void source.return?.()
  }
}

/** Founds the usual garden. */
export async function foundGarden(client: Client, displayName: string): Promise<Place> {
  return client.communities.create({
    name: 'Garden Commons',
    purpose: 'Grow food together',
    rules: 'Be kind. Share tools.',
    template: 'neighbourhood',
    displayName,
  })
}

/** A link of the garden's for some guests. */
export async function inviteTo(client: Client, { community }: Place, uses = 10): Promise<string> {
  return (await client.invites.create({ community, uses, hours: 24, role: 'member', approval: false })).link
}

/** Joins by a link and waits until the room is there. */
export async function joinBy(client: Client, link: string, displayName: string, { space }: Place): Promise<void> {
  const { community } = await client.invites.accept({ link, displayName })
  await until(client.communities.watch(), (all) => all.some(({ id, state }) => id === community && state === 'member'))
  await until(client.spaces.watch({ community }), (spaces) => spaces.some(({ id }) => id === space))
}

/** Every message of a room, oldest first, as pages show them. */
export async function readRoom(client: Client, place: Place): Promise<MessageRow[]> {
  let { rows } = await until(client.rooms.watch({ ...place, limit: 200 }), ({ type }) => type === 'window')
  for (let more = rows.length > 0; more;) {
    const [top] = rows
    if (!top) break
    const page = await client.rooms.before({ ...place, position: { time: top.time, id: top.id }, limit: 200 })
    rows = [...page.rows, ...rows]
    more = page.more
  }
  return rows
}

/** Waits until a room holds so many messages. */
export async function untilTotal(client: Client, place: Place, total: number, ms = 60_000): Promise<void> {
  await until(client.rooms.watch({ ...place, limit: 1 }), (event) => event.total >= total, ms)
}
