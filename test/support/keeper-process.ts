/** A blind keeper in a process of its own, and people in theirs, for stories in which they are never there together. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { deriveKey } from '../../core/identity/index.ts'
import { keeperSchema } from '../../core/keeper/index.ts'
import { fileKeyStore, openDatabase } from '../../core/storage/index.ts'
import { CoreProcess } from './core-process.ts'
import { type Place, until } from './neighbours.ts'
import type { Client } from './screen.ts'

/** Always at the same place. */
export async function startKeeper(folder: string, port: number, ...args: readonly string[]): Promise<CoreProcess> {
  const listen = ['--no-discovery', '--listen', `127.0.0.1:${port}`]
  const keeper = new CoreProcess({ args: ['--keeper', '--profile', folder, ...listen, ...args] })
  expect(await keeper.line()).toMatch(/cannot read/)
  return keeper
}

/** The link a keeper has written into its folder. */
export function keeperLink(folder: string): string {
  return readFileSync(join(folder, 'keeper-link'), 'utf8').trim()
}

export async function say(client: Client, place: Place, text: string): Promise<void> {
  await client.rooms.send({ ...place, text, clientKey: `${text} `.padEnd(12) })
}

export async function reads(client: Client, place: Place, text: string): Promise<void> {
  await until(client.rooms.watch({ ...place, limit: 200 }), ({ rows }) => rows.some((row) => row.text === text))
}

/** Until the keeper has all that somebody wrote. */
export async function isKept(client: Client, { community }: Pick<Place, 'community'>): Promise<void> {
  await until(client.sync.watch({ community }), ({ keepers }) =>
    keepers.some(({ state, waiting }) => state === 'reached' && waiting === 0),
  )
}

/** Everything on a keeper's disk, and everything in its database as it is read with its key. */
export async function allOf(folder: string): Promise<Buffer> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  const raw = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file))
  const master = await fileKeyStore(folder).open(AbortSignal.timeout(5000))
  const key = deriveKey(master, 'folkmoot/keeper-database/1')
  const database = openDatabase({ path: join(folder, 'keeper.db'), key, schemas: [keeperSchema] })
  const tables = database.statement<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").all()
  const rows = tables.flatMap(({ name }) => database.statement<Record<string, unknown>>(`SELECT * FROM ${name}`).all())
  database.close()
  expect(rows.length).toBeGreaterThan(4)
  const values = rows.flatMap((row) => Object.values(row))
  return Buffer.concat([
    ...raw,
    ...values.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value)))),
  ])
}
