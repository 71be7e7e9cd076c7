import { expect, it } from 'vitest'
import { Tidying } from '../../../core/service/communities/tidying.ts'
import type { Community } from '../../../core/service/index.ts'
import { smallCommunity } from '../../support/small-community.ts'
import { keptLog } from '../../support/surroundings.ts'

it(
  'puts the small blocks of a community together in idle times, and nothing of it changes',
  { timeout: 60_000 },
  async () => {
    using village = smallCommunity()
    const { documents, membership, database } = village.person('ada')
    for (let i = 0; i < 900; i++) village.say('ada', `line ${i}`)
    const blocks = () => database.statement<{ n: number }>('SELECT count(*) AS n FROM block').get()?.n ?? 0
    const [before, digests] = [blocks(), documents.list().map((id) => documents.digest(id))]
    expect(before).toBeGreaterThan(1)
    const community = {
      community: membership.community,
      documents,
      privates: { all: () => [] },
    } as unknown as Community
    const tidying = new Tidying({ clock: village.clock, log: keptLog(), communities: () => [community] })
    tidying.start()
    await expect.poll(blocks).toBe(1)
    await tidying.stop()
    expect(documents.list().map((id) => documents.digest(id))).toEqual(digests)
    village.join('bram', 'ada')
    village.carryAll()
    expect(village.person('bram').effects.filter(({ entry }) => entry.kind === 'message')).toHaveLength(900)
  },
)
