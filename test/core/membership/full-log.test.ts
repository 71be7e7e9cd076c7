import { expect, it, vi } from 'vitest'
import { LIMITS } from '../../../core/shared/index.ts'
import type * as Limits from '../../../core/shared/limits.ts'
import { smallCommunity } from '../../support/small-community.ts'

vi.mock('../../../core/shared/limits.ts', async (original) => {
  const { LIMITS: all } = await original<typeof Limits>()
  return { LIMITS: { ...all, logActions: 4 } }
})

it('members whose logs are full and differ take each other’s documents all the same', () => {
  using village = smallCommunity()
  village.join('bram', 'ada')
  village.join('mallory', 'ada')
  village.carry('ada', 'bram')
  village.say('ada', 'hello')
  village.admit('one', 'ada')
  village.admit('another', 'bram')
  const [ada, bram] = [village.person('ada'), village.person('bram')]
  expect([ada.membership.size, bram.membership.size]).toEqual([LIMITS.logActions, LIMITS.logActions])
  expect(bram.membership.receive(ada.membership.missingFor(bram.membership.sample()))).toEqual({
    accepted: 0,
    refused: 1,
  })
  village.carry('ada', 'bram')
  for (const document of ada.documents.list())
    expect(bram.documents.digest(document)).toEqual(ada.documents.digest(document))
  expect(() => village.admit('nobody', 'ada')).toThrow(expect.objectContaining({ code: 'membership/full' }))
})
