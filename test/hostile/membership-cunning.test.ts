/** Attacks that were found by reading the rules: 34 to 46, each more cunning than it looks. */
import { describe, expect, it } from 'vitest'
import type { Action } from '../../core/membership/action.ts'
import { proveDevice } from '../../core/membership/device-proof.ts'
import { KeyRing } from '../../core/membership/index.ts'
import type { Payload } from '../../core/membership/payload.ts'
import { deviceOf, memberIdOf, newDeviceSeed } from '../../core/identity/index.ts'
import { base64url, fromBase64url } from '../../core/shared/index.ts'
import { type Council, council, type Councillor, verdictOf } from '../support/council.ts'
import { HostileLog } from '../support/hostile-log.ts'

const refused: unknown = expect.objectContaining({ code: 'membership/refused' })
const bytesOf = (id: string | undefined): Uint8Array => fromBase64url(id ?? '') ?? new Uint8Array(32)
const forging = (by: Councillor, c: Council): HostileLog => new HostileLog(by.log, c.random)
const give = (to: Councillor, hostile: HostileLog, ...actions: Action[]): number =>
  to.log.receive(actions.map((action) => hostile.seal(action))).accepted

/** Removal of an own device with a rotation that says of itself whatever it likes. */
function removal(of: Councillor, epoch: Uint8Array, parent: Uint8Array): Payload {
  const rotation = { epoch, parents: [parent], sealed: [] }
  return { type: 'remove-device', device: of.device.signing.publicKey, cut: [], rotation }
}

/** Mallory with three devices, each known to all. */
function malloryOf(c: Council, ...names: readonly string[]): Councillor {
  const mallory = c.join('mallory', 'ada')
  for (const name of names) {
    c.addDevice(name, 'mallory')
    c.carry(name, 'mallory')
  }
  c.carryAll()
  return mallory
}

const chained = (prev: Action) => ({ seq: prev.seq + 1, prev: prev.id, parents: [prev.id] })

describe('44: epochs', () => {
  it('that say they follow each other leave one to write under, and stop nobody from changing the keys', () => {
    using c = council('circle')
    const ada = c.person('ada')
    const mallory = malloryOf(c, 'm2', 'm3')
    const [hostile, heads] = [forging(mallory, c), mallory.log.heads()]
    const own = mallory.log.actions().findLast(({ device }) => device === mallory.device.id)
    const first = bytesOf(ada.log.state.epochHeads[0])
    const [y, z] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
    const begin = { seq: (own?.seq ?? 0) + 1, prev: own?.id, parents: heads }
    const a1 = hostile.action(mallory.device, removal(c.person('m2'), y, first), begin)
    const a2 = hostile.action(mallory.device, removal(c.person('m3'), z, y), chained(a1))
    const b1 = hostile.action(mallory.device, removal(c.person('m2'), z, first), begin)
    const b2 = hostile.action(mallory.device, removal(c.person('m3'), y, z), chained(b1))
    expect(give(ada, hostile, a1, a2, b1, b2)).toBe(4)
    expect(ada.log.state.epochHeads.length).toBeGreaterThan(0)
    ada.remove('mallory')
    ada.rotate()
    expect(ada.ring.heads()).toHaveLength(1)
  })

  it('are opened by their own key, whatever others say they follow', () => {
    using c = council('poison')
    const [ada, bram] = [c.person('ada'), c.join('bram', 'ada')]
    const mallory = malloryOf(c, 'm2', 'm3')
    const [hostile, heads] = [forging(mallory, c), mallory.log.heads()]
    const own = mallory.log.actions().findLast(({ device }) => device === mallory.device.id)
    const first = bytesOf(ada.log.state.epochHeads[0])
    ada.remove('mallory')
    c.carry('ada', 'bram')
    const [second] = ada.log.state.epochHeads
    const other = new Uint8Array(32).fill(7)
    const begin = { seq: (own?.seq ?? 0) + 1, prev: own?.id, parents: heads }
    const a1 = hostile.action(mallory.device, removal(c.person('m2'), other, first), begin)
    const a2 = hostile.action(mallory.device, removal(c.person('m3'), bytesOf(second), other), chained(a1))
    expect(give(bram, hostile, a1, a2)).toBe(2)
    const anew = new KeyRing(bram.device, () => bram.log.state)
    expect(second && anew.contentKeys([second])).toBeDefined()
  })
})

describe('35: a stolen device that was removed', () => {
  it('comes back neither by devices nor by recovery keys it adds as if it had not heard', () => {
    using c = council('thief')
    const ada = c.person('ada')
    const vera = c.join('vera', 'ada')
    c.carryAll()
    const thief = c.addDevice('stolen', 'vera')
    c.carryAll()
    vera.removeDevice('stolen')
    c.carry('vera', 'ada')
    const back = c.addDevice('back', 'stolen')
    const paper = c.addDevice('forged paper', 'stolen', true)
    back.removeDevice('vera')
    for (const name of ['forged paper', 'back', 'stolen']) c.carry(name, 'ada')
    expect([thief, back, paper].map(({ device }) => ada.log.isActive(device.id))).toEqual([false, false, false])
    expect(ada.log.isActive(vera.device.id), 'what a disputed device decides is void').toBe(true)
    expect(
      ada.ring.reseal(
        back.device.id,
        ada.ring.held().map(({ id }) => id),
      ),
    ).toEqual([])
    expect(ada.sees('vera').recovery).toBeUndefined()
    c.addDevice('true paper', 'vera', true)
    c.carry('vera', 'ada')
    expect(ada.sees('vera').recovery).toBe(c.person('true paper').device.id)
    expect(ada.log.cutOf(back.device.id, c.wrote('back', 1, 1).feed)).toBe(0)
  })

  it('does not make its member leave, nor take back its own removal', () => {
    using c = council('farewell')
    const ada = c.person('ada')
    const bram = c.join('bram', 'ada')
    c.carryAll()
    const thief = c.addDevice('stolen', 'ada')
    const third = c.addDevice('third', 'stolen')
    c.carryAll()
    const removed = ada.removeDevice('stolen')
    c.carry('ada', 'bram')
    c.carry('ada', 'third')
    thief.leave([c.wrote('ada', 1, 1).proof])
    c.carry('stolen', 'bram')
    expect(bram.sees('ada').state).toBe('active')
    expect(bram.log.cutOf(ada.device.id, c.wrote('ada', 2, 1).feed)).toBeUndefined()
    expect(() => third.overturn(removed)).toThrow(refused)
  })

  it('cannot have the devices disputed that the first one adds meanwhile', () => {
    using c = council('trap')
    const ada = c.person('ada')
    const vera = c.join('vera', 'ada')
    c.carryAll()
    const thief = c.addDevice('stolen', 'vera')
    c.carryAll()
    const fresh = c.addDevice('new laptop', 'vera')
    const paper = c.addDevice('paper', 'vera', true)
    vera.removeDevice('stolen')
    const against = thief.removeDevice('vera')
    for (const name of ['vera', 'stolen', 'paper']) c.carry(name, 'ada')
    expect(ada.log.isActive(fresh.device.id)).toBe(true)
    expect(ada.log.state.devices.get(vera.device.id)?.state).toBe('suspended')
    c.carry('ada', 'paper')
    paper.overturn(against)
    c.carry('paper', 'ada')
    expect(ada.log.isActive(vera.device.id)).toBe(true)
    expect(ada.log.isActive(thief.device.id)).toBe(false)
  })
})

describe('46: whatever the order', () => {
  it('a device of two members at once is judged alike', () => {
    using c = council('double')
    const ada = c.person('ada')
    const [one, dalia] = [c.join('one', 'ada'), c.join('dalia', 'ada')]
    const mallory = c.join('mallory', 'ada')
    ada.setRole('mallory', 'moderator')
    c.carryAll()
    const hostile = forging(mallory, c)
    let device = deviceOf(newDeviceSeed(c.random))
    while (memberIdOf(device.signing.publicKey) > c.memberOf('mallory')) device = deviceOf(newDeviceSeed(c.random))
    const own = mallory.log.actions().findLast((action) => action.device === mallory.device.id)
    const place = { seq: (own?.seq ?? 0) + 1, prev: own?.id, parents: mallory.log.heads() }
    const deviceSignature = proveDevice(mallory.log.community, mallory.device.id, device, false)
    const keys = { device: device.signing.publicKey, box: device.box.publicKey }
    const added: Payload = { type: 'add-device', ...keys, recovery: false, deviceSignature, epochs: [] }
    const addition = hostile.action(mallory.device, added, place)
    const admission = hostile.action(mallory.device, hostile.admission(device, hostile.invite(mallory.device)), place)
    const rotation = (fill: number) => ({
      epoch: new Uint8Array(32).fill(fill),
      parents: [bytesOf(mallory.log.state.epochHeads[0])],
      sealed: [],
    })
    const against: Payload = { type: 'remove', member: bytesOf(c.memberOf('dalia')), cut: [], rotation: rotation(3) }
    const remove = hostile.action(device, against, { seq: 1, prev: undefined, parents: [addition.id] })
    const taken: Payload = { type: 'remove-device', device: keys.device, cut: [], rotation: rotation(4) }
    const gone = hostile.action(mallory.device, taken, chained(addition))
    expect(give(one, hostile, addition, admission, remove, gone)).toBe(4)
    expect(give(dalia, hostile, addition, admission, gone, remove)).toBe(4)
    expect(verdictOf(dalia)).toEqual(verdictOf(one))
  })

  it('37: a moderator’s role by an owner’s invite is not taken by who stands above whoever opened the door', () => {
    using c = council('door')
    const ada = c.person('ada')
    for (const name of ['bram', 'dalia', 'emre']) c.join(name, 'ada')
    ada.setRole('bram', 'moderator')
    c.carryAll()
    const chidi = c.join('chidi', 'dalia', ada.invite({ role: 'moderator' }))
    c.carryAll()
    const removed = chidi.remove('emre')
    c.carryAll()
    const bram = c.person('bram')
    const admission = bram.log
      .actions()
      .find(({ payload }) => payload.type === 'admit' && base64url(payload.device) === chidi.device.id)
    if (admission) bram.overturn(admission)
    c.carryAll()
    expect(ada.sees('chidi')).toMatchObject({ role: 'moderator', state: 'active' })
    expect(ada.log.history().find(({ action }) => action.id === removed.id)?.state).toBe('counts')
  })

  it('34: as many heads as anybody likes do not make a moderator forget what made them one', () => {
    using c = council('heads')
    const ada = c.person('ada')
    const bram = c.join('bram', 'ada')
    const mallory = c.join('mallory', 'ada')
    c.carryAll()
    const [hostile, parents] = [forging(mallory, c), mallory.log.heads()]
    ada.setRole('bram', 'moderator')
    c.carry('ada', 'bram')
    const many = Array.from({ length: 40 }, (_, at) => {
      const payload = (fill: number): Payload => ({ type: 'revoke-invite', invite: new Uint8Array(32).fill(fill) })
      const first = hostile.action(mallory.device, payload(at), { seq: 1, prev: undefined, parents })
      const second = hostile.action(mallory.device, payload(at + 50), chained(first))
      return [first, second, hostile.action(mallory.device, payload(at + 100), chained(second))]
    }).flat()
    expect(give(bram, hostile, ...many)).toBe(120)
    expect(bram.log.roleAt(bram.device.id, bram.log.headsFor(bram.device.id))).toBe('moderator')
    expect(() => bram.remove('mallory')).not.toThrow()
  })
})
