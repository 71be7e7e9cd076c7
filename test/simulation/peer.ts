/** One device of the simulated community: a whole core without its network, on a real database. */
import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Device } from '../../core/identity/index.ts'
import { MembershipLog } from '../../core/membership/index.ts'
import { Community, communitySchemas } from '../../core/service/communities/community.ts'
import type { PrivateSpaces } from '../../core/service/communities/private/private-spaces.ts'
import type { Clock, CommunityId, Random } from '../../core/shared/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { KeptFiles } from '../../core/storage/kept-files.ts'
import { keptLog, type KeptLog } from '../support/surroundings.ts'
import { crashing, type CrashingDatabase } from './crashing-database.ts'

export interface PeerSurroundings {
  readonly folder: string
  readonly community: CommunityId
  readonly random: Random
  /** The true time, ms. */
  readonly now: () => number
}

/** Nothing private happens here: private spaces are communities in small, and have tests of their own. */
const noPrivates = {
  at: () => undefined,
  all: () => [],
  letters: () => [],
  takeLetter: () => undefined,
} as unknown as PrivateSpaces

export class Peer {
  readonly name: string
  readonly device: Device
  readonly isHostile: boolean
  /** How far its clock is off, ms. */
  skew = 0
  #log: KeptLog = keptLog()
  readonly #around: PeerSurroundings
  #community: Community | undefined
  #database: CrashingDatabase | undefined

  constructor(name: string, device: Device, isHostile: boolean, around: PeerSurroundings) {
    this.name = name
    this.device = device
    this.isHostile = isHostile
    this.#around = around
  }

  get community(): Community {
    if (!this.#community) throw new TypeError(`${this.name} is not running`)
    return this.#community
  }

  /** What it logged since it last came to life. */
  get log(): KeptLog {
    return this.#log
  }

  get isDead(): boolean {
    return this.#database?.isDead ?? false
  }

  get path(): string {
    return join(this.#around.folder, `${this.name.replaceAll(/\W/g, '_')}.db`)
  }

  begin(secret: Uint8Array, items: readonly Uint8Array[]): void {
    this.#open((options) => MembershipLog.begin(options, secret, items))
  }

  /** As a new process does. */
  reopen(): void {
    this.close()
    this.#open((options) => {
      const log = MembershipLog.open(options)
      if (!log) throw new TypeError(`${this.name} has lost its log`)
      return log
    })
  }

  /** Dies at one of the next writes, somewhere within what it does then. */
  dieAfter(writes: number): void {
    this.#database?.dieAfter(writes)
  }

  /** After a death: the file is let go of as it is, and opened again. */
  revive(): void {
    this.#community = undefined
    this.#database?.close()
    this.#log = keptLog()
    this.reopen()
  }

  /** A copy of the profile as it is now, to go back to. */
  backUp(): void {
    this.close()
    copyFileSync(this.path, `${this.path}.backup`)
    this.reopen()
  }

  restoreBackup(): void {
    this.close()
    for (const tail of ['-wal', '-shm']) rmSync(this.path + tail, { force: true })
    copyFileSync(`${this.path}.backup`, this.path)
    this.reopen()
  }

  close(): void {
    if (this.isDead) this.#database?.close()
    else this.#community?.close()
    this.#community = undefined
    this.#database = undefined
  }

  #open(log: (options: Parameters<typeof MembershipLog.open>[0]) => MembershipLog): void {
    const { community, random, now } = this.#around
    const raw = openDatabase({ path: this.path, key: new Uint8Array(32).fill(1), schemas: communitySchemas })
    const database = crashing(raw)
    const clock: Clock = {
      now: () => Math.max(0, now() + this.skew),
      // Nothing waits here: what is to be done later is done by the next step.
      sleep: (_ms, signal) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
        ),
    }
    const membership = log({ database, community, log: this.#log })
    this.#database = database
    this.#community = new Community({
      id: community,
      database,
      blobs: new KeptFiles(`${this.path}.blobs`),
      device: this.device,
      membership,
      clock,
      random,
      log: this.#log,
      privates: () => noPrivates,
    })
  }
}
