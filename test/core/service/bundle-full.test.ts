/** A stick for somebody who has no more room for what waits for a key. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type * as Limits from '../../../core/shared/limits.ts'
import { Neighbours, now as first } from '../../support/neighbours.ts'
import { readStick, writeStick } from '../../support/sticks.ts'

vi.mock('../../../core/shared/limits.ts', async (original) => {
  const { LIMITS } = await original<typeof Limits>()
  return { LIMITS: { ...LIMITS, waitingParcelBytes: 0 } }
})

let all: Neighbours
beforeEach(() => {
  all = new Neighbours()
})
afterEach(async () => all[Symbol.asyncDispose]())

it('says of what is not kept that it has to be brought again, and not that it waits', async () => {
  const { community, place, person } = await all.found('Ada')
  const ben = await all.join('Ben', person, community)
  const cy = await all.join('Cy', person, community)
  await cy.stop()
  await person.stop()
  // Ben lets Dee in while Ada, who does not hear of it, removes Cy and changes the keys.
  const { link } = await ben.client.invites.create({ community, uses: 1, hours: 24, role: 'member', approval: false })
  let dee = await all.start('Dee')
  await all.accept(dee, link)
  await ben.stop()
  await dee.stop()
  const ada = await all.start('Ada')
  const cyId = (await first(ada.client.members.watch({ community }))).find(({ name }) => name === 'Cy')?.id
  if (!cyId) throw new TypeError('no Cy')
  await ada.client.members.remove({ community, member: cyId, reason: '', keep: 'all' })
  await all.say(ada, place, 'under the new key')
  const stick = await writeStick(ada, { community })
  dee = await all.start('Dee')
  const report = await readStick(dee, stick)
  expect(report.communities[0]?.waitingForKey).toBe(0)
  expect(report.communities[0]?.early).toBeGreaterThan(0)
})
