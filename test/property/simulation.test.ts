/** Whole communities in trouble: ten seeds of the simulation; `npm run simulate -- --seeds 200` runs more, `--seed <number>` one again. */
import { describe, expect, it } from 'vitest'
import { simulate } from '../simulation/simulate.ts'

describe('a community with partitions, deaths, wrong clocks and hostile members comes together again', () => {
  for (let seed = 1; seed <= 10; seed++)
    it(`seed ${seed}`, () => {
      expect(simulate(seed, 9).broken).toEqual([])
    }, 120_000)
})
