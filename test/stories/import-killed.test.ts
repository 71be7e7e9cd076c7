/** Maria brings in a year of talk, and her computer loses power in the middle of it. */
import { expect, it } from 'vitest'
import { startCoreProcess, temporaryFolder } from '../support/core-process.ts'
import { discordChannel, discordMessage } from '../support/imports/exports.ts'
import { handOver, run } from '../support/imports/hand-over.ts'
import { foundGarden } from '../support/named-people.ts'

const many = 20_000

it('what was brought in is there, and the rest comes once, when the same file is chosen again', async () => {
  using folder = temporaryFolder()
  const content = discordChannel(Array.from({ length: many }, (_, n) => discordMessage(n + 1, `message ${n}`)))
  const rooms = [{ room: '20', to: { name: 'old talk' } }]
  let before = 0
  let place
  {
    await using core = startCoreProcess(folder.path)
    const { client } = await core.screen()
    place = await foundGarden(client, 'Maria')
    const id = await handOver(client, 'talk.json', content)
    for await (const step of await client.imports.start({ id, community: place.community, rooms })) {
      before = step.written
      if (before >= 4000) break
    }
    await core.kill()
  }
  expect(before).toBeLessThan(many)
  await using core = startCoreProcess(folder.path)
  const { client } = await core.screen()
  const { community } = place
  const read = async () => {
    for await (const spaces of await client.spaces.watch({ community }))
      return spaces.filter(({ name }) => name === 'old talk')
    return []
  }
  const kept = await read()
  expect(kept).toHaveLength(1)
  expect(kept[0]?.messages).toBeGreaterThanOrEqual(before)
  expect((kept[0]?.messages ?? 0) % 2000).toBe(0)

  const id = await handOver(client, 'talk.json', content)
  expect(await run(client, { id, community, rooms })).toEqual({ type: 'done', done: many, written: many })
  expect(await read()).toMatchObject([{ messages: many, unread: 0 }])
})
