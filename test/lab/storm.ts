/**
 * A storm: many real cores in one community, each in a process and a computer of its own, posting while their cables are pulled, their power
 * goes and their lids are closed. Afterwards all must hold the same, each message once, in one order.
 */
import { createHash } from 'node:crypto'
import { LanPerson } from '../support/lan-person.ts'
import { join } from '../support/lan-talk.ts'
import { foundGarden, inviteTo, type Place, readRoom, until, untilTotal } from '../support/named-people.ts'
import { type LabHost, NetLab } from '../support/netlab.ts'
import { type Deed, scheduleOf, type Trouble } from './storm-schedule.ts'

export interface StormOptions {
  readonly seed: number
  /** 2 to 200. */
  readonly cores: number
  /** How long they post and are cut off. */
  readonly seconds: number
  readonly tell?: (line: string) => void
}

export interface CoreOutcome {
  readonly name: string
  readonly posted: number
  readonly troubles: Readonly<Record<Trouble, number>>
  readonly messages: number
  /** Of all it holds, in the order it shows it. */
  readonly digest: string
}

export interface StormOutcome {
  readonly posted: number
  /** Milliseconds until all were level, after all was well. */
  readonly settled: number
  readonly cores: readonly CoreOutcome[]
  /** What is wrong, in words; empty when all held. */
  readonly broken: readonly string[]
}

/** Cores that are started, and that join, at once. */
const atOnce = 4
/** Milliseconds for all to be level afterwards. */
const patience = 300_000
/** Milliseconds between words on how far they are. */
const lookEach = 10_000

interface Core {
  readonly name: string
  readonly host: LabHost
  readonly person: LanPerson
  readonly troubles: Record<Trouble, number>
  /** What was posted, by its key; true once the core said that it has it. */
  readonly posts: Map<string, boolean>
}

export async function storm({
  seed,
  cores: count,
  seconds,
  tell = () => undefined,
}: StormOptions): Promise<StormOutcome> {
  const lab = new NetLab()
  await using all = new AsyncDisposableStack()
  all.defer(() => lab.close())
  const network = lab.network('lan')
  const cores: Core[] = []
  await inTurns(
    Array.from({ length: count }, (_, at) => at),
    async (at) => {
      const host = lab.host(`c${at}`, network, `192.168.9.${at + 2}/24`)
      const person = all.use(await LanPerson.at(host))
      cores.push({ name: `core ${at}`, host, person, troubles: { cut: 0, kill: 0, sleep: 0 }, posts: new Map() })
    },
  )
  cores.sort((a, b) => Number(a.name.slice(5)) - Number(b.name.slice(5)))
  const room = await populate(cores)
  tell(`${count} cores in one community; the storm of seed ${seed} begins`)
  const schedule = scheduleOf(seed, count, seconds)
  const began = performance.now()
  await Promise.all(cores.map((core, at) => live(lab, core, { room, began, deeds: schedule[at] ?? [] })))
  tell('all is well again')
  const watching = setInterval(() => void progress(cores, room).then(tell, () => undefined), lookEach)
  all.defer(() => clearInterval(watching))
  return await judge(cores, room)
}

async function populate(cores: readonly Core[]): Promise<Place> {
  const [founder, ...others] = cores
  if (!founder) throw new RangeError('a storm needs cores')
  const room = await foundGarden(founder.person.client, founder.name)
  const link = await inviteTo(founder.person.client, room, cores.length + 5)
  await inTurns(others, ({ person, name }) => join(person, link, name, room))
  return room
}

interface Life {
  readonly room: Place
  readonly began: number
  readonly deeds: readonly Deed[]
}

async function live(lab: NetLab, core: Core, { room, began, deeds }: Life): Promise<void> {
  for (const { at, what } of deeds) {
    await pause(began + at - performance.now())
    const { host, person, troubles } = core
    if (what === 'post') void post(core, room, `${core.name} at ${at}`)
    else if (what === 'cut') lab.cable(host, 'down')
    else if (what === 'mend') lab.cable(host, 'up')
    else if (what === 'kill') await person.kill()
    else if (what === 'start') await person.start()
    else if (what === 'sleep') person.sleep()
    else person.wake()
    if (what === 'cut' || what === 'kill' || what === 'sleep') troubles[what]++
  }
}

/** The text is the key as well. Whoever loses power meanwhile does not know whether it was kept, and says it again later. */
async function post({ posts, person: { client } }: Core, room: Place, text: string): Promise<void> {
  posts.set(text, false)
  try {
    await client.rooms.send({ ...room, text, clientKey: `storm ${text}` })
    posts.set(text, true)
  } catch {
    // `judge` says it again.
  }
}

async function judge(cores: readonly Core[], room: Place): Promise<StormOutcome> {
  const began = performance.now()
  for (const core of cores) for (const [text, isKept] of core.posts) if (!isKept) await post(core, room, text)
  const posted = cores.flatMap(({ posts }) => [...posts.keys()])
  const broken = cores.flatMap(({ name, posts }) =>
    [...posts].filter(([, isKept]) => !isKept).map(([text]) => `${name} could not say “${text}”`),
  )
  // Looked at closely only when all might have come: reading everything everywhere is work, too.
  await Promise.all(cores.map((core) => hasAll(core, room, posted.length).catch(() => undefined)))
  for (;;) {
    const outcomes = await Promise.all(cores.map((core) => outcomeOf(core, room)))
    const isLevel = new Set(outcomes.map(({ digest }) => digest)).size === 1
    const isLate = performance.now() - began > patience
    const isDone = isLevel && outcomes[0]?.messages === posted.length
    if (!isDone && !isLate) {
      await pause(1000)
      continue
    }
    if (!isLevel) broken.push('not all hold the same')
    for (const { name, shown } of outcomes) broken.push(...wrongWith(name, shown, posted))
    const settled = performance.now() - began
    return { posted: posted.length, settled, cores: outcomes, broken: broken.slice(0, 50) }
  }
}

async function hasAll({ person: { client } }: Core, room: Place, total: number): Promise<void> {
  await untilTotal(client, room, total, patience)
  await until(client.sync.watch(room), ({ state }) => state === 'up-to-date', patience)
}

/** One line on how far everybody is, for who watches. */
async function progress(cores: readonly Core[], room: Place): Promise<string> {
  const each = await Promise.all(
    cores.map(async ({ person: { client } }) => {
      const { total } = await until(client.rooms.watch({ ...room, limit: 1 }), () => true)
      const { state, peers } = await until(client.sync.watch(room), () => true)
      return `${total} (${peers} peers, ${state})`
    }),
  )
  return each.join(', ')
}

function* wrongWith(name: string, shown: readonly string[], posted: readonly string[]): Generator<string> {
  const times = new Map<string, number>()
  for (const text of shown) times.set(text, (times.get(text) ?? 0) + 1)
  for (const text of posted) if (!times.has(text)) yield `${name} lacks “${text}”`
  for (const [text, count] of times) if (count > 1) yield `${name} shows “${text}” ${count} times`
  if (new Set(posted).size !== times.size) yield `${name} shows ${times.size} messages of ${posted.length}`
}

async function outcomeOf({ name, posts, troubles, person: { client } }: Core, room: Place) {
  const rows = await readRoom(client, room)
  const { community } = room
  const first = async <T>(query: Promise<AsyncIterable<T>>): Promise<T> => until(query, () => true)
  const [members, history, spaces] = await Promise.all([
    first(client.members.watch({ community })),
    first(client.members.watchHistory({ community, limit: 1000 })),
    first(client.spaces.watch({ community })),
  ])
  const held = {
    rows: rows.map(({ id, time, author, text }) => [id, time, author, text]),
    members: sorted(members.map(({ id, name: called, role }) => [id, called, role].join())),
    history: sorted(history.decisions.map(({ id }) => id)),
    spaces: sorted(spaces.map(({ id, name: called, messages }) => [id, called, messages].join())),
  }
  const digest = createHash('sha256').update(JSON.stringify(held)).digest('hex').slice(0, 12)
  const shown = rows.map(({ text }) => text)
  return { name, posted: posts.size, troubles, messages: rows.length, digest, shown }
}

async function inTurns<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const left = [...all]
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

const sorted = (texts: readonly string[]): string[] => texts.toSorted()

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))
