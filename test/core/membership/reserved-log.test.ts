import { expect, it, vi } from 'vitest'
import type * as Limits from '../../../core/shared/limits.ts'
import { council } from '../../support/council.ts'

vi.mock('../../../core/shared/limits.ts', async (original) => {
  const { LIMITS: all } = await original<typeof Limits>()
  return { LIMITS: { ...all, logForMembers: 8, logForModerators: 10 } }
})

it('the last part of a log is kept for owners, and the part before for moderators', () => {
  using c = council('reserved')
  const ada = c.person('ada')
  const [bram, chidi] = [c.join('bram', 'ada'), c.join('chidi', 'ada')]
  ada.setRole('chidi', 'moderator')
  c.carryAll()
  const told = (from: string): number => {
    const before = ada.log.size
    c.carry(from, 'ada')
    return ada.log.size - before
  }
  for (let at = 0; at < 6; at++) bram.revoke(bram.invite())
  expect(told('bram'), 'up to eight').toBe(8 - 4)
  for (let at = 0; at < 6; at++) chidi.revoke(chidi.invite())
  expect(told('chidi'), 'up to ten').toBe(2)
  ada.remove('bram')
  expect(ada.sees('bram').state).toBe('removed')
})
