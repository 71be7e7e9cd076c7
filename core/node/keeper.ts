/** A blind keeper in this process: its database, its transport and its link, in a folder that no member's profile is in. */
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { deriveKey } from '../identity/index.ts'
import { Keeper, type KeeperStatus, keeperSchema } from '../keeper/index.ts'
import { type Clock, errorCode, type Log, type Random, REACH_DEFAULTS, type Stoppable, utf8 } from '../shared/index.ts'
import { fileKeyStore, openDatabase, writeFileAtomic } from '../storage/index.ts'
import { createPeerKey, libp2pTransport } from '../sync/index.ts'
import { hostErrors } from './errors.ts'
import type { NetworkOptions } from './parts.ts'

export interface KeeperProcessOptions {
  /** Made when it is not there. */
  readonly folder: string
  readonly network: NetworkOptions
  /** Bytes of parcels it keeps of each community. */
  readonly budget: number
  /** Where it can be dialled besides. */
  readonly address?: { readonly host: string; readonly port: number }
  /** Makes a link, in place of one that was not used. */
  readonly newLink: boolean
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

export interface RunningKeeper extends Stoppable {
  /** The file the link is in while one is open, readable for this account alone. */
  readonly linkFile: string
  link(): string | undefined
  status(): KeeperStatus
  onChange(listener: () => void): () => void
}

const databaseFile = 'keeper.db'
/** How it calls itself until an owner calls it otherwise. */
const NAME = 'Keeper'

/** Whether a folder is a blind keeper's. */
export function isKeeperFolder(folder: string): boolean {
  return existsSync(join(folder, databaseFile))
}

/**
 * Opens the keeper of a folder and sets it in motion. The first time there is a link to it.
 * @throws host/not-a-keeper, storage/…, sync/port-in-use, sync/cannot-listen, keeper/no-shelf, the signal's reason
 */
export async function startKeeper(options: KeeperProcessOptions, signal: AbortSignal): Promise<RunningKeeper> {
  const { folder, log, clock, random, budget, network } = options
  if (existsSync(join(folder, 'profile.db'))) throw hostErrors('not-a-keeper', { details: { folder } })
  const master = await fileKeyStore(folder).open(signal)
  const key = deriveKey(master, 'folkmoot/keeper-database/1')
  master.fill(0)
  const onListenerError = (error: unknown): void => log.error('storage.listener', { code: errorCode(error) })
  const database = openDatabase({ path: join(folder, databaseFile), key, schemas: [keeperSchema], onListenerError })
  key.fill(0)
  let keeper: Keeper | undefined
  try {
    database.verify()
    const privateKey = await peerKeyIn(database)
    const { listen = { port: portIn(database) }, discovery } = network
    const transport = await libp2pTransport({ privateKey, listen, discovery, log, clock })
    const addresses = options.address ? [addressText(options.address)] : []
    const reach = { ...REACH_DEFAULTS, port: listen.port, addresses }
    keeper = new Keeper({ database, transport, clock, random, log, name: NAME, budget, reach })
    await keeper.start(signal)
    keepPort(database, transport.addresses())
    const running = new RunningFolder(folder, keeper, log)
    await running.begin(options.newLink)
    return {
      linkFile: running.file,
      link: () => running.keeper.link(),
      status: () => running.keeper.status(),
      onChange: (listener) => running.keeper.onChange(listener),
      stop: async () => {
        await running.stop()
        database.close()
      },
    }
  } catch (error) {
    await keeper?.stop()
    database.close()
    throw error
  }
}

/** The peer key is all a keeper is known by, so it stays the same. */
async function peerKeyIn(database: ReturnType<typeof openDatabase>): Promise<Uint8Array> {
  const row = database.statement<{ value: Uint8Array }>("SELECT value FROM setting WHERE name = 'peer-key'").get()
  if (row) return Uint8Array.from(row.value)
  const made = await createPeerKey()
  database.statement("INSERT INTO setting VALUES ('peer-key', ?)").run(made)
  return made
}

/** Members dial it where its link says, so it listens at the same port again; 0 the first time. */
function portIn(database: ReturnType<typeof openDatabase>): number {
  const row = database.statement<{ value: Uint8Array }>("SELECT value FROM setting WHERE name = 'port'").get()
  const port = row ? Number(Buffer.from(row.value).toString('utf8')) : 0
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0
}

function keepPort(database: ReturnType<typeof openDatabase>, addresses: readonly string[]): void {
  const port = addresses
    .map((each) => /^\/ip[46]\/[^/]+\/tcp\/(\d+)\//.exec(each)?.[1])
    .find((each) => each !== undefined)
  if (port === undefined) return
  database
    .statement("INSERT INTO setting VALUES ('port', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
    .run(utf8(port))
}

function addressText({ host, port }: { readonly host: string; readonly port: number }): string {
  const family = isIP(host)
  return `/${family === 0 ? 'dns' : `ip${family}`}/${host}/tcp/${port}`
}

/** Keeps the link in a file as long as it is good, and as the addresses change. */
class RunningFolder {
  readonly file: string
  readonly keeper: Keeper
  readonly #log: Log
  /** What stands in the file; not known at first. */
  #written: string | undefined | null = null
  #writing: Promise<void> = Promise.resolve()

  constructor(folder: string, keeper: Keeper, log: Log) {
    this.file = join(folder, 'keeper-link')
    this.keeper = keeper
    this.#log = log
  }

  /** Resolves when the file is there, or gone. */
  async begin(newLink: boolean): Promise<void> {
    const isNew = this.keeper.status().communities === 0 && this.keeper.link() === undefined
    if (newLink || isNew) this.keeper.openClaim()
    this.keeper.onChange(() => this.#write())
    this.#write()
    await this.#writing
  }

  async stop(): Promise<void> {
    await this.keeper.stop()
    await this.#writing
  }

  #write(): void {
    const link = this.keeper.link()
    if (link === this.#written) return
    this.#written = link
    this.#writing = this.#writing
      .then(async () => {
        if (link === undefined) await rm(this.file, { force: true })
        else await writeFileAtomic(this.file, utf8(`${link}\n`), { mode: 0o600 })
      })
      .catch((error: unknown) => this.#log.error('keeper.link-file', { code: errorCode(error) }))
  }
}
