/** 46: random histories of every kind of decision, made apart and carried in any order: all logs agree, and nothing is decided twice differently. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MembershipLog, membershipSchema } from '../../core/membership/index.ts'
import type { Action } from '../../core/membership/action.ts'
import { openAction, sealAction } from '../../core/membership/log-seal.ts'
import { logKeys } from '../../core/membership/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { type Council, council, type Councillor, verdictOf } from '../support/council.ts'
import { keptLog, temporaryFolder } from '../support/surroundings.ts'

const step = fc.record({
  kind: fc.constantFrom(
    ...([
      'join',
      'join',
      'device',
      'recovery',
      'role',
      'role',
      'remove',
      'remove',
      'remove-device',
      'overturn',
    ] as const),
    ...(['overturn', 'confirm', 'sign', 'revoke', 'rotate', 'leave', 'carry', 'carry', 'carry', 'wait'] as const),
  ),
  by: fc.nat(30),
  on: fc.nat(30),
  pick: fc.nat(200),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const roles = ['owner', 'moderator', 'member'] as const

/** Does one step; what the rules refuse does not happen. */
function take(c: Council, links: string[], { kind, by, on, pick }: Step): void {
  const people = c.people
  const [actor, other] = [people[by % people.length], people[on % people.length]]
  if (!actor || !other) return
  const name = `person${people.length}`
  const full = people.length >= 9
  const decisions = actor.log.history().map(({ action }) => action)
  const decision = decisions[pick % decisions.length]
  switch (kind) {
    case 'join': {
      const made = actor.invite({
        uses: 1 + (pick % 2),
        approval: pick % 5 === 0,
        role: pick % 3 === 0 ? 'moderator' : 'member',
      })
      links.push(made)
      return void (full || c.join(name, actor.name, links[pick % links.length]))
    }
    case 'device':
      return void (full || c.addDevice(name, actor.name))
    case 'recovery':
      return void (full || c.addDevice(name, actor.name, true))
    case 'role':
      return void actor.setRole(other.name, roles[pick % 3] ?? 'member')
    case 'remove':
      return void actor.remove(other.name, pick % 2 === 0 ? [] : [c.wrote(other.name, pick % 3, 1 + (pick % 5)).proof])
    case 'remove-device':
      return void actor.removeDevice(other.name)
    case 'overturn':
      return void (decision && actor.overturn(decision))
    case 'confirm':
      return void actor.confirm(other.name)
    case 'sign':
      return void (decision && actor.sign(decision))
    case 'revoke':
      return void (links.length > 0 && actor.revoke(links[pick % links.length] ?? ''))
    case 'rotate':
      return void actor.rotate()
    case 'leave':
      return void (pick % 4 === 0 && actor.leave())
    case 'carry':
      return c.carry(actor.name, other.name)
    case 'wait':
      c.now += pick * 1000
  }
}

/** The same actions in another order that keeps parents before children. */
function reordered(actions: readonly Action[], seed: number): Action[] {
  const waiting = [...actions]
  const done = new Set<string>()
  const out: Action[] = []
  let state = seed + 1
  while (waiting.length > 0) {
    const ready = waiting.filter(({ parents }) => parents.every((id) => done.has(id)))
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    const next = ready[state % ready.length]
    if (!next) throw new TypeError('a cycle')
    waiting.splice(waiting.indexOf(next), 1)
    done.add(next.id)
    out.push(next)
  }
  return out
}

it('46: whatever members decide apart, all logs come to the same in any order', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), fc.nat(), (steps, seed) => {
      using c = council(`random ${seed}`)
      const links: string[] = []
      for (const name of ['bram', 'chidi', 'dalia', 'emre']) c.join(name, 'ada')
      c.person('ada').setRole('bram', 'owner')
      c.person('ada').setRole('chidi', 'moderator')
      c.carryAll()
      for (const each of steps) {
        try {
          take(c, links, each)
        } catch (error) {
          // Refused decisions did not happen; anything else is a defect.
          if (!(error instanceof Error) || !/^(membership|invite)\//.test((error as { code?: string }).code ?? ''))
            throw error
        }
      }
      c.carryAll()
      c.carryAll()
      const [first, ...others] = c.people
      if (!first) return
      const verdict = verdictOf(first)
      for (const person of others)
        expect({ of: person.name, ...verdictOf(person) }).toEqual({ of: person.name, ...verdict })
      using folder = temporaryFolder()
      for (const turn of [seed, seed + 7]) expect(replayed(first, folder.path, turn)).toEqual(verdict)
    }),
    { numRuns: Number(process.env['AUTHORITY_RUNS'] ?? 20) },
  )
}, 120_000)

function replayed(from: Councillor, folder: string, seed: number): unknown {
  const { community, secret } = from.log
  const keys = logKeys(secret)
  const items = reordered(from.log.actions(), seed).map((action) => sealAction(keys, action))
  expect(openAction(keys, items[0] ?? new Uint8Array(0)).payload.type).toBe('create')
  const database = openDatabase({ path: `${folder}/${seed}.db`, key: new Uint8Array(32), schemas: [membershipSchema] })
  try {
    MembershipLog.begin({ database, community, log: keptLog() }, secret, items)
    const log = MembershipLog.open({ database, community, log: keptLog() })
    return log && verdictOf({ ...from, log })
  } finally {
    database.close()
  }
}
