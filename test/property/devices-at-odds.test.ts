/**
 * 35, 46: random histories in which anybody, thieves too, writes as if they had heard whatever they like: decisions count by conditions
 * that agree with each other, in whatever order the actions came; and whoever took out a stolen device first keeps theirs.
 */
import { describe, expect, it } from 'vitest'
import { type Device, deviceId } from '../../core/identity/index.ts'
import type { Judging } from '../../core/membership/judging.ts'
import { stateOf } from '../../core/membership/state.ts'
import type { ActionId } from '../../core/shared/index.ts'
import { HostileHistory } from '../support/hostile-history.ts'
import { voidsOf } from '../support/hostile-oracle.ts'
import { seededRandom } from '../support/surroundings.ts'

const RUNS = Number(process.env['AUTHORITY_RUNS'] ?? 20)
const KINDS = [
  ...(['join', 'device', 'device', 'again', 'recovery', 'recovery', 'remove-device', 'remove-device'] as const),
  ...(['remove-device', 'overturn', 'overturn', 'role', 'role', 'remove', 'leave'] as const),
]
const ROLES = ['owner', 'moderator', 'member'] as const
const DECISIONS: ReadonlySet<string> = new Set(['remove-device', 'leave', 'overturn', 'remove', 'set-role'])

class Chance {
  readonly #random
  constructor(seed: string) {
    this.#random = seededRandom(seed)
  }
  readonly pick = (among: number): number => new DataView(this.#random.bytes(4).buffer).getUint32(0) % among
  of<T>(all: readonly T[]): T | undefined {
    return all[this.pick(Math.max(1, all.length))]
  }
}

/** Heads somebody pretends to know alone: some of the latest actions. */
function pretended(h: HostileHistory, chance: Chance): readonly ActionId[] {
  const { past } = h.judging
  const some = Array.from({ length: 1 + chance.pick(3) }, () =>
    h.actions.at(-1 - chance.pick(Math.min(25, h.actions.length))),
  )
  const ids = [...new Set(some.flatMap((action) => (action ? [action.id] : [])))]
  return ids.filter((id) => !ids.some((other) => past.isBefore(id, other)))
}

/** One step by one of some devices; what the rules refuse does not happen. */
function step(h: HostileHistory, chance: Chance, by: Device, parents: readonly ActionId[]): void {
  const kin = h.devices.filter((each) => each !== by && h.memberOf(each) === h.memberOf(by))
  const [own, other] = [chance.of(kin), chance.of(h.devices)]
  const decision = chance.of(h.actions.filter(({ payload }) => DECISIONS.has(payload.type)))
  const isFull = h.devices.length >= 14
  switch (chance.of(KINDS)) {
    case 'join':
      return void (isFull || h.join(by, parents))
    case 'device':
      return void (isFull || h.addDevice(by, false, parents))
    case 'recovery':
      return void (isFull || h.addDevice(by, true, parents))
    case 'again':
      return void (own && h.sayAgain(by, own, parents))
    case 'remove-device':
      return void (own && h.removeDevice(by, own, parents))
    case 'overturn':
      return void (decision && h.overturn(by, decision, parents))
    case 'role':
      return void (other && h.setRole(by, other, chance.of(ROLES) ?? 'member', parents))
    case 'remove':
      return void (other && h.remove(by, other, parents))
    case 'leave':
      return void (chance.pick(4) === 0 && h.leave(by, parents))
    case undefined:
  }
}

function answers({ records, standings }: Judging): object {
  const { members, devices, invites, epochHeads } = stateOf(records, standings)
  const sorted = <T>(all: ReadonlyMap<string, T>): T[] =>
    [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
  return {
    voids: [...standings.voids].sort(),
    members: sorted(members),
    devices: sorted(devices),
    invites: sorted(invites),
    epochHeads,
  }
}

function expectAgreed(h: HostileHistory, chance: Chance): void {
  const own = answers(h.judging)
  expect(voidsOf(h.judging), 'conditions agree with the answer').toEqual([...h.judging.standings.voids].sort())
  for (let turn = 0; turn < 2; turn++) expect(answers(h.replayed(chance.pick))).toEqual(own)
}

describe('devices at odds', () => {
  it.each(Array.from({ length: RUNS }, (_, seed) => seed))('46: history %i', { timeout: 60_000 }, (seed) => {
    const chance = new Chance(`at odds ${seed}`)
    const h = new HostileHistory(seededRandom(`devices at odds ${seed}`))
    const people = [h.founder, h.join(h.founder), h.join(h.founder), h.join(h.founder)].filter(
      (each) => each !== undefined,
    )
    people.slice(1, 3).forEach((who, at) => h.setRole(h.founder, who, ROLES[at] ?? 'member'))
    for (const who of people.slice(0, 3)) {
      h.addDevice(who)
      if (chance.pick(2) === 0) h.addDevice(who, true)
    }
    for (let tries = 0; tries < 100 && h.actions.length < 45; tries++) {
      const by = chance.of(h.devices)
      if (by) step(h, chance, by, chance.pick(4) === 0 ? h.heads() : pretended(h, chance))
    }
    expectAgreed(h, chance)
  })

  it.each(Array.from({ length: RUNS }, (_, seed) => seed))(
    '35: whatever a thief does whose device was taken out, %i',
    { timeout: 60_000 },
    (seed) => {
      const chance = new Chance(`thief ${seed}`)
      const h = new HostileHistory(seededRandom(`thief ${seed}`))
      const vera = h.join(h.founder)
      const stolen = vera && h.addDevice(vera)
      const paper = vera && h.addDevice(vera, true)
      const tablet = stolen && h.addDevice(stolen)
      const phone = vera && h.addDevice(vera)
      if (!stolen || !paper || !tablet || !phone) throw new TypeError('refused')
      const byPaper = seed % 2 === 0
      h.removeDevice(byPaper ? paper : vera, stolen)
      const honest = new Set([vera, paper, tablet, phone, h.founder])
      // The thief has the device and all it adds, and says that it never heard of this.
      for (let tries = 0; tries < 60 && h.actions.length < 35; tries++) {
        const by = chance.of(h.devices.filter((each) => !honest.has(each)))
        if (by) step(h, chance, by, pretended(h, chance))
      }
      expect(
        h.devices
          .filter((each) => !honest.has(each) && h.memberOf(each) === h.memberOf(vera))
          .some((each) => h.isInUse(each)),
      ).toBe(false)
      expect([tablet, phone].map((each) => h.isInUse(each))).toEqual([true, true])
      const againstVera = h.actions.some(
        ({ device, payload }) =>
          device === stolen.id && payload.type === 'remove-device' && deviceId(payload.device) === vera.id,
      )
      expect(h.isInUse(vera), 'two that removed each other are still, unless the recovery key spoke').toBe(
        byPaper || !againstVera,
      )
      expectAgreed(h, chance)
    },
  )
})
