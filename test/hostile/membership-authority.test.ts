/** Attacks on authority: 34 to 47, 62 and 63 of the suite. Members decide without knowing of each other, and some of them lie. */
import { describe, expect, it } from 'vitest'
import { sealFor } from '../../core/identity/index.ts'
import type { Payload } from '../../core/membership/payload.ts'
import { LIMITS } from '../../core/shared/index.ts'
import { council, type Council, type Councillor, verdictOf } from '../support/council.ts'
import { HostileLog } from '../support/hostile-log.ts'

const refused: unknown = expect.objectContaining({ code: 'membership/refused' })

function expectAgreed(c: Council): void {
  c.carryAll()
  const [first, ...others] = c.people
  for (const person of others) expect(verdictOf(person)).toEqual(first && verdictOf(first))
}

/** Ada the owner, Bram and Chidi moderators, Dalia and Emre members. */
function village(seed = 'village'): Council {
  const c = council(seed)
  for (const name of ['bram', 'chidi', 'dalia', 'emre']) c.join(name, 'ada')
  for (const name of ['bram', 'chidi']) c.person('ada').setRole(name, 'moderator')
  c.carryAll()
  return c
}

/** What a hostile device writes that no honest core would. */
function forging(by: Councillor, c: Council): HostileLog {
  return new HostileLog(by.log, c.random)
}

describe('roles', () => {
  it('34: nobody promotes themselves, moderators promote nobody and touch neither moderators nor owners', () => {
    using c = village()
    const [bram, dalia] = [c.person('bram'), c.person('dalia')]
    expect(() => dalia.setRole('dalia', 'owner')).toThrow(refused)
    expect(() => bram.setRole('bram', 'owner')).toThrow(refused)
    expect(() => bram.setRole('dalia', 'moderator')).toThrow(refused)
    expect(() => bram.remove('chidi')).toThrow(refused)
    expect(() => bram.remove('ada')).toThrow(refused)
    expect(() => bram.setRole('chidi', 'member')).toThrow(refused)
    expect(() => dalia.remove('emre')).toThrow(refused)
    expect(() => dalia.rotate()).toThrow(refused)
    expectAgreed(c)
  })

  it('62: a role named __proto__ is malformed, and nothing else changes', () => {
    using c = village()
    const ada = c.person('ada')
    const member = Uint8Array.from(Buffer.from(c.memberOf('dalia'), 'base64url'))
    for (const role of ['__proto__', 'constructor', 'toString', ''])
      expect(() =>
        forging(ada, c).action(ada.device, { type: 'set-role', member, role: role as 'owner', cut: [] }),
      ).toThrow()
    expect(c.person('emre').sees('dalia').role).toBe('member')
  })
})

describe('what happens at the same time', () => {
  it('35: owners who remove each other: the senior one stands', () => {
    using c = village()
    const ada = c.person('ada')
    ada.setRole('bram', 'owner')
    ada.setRole('chidi', 'owner')
    c.carryAll()
    const [bram, chidi] = [c.person('bram'), c.person('chidi')]
    const byBram = attempt(() => bram.remove('chidi'))
    const byChidi = attempt(() => chidi.remove('bram'))
    expect([byBram, byChidi].filter(Boolean), 'only the senior one may at all').toHaveLength(1)
    expectAgreed(c)
    const states = [ada.sees('bram').state, ada.sees('chidi').state].sort()
    expect(states).toEqual(['active', 'removed'])
  })

  it('36: what the removed wrote as if they had not heard of it is void', () => {
    using c = village()
    const [ada, bram] = [c.person('ada'), c.person('bram')]
    c.person('dalia')
    ada.remove('bram')
    bram.remove('dalia')
    bram.rotate()
    c.join('fatou', 'bram')
    expectAgreed(c)
    expect(ada.sees('dalia').state).toBe('active')
    expect(ada.sees('fatou').state).toBe('pending')
    expect(ada.log.state.epochHeads).toHaveLength(1)
    expect(bram.ring.heads()).toEqual([])
  })

  it('37: a removal by one who was demoted at the same time does not count; one who knew of it cannot decide', () => {
    using c = village()
    const [ada, bram] = [c.person('ada'), c.person('bram')]
    const first = bram.remove('emre')
    ada.setRole('bram', 'member')
    expectAgreed(c)
    expect(ada.sees('emre').state).toBe('active')
    expect(() => bram.remove('emre')).toThrow(refused)
    // He goes on under what he had seen then, as if he had never heard of it: it is kept, and counts no more than the first.
    const hostile = forging(bram, c)
    const [epoch = ''] = bram.log.state.epochs.keys()
    const remove = (): Payload => ({
      type: 'remove',
      member: bytesOf(c.memberOf('dalia')),
      cut: [],
      rotation: { epoch: c.random.bytes(32), parents: [bytesOf(epoch)], sealed: [] },
    })
    const stale = hostile.action(bram.device, remove(), { parents: [first.id], seq: first.seq + 1, prev: first.id })
    const knowing = hostile.action(bram.device, remove())
    const dalia = c.person('dalia').log
    expect(dalia.receive([hostile.seal(stale), hostile.seal(knowing)])).toEqual({ accepted: 1, refused: 1 })
    expect(dalia.history().find(({ action }) => action.id === stale.id)?.state).toBe('void')
    expectAgreed(c)
    expect(ada.sees('dalia').state).toBe('active')
  })

  it('38: whom a removed member admits, or whose invite was a removed member’s, is let in by nobody who knows', () => {
    using c = village()
    const [ada, dalia] = [c.person('ada'), c.person('dalia')]
    const link = dalia.invite()
    ada.remove('dalia')
    c.carryAll()
    expect(() => c.join('fatou', 'ada', link)).toThrow()
    expect(() => c.join('fatou', 'dalia')).toThrow()
    expectAgreed(c)
  })

  it('38: ten admitted by a moderator while they are demoted are members all the same', () => {
    using c = village()
    const [ada] = [c.person('ada')]
    for (let at = 0; at < 10; at++) c.join(`guest${at}`, 'bram')
    ada.setRole('bram', 'member')
    expectAgreed(c)
    for (let at = 0; at < 10; at++) expect(ada.sees(`guest${at}`).state).toBe('active')
  })

  it('39: a single-use invite admits one; used twice at once both stay, flagged, and a backdated twin expels nobody', () => {
    using c = village()
    const [ada, bram, dalia] = [c.person('ada'), c.person('bram'), c.person('dalia')]
    const link = dalia.invite({ uses: 1 })
    c.join('fatou', 'bram', link)
    expect(() => c.join('gustav', 'bram', link)).toThrow(expect.objectContaining({ code: 'invite/used-up' }))
    // Dalia's accomplice, who pretends to know nothing of Fatou, opens the door to another by the same link.
    c.join('twin', 'chidi', link)
    expectAgreed(c)
    expect(ada.sees('fatou').state).toBe('active')
    expect(ada.sees('twin').state).toBe('active')
    expect([...bram.log.state.invites.values()].filter(({ overused }) => overused)).toHaveLength(1)
  })

  it('40: an invite above the inviter’s rank, or one that was revoked, lets nobody in', () => {
    using c = village()
    const bram = c.person('bram')
    expect(() => c.join('fatou', 'ada', bram.invite({ role: 'moderator' }))).toThrow()
    const revoked = bram.invite()
    bram.revoke(revoked)
    expect(() => c.join('fatou', 'bram', revoked)).toThrow(expect.objectContaining({ code: 'invite/revoked' }))
    const hostile = forging(bram, c)
    const admission = hostile.admission(hostile.device(), hostile.invite(bram.device, { role: 'moderator' }))
    expect(c.person('emre').log.receive([hostile.seal(hostile.action(bram.device, admission))]).refused).toBe(1)
  })
})

describe('keys', () => {
  it('43: a key that was removed is admitted by no invite, and added to no member', () => {
    using c = village()
    const ada = c.person('ada')
    const dalia = c.person('dalia')
    ada.remove('dalia')
    c.carryAll()
    const hostile = forging(ada, c)
    const back = hostile.admission(dalia.device, hostile.invite(ada.device))
    expect(c.person('bram').log.receive([hostile.seal(hostile.action(ada.device, back))]).refused).toBe(1)
    expect(c.person('bram').sees('dalia').state).toBe('removed')
  })

  it('44: nobody but owners and moderators changes keys, and no number makes one epoch stand above another', () => {
    using c = village()
    const [ada, dalia] = [c.person('ada'), c.person('dalia')]
    const key = c.random.bytes(32)
    const rotation = { epoch: key, parents: [bytesOf(ada.log.state.epochHeads[0] ?? '')], sealed: [] }
    const hostile = forging(dalia, c)
    const forged = hostile.action(dalia.device, { type: 'rotate', rotation })
    expect(ada.log.receive([hostile.seal(forged)]).refused).toBe(1)
    // A moderator seals different keys under one name: whoever got the wrong one holds none, and asks another.
    const bram = c.person('bram')
    const wrong = forging(bram, c).action(bram.device, {
      type: 'rotate',
      rotation: {
        ...rotation,
        sealed: [[ada.device.box.publicKey, sealFor(ada.device.box.publicKey, c.random.bytes(32))]],
      },
    })
    ada.log.receive([forging(bram, c).seal(wrong)])
    expect(ada.ring.lacking()).toHaveLength(1)
    expect(ada.ring.heads()).toEqual([])
    ada.overturn(wrong)
    expect(ada.ring.heads()).toHaveLength(1)
  })

  it('45: no action changes another’s keys: a device is added by its own member alone, with the device’s own signature', () => {
    using c = village()
    const [bram, dalia] = [c.person('bram'), c.person('dalia')]
    const hostile = forging(bram, c)
    const device = hostile.device()
    const payload = {
      type: 'add-device',
      device: device.signing.publicKey,
      box: device.box.publicKey,
      recovery: false,
      deviceSignature: new Uint8Array(64),
      epochs: [],
    } as const
    expect(dalia.log.receive([hostile.seal(hostile.action(bram.device, payload))]).refused).toBe(1)
    const own = { ...payload, device: dalia.device.signing.publicKey, box: dalia.device.box.publicKey }
    expect(c.person('emre').log.receive([hostile.seal(hostile.action(bram.device, own))]).refused).toBe(1)
    const removal = forging(bram, c).action(bram.device, {
      type: 'remove-device',
      device: dalia.device.signing.publicKey,
      cut: [],
      rotation: { epoch: c.random.bytes(32), parents: [bytesOf(bram.log.state.epochHeads[0] ?? '')], sealed: [] },
    })
    expect(dalia.log.receive([hostile.seal(removal)]).refused).toBe(1)
    expect(dalia.log.isActive(dalia.device.id)).toBe(true)
  })

  it('63: who only keeps things adds themselves to nothing', () => {
    using c = village()
    const ada = c.person('ada')
    const hostile = forging(ada, c)
    const keeper = hostile.device()
    const admission = hostile.admission(keeper, hostile.invite(keeper))
    expect(ada.log.receive([hostile.seal(hostile.action(keeper, admission))]).refused).toBe(1)
    const added = {
      type: 'add',
      devices: [[keeper.signing.publicKey, keeper.box.publicKey]],
      role: 'member',
      own: false,
      epochs: [],
    } as const
    expect(ada.log.receive([hostile.seal(hostile.action(keeper, added))]).refused).toBe(1)
    expect(ada.log.receive([hostile.seal(hostile.action(ada.device, added))]).refused, 'not even by an owner').toBe(1)
  })
})

describe('47: much of it', () => {
  it('47: a moderator removes sixty with nothing kept, signed by another, and an owner overturns it: all are back', () => {
    using c = village('many')
    const [ada, bram, chidi] = [c.person('ada'), c.person('bram'), c.person('chidi')]
    const names = Array.from({ length: 60 }, (_, at) => `guest${at}`)
    for (const name of names) c.join(name, 'bram')
    const removals = names.map((name) => bram.remove(name))
    c.carryAll('ada', 'bram', 'chidi')
    for (const removal of removals.slice(LIMITS.removalsPerDay)) chidi.sign(removal)
    c.carryAll('ada', 'bram', 'chidi')
    expect(names.every((name) => ada.sees(name).state === 'removed')).toBe(true)
    for (const removal of removals) ada.overturn(removal)
    c.carryAll('ada', 'bram', 'chidi')
    for (const { log } of [ada, bram, chidi]) {
      const { members } = log.state
      expect(names.every((name) => members.get(c.memberOf(name))?.state === 'active')).toBe(true)
    }
    expect(verdictOf(bram)).toEqual(verdictOf(ada))
  })
})

function attempt(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}

function bytesOf(id: string): Uint8Array {
  return Uint8Array.from(Buffer.from(id, 'base64url'))
}
