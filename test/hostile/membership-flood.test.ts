/** 32: a member who floods the membership log, along one chain or many, is alone with it: everybody else goes on deciding. */
import { expect, it } from 'vitest'
import type { Action } from '../../core/membership/action.ts'
import { LIMITS } from '../../core/shared/index.ts'
import { council } from '../support/council.ts'
import { HostileLog } from '../support/hostile-log.ts'

/** Actions of one device that all claim one place. */
function flood(
  hostile: HostileLog,
  mallory: Parameters<HostileLog['action']>[0],
  parents: Action['parents'],
  from: number,
  count: number,
): Action[] {
  return Array.from({ length: count }, (_, at) => {
    const invite = new Uint8Array(32)
    new DataView(invite.buffer).setUint32(0, from + at)
    return hostile.action(mallory, { type: 'revoke-invite', invite }, { seq: 1, prev: undefined, parents })
  })
}

it('32: beyond a share, actions are left aside until somebody else has built on them', () => {
  using c = council('flood')
  const ada = c.person('ada')
  const bram = c.join('bram', 'ada')
  const mallory = c.join('mallory', 'ada')
  c.carryAll()
  const hostile = new HostileLog(mallory.log, c.random)
  const parents = mallory.log.heads()
  const [first, second] = [0, LIMITS.memberActions].map((from) =>
    flood(hostile, mallory.device, parents, from, LIMITS.memberActions + 100),
  )
  const before = ada.log.size
  const give = (to: typeof ada, actions: readonly Action[] = []): number =>
    to.log.receive(actions.map((action) => hostile.seal(action))).accepted
  expect(give(ada, first)).toBe(LIMITS.memberActions)
  expect(give(ada, second)).toBe(0)
  expect(ada.log.size).toBe(before + LIMITS.memberActions)
  // Bram was shown others, and decides knowing them; Ada takes what his decision stands on, and it.
  give(bram, second?.toReversed())
  bram.revoke(bram.invite())
  c.carry('bram', 'ada')
  ada.remove('mallory')
  c.carry('ada', 'bram')
  expect(bram.sees('mallory').state).toBe('removed')
  expect(ada.log.heads().length).toBeGreaterThan(1)
  expect(() => c.join('chidi', 'bram')).not.toThrow()
  c.carry('bram', 'ada')
  expect(ada.sees('chidi').state).toBe('active')
}, 120_000)
