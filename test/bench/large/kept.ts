/** Profiles with so many messages, made once for each version of what makes them and kept where they hinder nobody. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { fileKeyStore, openProfile } from '../../../core/storage/index.ts'
import { profileSchemas } from '../../../core/service/index.ts'
import { communitySchemas } from '../../../core/service/communities/community.ts'
import { Communities } from '../../../core/service/communities/index.ts'
import { INDEX_VERSION } from '../../../core/view/schema.ts'
import { noNetwork } from '../../support/one-service.ts'
import { keptLog, seededRandom, testClock } from '../../support/surroundings.ts'
import { fill } from './filling.ts'
import { populate } from './people.ts'
import { modules } from './sentences.ts'

/** Counts up whenever what is made is other than before. How core keeps it is in the name as well. */
const MAKER = 2
const tables = createHash('sha256').update(JSON.stringify([communitySchemas, profileSchemas, INDEX_VERSION]))
const VERSION = `v${MAKER}-${tables.digest('hex').slice(0, 8)}`
const MEMBERS = 1000
/** When it all begins, ms. */
const BEGIN = Date.UTC(2023, 9, 1)

const folder = join(modules, '.cache', 'folkmoot-bench')

/** The folder of a profile with so many messages; nobody may change what is in it. Making a million takes minutes. */
export async function keptProfile(count: number, tell: (line: string) => void): Promise<string> {
  const kept = join(folder, `${VERSION}-${count}`)
  if (existsSync(kept)) return kept
  mkdirSync(folder, { recursive: true })
  // What another version made of as many is of no use any more.
  for (const name of readdirSync(folder))
    if (name.startsWith('v') && name.endsWith(`-${count}`)) remove(join(folder, name))
  const made = mkdtempSync(join(folder, 'making-'))
  try {
    await make(made, count, tell)
    renameSync(made, kept)
    return kept
  } catch (error) {
    remove(made)
    throw error
  }
}

/** A copy of it to work on, and its end. */
export async function workingCopy(count: number, tell: (line: string) => void): Promise<Disposable & { path: string }> {
  const kept = await keptProfile(count, tell)
  const path = mkdtempSync(join(folder, 'working-'))
  cpSync(kept, path, { recursive: true })
  return { path, [Symbol.dispose]: () => remove(path) }
}

async function make(path: string, count: number, tell: (line: string) => void): Promise<void> {
  const clock = testClock(BEGIN)
  const random = seededRandom('large')
  const log = keptLog()
  const signal = AbortSignal.timeout(30_000)
  const profile = await openProfile({ folder: path, keyStore: fileKeyStore(path), schemas: profileSchemas, signal })
  const communities = new Communities({ profile, clock, random, log, network: noNetwork })
  try {
    const text = { name: 'Many', purpose: 'To see how it is with many', rules: 'Be kind.' }
    const { community } = communities.found(text, 'neighbourhood', 'Ada')
    const large = communities.get(community)
    tell(`${MEMBERS} members`)
    const authors = populate(large, MEMBERS, { clock, random })
    fill({ community: large, authors, clock, count, tell })
  } finally {
    await communities.stop()
    profile.close()
  }
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true })
}
