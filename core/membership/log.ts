/** A community's membership log as this device holds it: checked, kept, and folded as it grows. */
import {
  type ActionId,
  type CommunityId,
  type DeviceId,
  type FeedId,
  LIMITS,
  Listeners,
  type Log,
  sameBytes,
} from '../shared/index.ts'
import type { Device } from '../identity/index.ts'
import type { Database, Schema } from '../storage/index.ts'
import { type Action, signAction } from './action.ts'
import { DeferredActions, hasHadShare } from './deferred.ts'
import { membershipErrors } from './errors.ts'
import { type Decision, historyOf } from './history.ts'
import { type CutReason, Judging, type WrittenItem } from './judging.ts'
import { type LogKeys, logKeys, openAction, sealAction } from './log-seal.ts'
import type { MemberRole, Payload } from './payload.ts'
import { type Powers, powersOf } from './powers-now.ts'
import type { MembershipState } from './state.ts'

export const membershipSchema: Schema = {
  room: 'membership',
  migrations: [
    `CREATE TABLE action (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sealed BLOB NOT NULL) STRICT;
     CREATE TABLE membership_secret (one INTEGER PRIMARY KEY CHECK (one = 1), secret BLOB NOT NULL) STRICT`,
    `CREATE TABLE epoch_key (epoch TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT, WITHOUT ROWID`,
  ],
}

/** What becomes of one item alone. A full log among them: whoever fills it must not end what members still exchange. */
const REFUSALS = ['refused', 'malformed', 'full'] as const

export interface LogOptions {
  readonly database: Database
  readonly community: CommunityId
  readonly log: Log
  /** Of an archive all is taken: its log was bounded when it grew, and stands there in another order. By themselves only shares are. */
  readonly takes?: 'shares' | 'all' | undefined
}

export interface Received {
  /** Items that were new and valid. */
  readonly accepted: number
  /** Items refused: malformed, against the rules, with parents that never came, or beyond what a log may hold. */
  readonly refused: number
}

export class MembershipLog {
  readonly community: CommunityId
  readonly #database: Database
  readonly #secret: Uint8Array
  readonly #keys: LogKeys
  #judging = new Judging()
  readonly #deferred = new DeferredActions()
  readonly #takesAll: boolean
  /** Answers of `roleAt`, which never change once the heads are known. */
  readonly #roles = new WeakMap<readonly ActionId[], Map<DeviceId, MemberRole | undefined>>()
  /** As of some state. */
  #history: { readonly state: MembershipState; readonly decisions: readonly Decision[] } | undefined
  readonly #changed: Listeners<void>

  private constructor(options: LogOptions, secret: Uint8Array) {
    this.community = options.community
    this.#database = options.database
    this.#takesAll = options.takes === 'all'
    this.#secret = secret
    this.#keys = logKeys(secret)
    this.#changed = new Listeners(() => options.log.error('membership.listener'))
  }

  /** Begins a log on a fresh database from its first sealed items. @throws membership/wrong-genesis, membership/malformed */
  static begin(options: LogOptions, secret: Uint8Array, items: readonly Uint8Array[]): MembershipLog {
    const log = new MembershipLog(options, secret)
    options.database.transaction('authored', () => {
      options.database.statement('INSERT INTO membership_secret (one, secret) VALUES (1, ?)').run(secret)
      log.#receive(items)
      if (log.size === 0) throw membershipErrors('wrong-genesis')
    })
    return log
  }

  /** Opens the log a database holds; nothing when it holds none. What was checked when it came is not checked again. */
  static open(options: LogOptions): MembershipLog | undefined {
    const row = options.database.statement<{ secret: Uint8Array }>('SELECT secret FROM membership_secret').get()
    if (!row) return undefined
    const log = new MembershipLog(options, row.secret)
    log.#load()
    return log
  }

  get state(): MembershipState {
    return this.#judging.state
  }

  /** 32 bytes under which two peers recognise the community without naming it. */
  get tagKey(): Uint8Array {
    return this.#keys.tag
  }

  /** The 16 bytes invites carry. */
  get secret(): Uint8Array {
    return this.#secret
  }

  /**
   * The role a device's member held as far as someone had seen who named these heads: the same answer on every peer that knows them,
   * whatever came later. Nothing when they had not seen it certified.
   */
  roleAt(device: DeviceId, heads: readonly ActionId[]): MemberRole | undefined {
    const known = this.#roles.get(heads)
    if (known?.has(device)) return known.get(device)
    const role = this.#judging.roleAt(device, heads)
    if (heads.every((id) => this.has(id)))
      this.#roles.set(heads, (known ?? new Map<DeviceId, MemberRole | undefined>()).set(device, role))
    return role
  }

  /** What an item's author may do by it, as far as the whole log tells: the role they held, unless it was void, or lost before the item. */
  roleOf(item: WrittenItem): MemberRole | undefined {
    return this.#judging.roleOf(item)
  }

  /** The last seq of a feed that counts: its device, or its member, lost the right to write. Nothing when the feed is not cut. */
  cutOf(device: DeviceId, feed: FeedId): number | undefined {
    return this.#judging.cutOf(device, feed)
  }

  cutReason(device: DeviceId): CutReason | undefined {
    return this.#judging.cutReason(device)
  }

  /** Whether a device may take part now: in use, of a member who is active. */
  isActive(device: DeviceId): boolean {
    const { devices, members } = this.state
    const known = devices.get(device)
    return known?.state === 'active' && members.get(known.member)?.state === 'active'
  }

  /** Whether an invite was revoked by who made it, or by who may revoke all. */
  isRevoked(inviteKey: string, inviter: DeviceId): boolean {
    const { standings } = this.#judging
    return standings.isInviteRevoked(inviteKey, standings.memberOf(inviter))
  }

  /** Every decision, in the order in which they came to be known here. */
  history(): readonly Decision[] {
    const { state } = this
    if (this.#history?.state !== state) this.#history = { state, decisions: historyOf(this.#judging) }
    return this.#history.decisions
  }

  /** What a device's member may decide now. */
  powersOf(device: DeviceId): Powers {
    return powersOf(this.#judging, device)
  }

  /** Actions without children, sorted. */
  heads(): readonly ActionId[] {
    return this.#judging.heads()
  }

  get size(): number {
    return this.#judging.records.size
  }

  /** All actions, parents first. */
  actions(): readonly Action[] {
    return this.#judging.records.all().map(({ action }) => action)
  }

  has(id: ActionId): boolean {
    return this.#judging.records.settled.has(id)
  }

  /** Takes sealed items from anyone, parents first; what breaks a rule is left out. */
  receive(items: readonly Uint8Array[]): Received {
    const received = this.#kept('received', () => this.#receive(items))
    if (received.accepted > 0) this.#tell()
    return received
  }

  /** Signs an action as this device and keeps it; it is on the disk when this returns. @throws membership/refused, membership/full */
  append(device: Device, at: number, payload: Payload): Action {
    const action = this.#kept('authored', () => this.#write(device, at, payload))
    this.#tell()
    return action
  }

  /** Several in a row: all of them are kept, or none. */
  appendAll(device: Device, at: number, payloads: readonly Payload[]): readonly Action[] {
    const actions = this.#kept('authored', () => payloads.map((payload) => this.#write(device, at, payload)))
    this.#tell()
    return actions
  }

  #write(device: Device, at: number, payload: Payload): Action {
    const own = this.#lastOf(device.id)
    const action = signAction(device, {
      community: this.community,
      seq: (own?.seq ?? 0) + 1,
      prev: own?.id,
      parents: this.#parents(device.id, own),
      at,
      payload,
    })
    this.#accept(action, sealAction(this.#keys, action))
    return action
  }

  /** The heads a device names in what it writes: all, or as many as may be, so that what it stands on is among them or before them. */
  headsFor(device: DeviceId): readonly ActionId[] {
    const heads = this.heads()
    return heads.length <= LIMITS.envelopeHeads ? heads : this.#parents(device, this.#lastOf(device)).toSorted()
  }

  /** All heads; when they are too many, what the author stands on and those that had seen most. */
  #parents(device: DeviceId, own: Action | undefined): readonly ActionId[] {
    const heads = this.heads()
    if (heads.length <= LIMITS.actionParents) return heads
    const needed = [...(own ? [own.id] : []), ...this.#judging.groundOf(device)]
    const sizes = new Map(heads.map((id) => [id, this.#judging.past.size(id)]))
    const widest = heads.toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0))
    return [...new Set([...needed, ...widest])].slice(0, LIMITS.actionParents)
  }

  /** Once it is on disk, should this be part of a larger transaction. */
  #tell(): void {
    this.#database.afterCommit(() => this.#changed.tell())
  }

  /**
   * Some actions from which a peer can see what it shares with us: the heads, then ever sparser ones back to the first.
   * At most 64.
   */
  sample(): readonly ActionId[] {
    const sample = new Set(this.heads().slice(0, 32))
    const all = this.#judging.records.all()
    for (let step = 1, at = all.length - 1; at >= 0; at -= step, step *= 2) {
      const each = all[at]
      if (each) sample.add(each.action.id)
    }
    const [first] = all
    if (first) sample.add(first.action.id)
    return [...sample]
  }

  /**
   * Sealed items, parents first, that one who holds a sample's known actions may lack.
   * @param upTo these and what they had seen, and no more; all when left out
   */
  missingFor(sample: readonly ActionId[], upTo?: readonly ActionId[]): Uint8Array[] {
    const held = this.#judging.past.pastOf(sample.filter((id) => this.has(id)))
    const wanted = upTo && this.#judging.past.pastOf(upTo)
    return this.actions()
      .filter(({ id }) => !held(id) && (wanted?.(id) ?? true))
      .map((action) => sealAction(this.#keys, action))
  }

  /** Told after actions were added and are on disk. */
  onChange(listener: () => void): () => void {
    return this.#changed.add(listener)
  }

  /** What could not be written is not believed either: after a failure the log is what the disk says. */
  #kept<T>(durability: 'authored' | 'received', work: () => T): T {
    try {
      return this.#database.transaction(durability, work)
    } catch (error) {
      this.#load()
      throw error
    }
  }

  #load(): void {
    this.#judging = new Judging()
    const rows = this.#database.statement<{ sealed: Uint8Array }>('SELECT sealed FROM action ORDER BY position')
    for (const { sealed } of rows.iterate()) this.#judging.add(openAction(this.#keys, sealed))
  }

  #receive(items: readonly Uint8Array[]): Received {
    let accepted = 0
    let refused = 0
    for (const sealed of items) {
      try {
        const action = openAction(this.#keys, sealed)
        if (!this.has(action.id)) accepted += this.#take(action, sealed)
      } catch (error) {
        if (!REFUSALS.some((code) => membershipErrors.is(error, code))) throw error
        refused += 1
      }
    }
    return { accepted, refused }
  }

  /** Takes an action with what was left aside and it stands on; or leaves it aside. Answers how many were taken. */
  #take(action: Action, sealed: Uint8Array): number {
    const author = this.#takesAll ? undefined : this.#judging.decider(action.device)
    const stands = action.parents.some((id) => this.#deferred.has(id))
    if (author && hasHadShare(author.standing.role, this.#judging.heldOf(author.member), this.size)) {
      this.#deferred.add({ action, sealed })
      return 0
    }
    const under = stands ? this.#deferred.takeUnder(action) : []
    for (const each of under) this.#accept(each.action, each.sealed)
    this.#accept(action, sealed)
    return under.length + 1
  }

  /** @throws membership/refused, membership/full */
  #accept(action: Action, sealed: Uint8Array): void {
    if (this.size >= LIMITS.logActions) throw membershipErrors('full')
    const genesis = this.size === 0
    if (genesis && !this.#isGenesis(action)) throw membershipErrors('refused', { details: { rule: 'genesis' } })
    if (!action.parents.every((id) => this.has(id)))
      throw membershipErrors('refused', { details: { rule: 'parents known' } })
    const broken = this.#judging.broken(action)
    if (broken) throw membershipErrors('refused', { details: { rule: broken } })
    this.#database.statement('INSERT INTO action (id, sealed) VALUES (?, ?)').run(action.id, sealed)
    this.#judging.add(action)
  }

  /** A link may name a true community and a wrong secret, under which its holder would meet nobody but who made the link. */
  #isGenesis({ id, payload }: Action): boolean {
    return (id as string) === this.community && payload.type === 'create' && sameBytes(payload.secret, this.#secret)
  }

  #lastOf(device: DeviceId): Action | undefined {
    return this.#judging.records.all().findLast(({ action }) => action.device === device)?.action
  }
}
