/** 35: what whoever stole a device, or an old recovery key, tries in the log, saying of old what they do now. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Device } from '../../core/identity/index.ts'
import type { Action } from '../../core/membership/action.ts'
import { stateOf } from '../../core/membership/state.ts'
import { HostileHistory } from '../support/hostile-history.ts'
import { seededRandom } from '../support/surroundings.ts'

const there = <T>(value: T | undefined): T => {
  if (value === undefined) throw new TypeError('the rules refused it')
  return value
}

describe('35: a thief', () => {
  let h: HostileHistory
  const begin = (seed: string): Device => (h = new HostileHistory(seededRandom(seed))).founder
  const add = (by: Device, ...rest: [recovery?: boolean, parents?: Action['parents']]): Device =>
    there(h.addDevice(by, ...rest))
  const recovery = (of: Device): string | undefined => h.judging.state.members.get(h.memberOf(of))?.recovery

  /** Every order in which it may arrive comes to the same. */
  afterEach(() => {
    const shown = ({ records, standings }: HostileHistory['judging']): unknown => {
      const { members, devices, epochHeads } = stateOf(records, standings)
      const sorted = [...devices.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
      return { epochHeads, sorted, members: [...members.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) }
    }
    const random = seededRandom('orders')
    const pick = (among: number): number => (random.bytes(1)[0] ?? 0) % among
    for (let turn = 0; turn < 8; turn++) expect(shown(h.replayed(pick))).toEqual(shown(h.judging))
  })

  it('35: does not put a recovery key of their own in the place of the true one by saying that it is older', () => {
    const laptop = begin('rival')
    const early = h.heads()
    there(h.join(laptop))
    const paper = add(laptop, true)
    const rival = add(laptop, true, early)
    h.removeDevice(rival, paper)
    expect(recovery(laptop)).not.toBe(rival.id)
    const phone = add(laptop)
    h.removeDevice(rival, phone)
    expect(h.isInUse(phone)).toBe(true)
  })

  it('35: nor once the true one has been replaced by a new one', () => {
    const laptop = begin('replaced')
    const early = h.heads()
    const phone = add(laptop)
    const paper = add(laptop, true)
    const fresh = add(paper, true)
    there(h.removeDevice(fresh, paper))
    expect(recovery(laptop)).toBe(fresh.id)
    const rival = add(laptop, true, early)
    expect(recovery(laptop)).not.toBe(rival.id)
    h.removeDevice(rival, phone, [...h.heads()].sort())
    expect(h.isInUse(phone)).toBe(true)
  })

  it('35: gets nothing back of what a recovery key decided when a new one takes its place', () => {
    const laptop = begin('kept word')
    const phone = add(laptop)
    const paper = add(laptop, true)
    const before = h.heads()
    there(h.removeDevice(paper, laptop))
    const against = there(h.removeDevice(laptop, phone, before))
    const burglar = add(laptop, false, there(h.actions.at(-1)) && [against.id])
    const word = there(h.overturn(paper, against))
    expect([phone, burglar, laptop].map((each) => h.isInUse(each))).toEqual([true, false, false])
    const fresh = add(paper, true)
    there(h.removeDevice(fresh, paper))
    expect(recovery(phone)).toBe(fresh.id)
    expect(h.counts(word)).toBe(true)
    expect([phone, burglar, laptop].map((each) => h.isInUse(each))).toEqual([true, false, false])
  })

  it('35: decides nothing with an old recovery key that was replaced', () => {
    const laptop = begin('old paper')
    const paper = add(laptop, true)
    const phone = add(laptop)
    const fresh = add(paper, true)
    const before = h.heads()
    there(h.removeDevice(fresh, paper))
    const taken = there(h.removeDevice(paper, phone, before))
    expect(h.counts(taken)).toBe(false)
    expect([laptop, phone].map((each) => h.isInUse(each))).toEqual([true, true])
  })

  it('35: does not have disputed whom the stolen device once added, by adding them again', () => {
    const laptop = begin('again')
    const paper = add(laptop, true)
    const early = h.heads()
    const phone = add(laptop)
    there(h.removeDevice(paper, laptop))
    for (let turn = 0; turn < 6; turn++) {
      there(h.sayAgain(laptop, phone, early))
      expect(h.isInUse(phone)).toBe(true)
    }
    expect(h.isInUse(laptop)).toBe(false)
  })

  it('35: does not have decisions taken back by a removal that itself counts for nothing', () => {
    const ada = begin('owner')
    const vera = there(h.join(ada))
    const [stolen, paper] = [add(vera), add(vera, true)]
    const asMember = h.heads()
    there(h.setRole(ada, vera, 'owner'))
    const dalia = there(h.join(vera))
    const promotion = there(h.setRole(vera, dalia, 'moderator'))
    there(h.removeDevice(paper, stolen))
    const against = there(h.removeDevice(stolen, vera, asMember))
    h.overturn(paper, against)
    expect(h.isInUse(vera)).toBe(true)
    expect(h.counts(promotion)).toBe(true)
    expect(h.judging.state.members.get(h.memberOf(dalia))?.role).toBe('moderator')
  })

  it('35: does not make its member leave for good: the recovery key takes it back', () => {
    const ada = begin('leave')
    const vera = there(h.join(ada))
    const [stolen, paper] = [add(vera), add(vera, true)]
    const leave = there(h.leave(stolen))
    expect(h.judging.state.members.get(h.memberOf(vera))?.state).toBe('left')
    there(h.overturn(paper, leave))
    expect(h.judging.state.members.get(h.memberOf(vera))?.state).toBe('active')
    there(h.removeDevice(paper, stolen))
    expect(h.isInUse(vera)).toBe(true)
  })

  it('35: removes no third device with one that a device before it had removed, or the recovery key', () => {
    for (const by of ['first device', 'recovery key'] as const) {
      const laptop = begin(`third ${by}`)
      const [stolen, phone, paper] = [add(laptop), add(laptop), add(laptop, true)]
      const before = h.heads()
      there(h.removeDevice(by === 'first device' ? laptop : paper, stolen))
      const taken = there(h.removeDevice(stolen, phone, before))
      const mutual = there(h.removeDevice(stolen, laptop, [taken.id]))
      expect(h.isInUse(phone), `by the ${by}`).toBe(true)
      expect(h.isInUse(stolen)).toBe(false)
      // Between the two of them alone, the recovery key or a moderator decides.
      expect(h.isInUse(laptop), `by the ${by}`).toBe(by === 'recovery key')
      expect(h.counts(mutual)).toBe(by === 'first device')
    }
  })

  it('35: comes back to a private space by no device that the stolen one adds to it', () => {
    h = new HostileHistory(seededRandom('private'), { isPrivate: true })
    const laptop = there(h.add(h.founder, false))
    const phone = there(h.add(laptop, true))
    const before = h.heads()
    there(h.removeDevice(laptop, phone))
    const burglar = there(h.add(phone, true, before))
    expect([laptop, phone, burglar].map((each) => h.isInUse(each))).toEqual([true, false, false])
  })

  it('35: of several removals by which a device is disputed, all name the same', () => {
    const laptop = begin('same name')
    const [stolen, phone] = [add(laptop), add(laptop)]
    const before = h.heads()
    there(h.removeDevice(laptop, stolen))
    h.removeDevice(phone, stolen, before)
    const burglar = add(stolen, false, before)
    expect(h.isInUse(burglar)).toBe(false)
  })
})
