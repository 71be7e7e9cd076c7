/** Whatever members do apart and however logs meet, all come to the same log and the same state. */
import fc from 'fast-check'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { deviceOf, newDeviceSeed, type Device } from '../../core/identity/index.ts'
import {
  admit,
  found,
  KeyRing,
  MembershipLog,
  membershipSchema,
  readLink,
  writeLink,
  writeRequest,
} from '../../core/membership/index.ts'
import { inviteKeys, signCertificate } from '../../core/membership/invite.ts'
import { LIMITS, type Random } from '../../core/shared/index.ts'
import { type Database, openDatabase } from '../../core/storage/index.ts'
import { keptLog, seededRandom, temporaryFolder } from '../support/surroundings.ts'

const folder = temporaryFolder()
afterAll(() => folder[Symbol.dispose]())
let files = 0

interface Replica {
  readonly device: Device
  readonly database: Database
  readonly log: MembershipLog
  readonly ring: KeyRing
}

class World {
  readonly replicas: Replica[] = []
  readonly invites: { readonly link: string; readonly uses: number }[] = []
  readonly random: Random
  readonly #founding
  now = 1

  constructor(seed: string) {
    this.random = seededRandom(seed)
    const founder = deviceOf(newDeviceSeed(this.random))
    this.#founding = found(founder, this.random, 1)
    this.add(founder, [this.#founding.item])
  }

  begin(items: readonly Uint8Array[]): { database: Database; log: MembershipLog } {
    const database = openDatabase({
      path: join(folder.path, `${++files}.db`),
      key: new Uint8Array(32),
      schemas: [membershipSchema],
    })
    const { community, secret } = this.#founding
    return { database, log: MembershipLog.begin({ database, community, log: keptLog() }, secret, items) }
  }

  add(device: Device, items: readonly Uint8Array[]): void {
    const { database, log } = this.begin(items)
    this.replicas.push({ device, database, log, ring: new KeyRing(device, () => log.state) })
  }

  invite(by: Replica, uses: number, role: 'member' | 'moderator'): void {
    const { community, secret } = this.#founding
    const inviteSecret = this.random.bytes(16)
    const inviteKey = inviteKeys(inviteSecret).publicKey
    const certificateBytes = signCertificate(by.device, {
      community,
      inviteKey,
      role,
      uses,
      expires: 1e15,
      approval: false,
    })
    const text = { name: 'Any', purpose: '', rules: '', inviter: 'any' }
    this.invites.push({
      link: writeLink(by.device, {
        community,
        communitySecret: secret,
        inviteSecret,
        certificateBytes,
        text,
        addresses: [],
      }),
      uses,
    })
  }

  /** One and the same newcomer may be admitted by several at once. */
  join(by: readonly Replica[], link: string): void {
    const device = deviceOf(newDeviceSeed(this.random))
    for (const host of by) {
      const meeting = { nonce: this.random.bytes(32), joiner: 'j', admitter: 'a' }
      try {
        admit(
          { log: host.log, ring: host.ring, device: host.device, now: this.now },
          writeRequest(readLink(link), device, meeting),
          meeting,
        )
      } catch {
        continue
      }
      if (this.replicas.every((each) => each.device !== device)) this.add(device, host.log.missingFor([]))
    }
  }

  leave({ device, log }: Replica): void {
    try {
      log.append(device, this.now, { type: 'leave', cut: [] })
    } catch {
      // Nobody leaves twice.
    }
  }

  /** Answers how many were refused. */
  meet(from: Replica, to: Replica): number {
    return to.log.receive(from.log.missingFor(to.log.sample())).refused
  }

  [Symbol.dispose](): void {
    for (const { database } of this.replicas) database.close()
  }
}

const step = fc.record({
  what: fc.constantFrom('invite', 'join', 'join', 'join-at-two', 'leave', 'meet', 'meet'),
  who: fc.nat(50),
  other: fc.nat(50),
  uses: fc.integer({ min: 1, max: 3 }),
  moderator: fc.boolean(),
})

it('comes to one state, whatever is done apart and in whatever order it is told', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 5, maxLength: 30 }),
      fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
      (steps, picks) => {
        using world = new World('dag')
        const pick = (at: number): Replica => world.replicas[at % world.replicas.length] as Replica
        for (const { what, who, other, uses, moderator } of steps) {
          world.now += 1
          const link = world.invites[other % Math.max(1, world.invites.length)]?.link
          if (what === 'invite') world.invite(pick(who), uses, moderator ? 'moderator' : 'member')
          else if (what === 'meet') expect(world.meet(pick(who), pick(other))).toBe(0)
          else if (what === 'leave') world.leave(pick(who))
          else if (link && world.replicas.length < 6)
            world.join(what === 'join' ? [pick(who)] : [pick(who), pick(who + 1)], link)
        }
        for (let round = 0; round < 2; round++)
          for (const a of world.replicas) for (const b of world.replicas) if (a !== b) expect(world.meet(a, b)).toBe(0)
        const [first] = world.replicas
        if (!first) throw new TypeError('nobody')
        for (const { log } of world.replicas) {
          expect(log.heads()).toEqual(first.log.heads())
          expect(log.state).toEqual(first.log.state)
        }
        const { database, log } = world.begin(inSomeOrder(first.log, picks))
        expect(log.heads()).toEqual(first.log.heads())
        expect(log.state).toEqual(first.log.state)
        expect(log.size).toBeLessThan(LIMITS.logActions)
        const again = MembershipLog.open({ database, community: log.community, log: keptLog() })
        expect(again?.state).toEqual(log.state)
        expect(again?.heads()).toEqual(log.heads())
        database.close()
      },
    ),
    { numRuns: 25 },
  )
})

/** The log's items in another order that keeps parents before children. */
function inSomeOrder(log: MembershipLog, picks: readonly number[]): Uint8Array[] {
  const sealed = log.missingFor([])
  const waiting = log.actions().map((action, at) => ({ action, item: sealed[at] ?? new Uint8Array(0) }))
  const done = new Set<string>()
  const out: Uint8Array[] = []
  for (let turn = 0; waiting.length > 0; turn++) {
    const ready = waiting.filter(({ action }) => action.parents.every((id) => done.has(id)))
    const next = ready[(picks[turn % picks.length] ?? 0) % ready.length]
    if (!next) throw new TypeError('a parent is missing')
    waiting.splice(waiting.indexOf(next), 1)
    done.add(next.action.id)
    out.push(next.item)
  }
  return out
}
