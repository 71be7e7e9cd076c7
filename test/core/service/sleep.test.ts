import { expect, it } from 'vitest'
import { SleepWatch } from '../../../core/service/communities/sleep.ts'
import { oneService } from '../../support/one-service.ts'
import { temporaryFolder, testClock } from '../../support/surroundings.ts'

it('notices once that wall time went on while the process stood still', () => {
  const clock = testClock()
  let running = 0
  const watch = new SleepWatch(clock, () => running)
  const pass = (wall: number, own: number): void => {
    clock.advance(wall)
    running += own
  }
  pass(60_000, 60_000)
  expect(watch.slept()).toBe(false)
  pass(3_600_000, 20)
  expect(watch.slept()).toBe(true)
  pass(1000, 1000)
  expect(watch.slept()).toBe(false)
  pass(-3_600_000, 10)
  expect(watch.slept()).toBe(true)
})

it('a message after a sleep is written in a feed of its own', async () => {
  using folder = temporaryFolder()
  const { client, clock, stop } = await oneService(folder.path)
  const text = { name: 'Garden', purpose: '', rules: '', template: 'class', displayName: 'Ada' } as const
  const place = await client.communities.create(text)
  const send = (line: string) => client.rooms.send({ ...place, text: line, clientKey: `key-${line}` })
  const feedOf = (id: string) => id.split('.')[0]
  const [before, again] = [await send('before'), await send('again')]
  clock.advance(8 * 3_600_000)
  const after = await send('after')
  expect(feedOf(again.id)).toBe(feedOf(before.id))
  expect(feedOf(after.id)).not.toBe(feedOf(before.id))
  await stop()
})
