/** What came in too large a number at once is taken in while nothing else is going on, step by step, and stopping leaves nothing behind. */
import { expect, it, vi } from 'vitest'
import type { Desk } from '../../../core/service/areas/desk.ts'
import { SearchFilling } from '../../../core/service/search/filling.ts'
import { LIMITS } from '../../../core/shared/index.ts'
import { keptLog, testClock } from '../../support/surroundings.ts'

/** An index that lacks the words of some messages. */
function indexBehind(count: number) {
  let left = count
  const steps: number[] = []
  return {
    steps,
    get behind() {
      return left > 0
    },
    settle(most: number) {
      steps.push(Math.min(most, left))
      left -= Math.min(most, left)
    },
  }
}

function deskOf(own: object, apart: readonly object[]) {
  const log = keptLog()
  const community = { view: { search: own }, privates: { all: () => apart.map((search) => ({ view: { search } })) } }
  const desk = { clock: testClock(), communities: { all: () => [community] }, options: { log } }
  return { log, desk: desk as unknown as Desk }
}

it('takes the words of rooms and of private rooms, in steps', async () => {
  const [own, apart] = [indexBehind(2 * LIMITS.searchStep + 7), indexBehind(3)]
  const filling = new SearchFilling(deskOf(own, [apart]).desk)
  filling.start()
  await vi.waitFor(() => expect(apart.behind).toBe(false))
  expect(own.steps).toEqual([LIMITS.searchStep, LIMITS.searchStep, 7])
  expect(apart.steps).toEqual([3])
  await filling.stop()
})

it('goes on with others where one place fails, says so, and ends in the middle when it is stopped', async () => {
  const endless = { behind: true, settle: vi.fn<() => void>() }
  const broken = {
    behind: true,
    settle: () => {
      throw Object.assign(new TypeError('a message of mine'), { code: 'storage/disk-full' })
    },
  }
  const { desk, log } = deskOf(broken, [endless])
  const filling = new SearchFilling(desk)
  filling.start()
  await vi.waitFor(() => expect(endless.settle.mock.calls.length).toBeGreaterThan(2))
  await filling.stop()
  const calls = endless.settle.mock.calls.length
  expect(log.lines).toEqual(['warn search.failed {"code":"storage/disk-full"}'])
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(endless.settle).toHaveBeenCalledTimes(calls)
})
