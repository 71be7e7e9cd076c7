/** A community's database in which one page, any page, does not hold any more what was written to it. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { errorCode } from '../../../core/shared/index.ts'
import { oneService } from '../../support/one-service.ts'
import { temporaryFolder } from '../../support/surroundings.ts'

const pageBytes = 4096
const garden = { name: 'Garden', purpose: '', rules: '', template: 'neighbourhood', displayName: 'Ada' } as const

async function first<T>(source: Promise<AsyncIterable<T>>): Promise<T> {
  for await (const value of await source) return value
  throw new TypeError('a live query that says nothing')
}

it(
  'is listed as damaged as soon as that is noticed, can be set aside, and harms no other',
  { timeout: 60_000 },
  async () => {
    using folder = temporaryFolder()
    const whole = join(folder.path, 'whole')
    const before = await oneService(whole)
    const [one, two] = [await before.client.communities.create(garden), await before.client.communities.create(garden)]
    for (const room of [one, two]) {
      for (let n = 0; n < 8; n++) {
        before.clock.advance(1000)
        await before.client.rooms.send({ ...room, text: `${n} ${'word '.repeat(300)}`, clientKey: `before-${n}` })
      }
    }
    await before.stop()

    const name = `communities/${one.community}.db`
    const pages = readFileSync(join(whole, name)).length / pageBytes
    let noticedLate = 0
    for (let page = 0; page < pages; page++) {
      const copy = join(folder.path, `page-${page}`)
      cpSync(whole, copy, { recursive: true })
      const bytes = readFileSync(join(copy, name))
      bytes.fill(0xaa, page * pageBytes + 100, page * pageBytes + 200)
      writeFileSync(join(copy, name), bytes)

      const { client, stop } = await oneService(copy, `after ${page}`)
      const stateOfOne = async () => (await first(client.communities.watch())).find(({ id }) => id === one.community)
      const opened = (await stateOfOne())?.state === 'member'
      const refusals: string[] = []
      const ask = (answer: Promise<unknown>): Promise<unknown> =>
        answer.catch((error: unknown) => void refusals.push(errorCode(error)))
      await ask(first(client.spaces.watch(one)))
      await ask(first(client.rooms.watch({ ...one, limit: 50 })))
      await ask(client.rooms.send({ ...one, text: 'after', clientKey: 'after-one' }))
      for (const code of refusals) expect(['storage/damaged', 'community/damaged']).toContain(code)
      if (refusals.length > 0) {
        noticedLate += opened ? 1 : 0
        const listed = await stateOfOne()
        expect(listed).toMatchObject({ state: 'damaged', trouble: { code: 'storage/damaged' } })
        expect(listed?.trouble?.text).toMatch(/^This data is damaged: .+ Put a backup back, or set it aside/)
        await client.communities.forget(one)
        expect(await stateOfOne()).toBeUndefined()
        expect(readFileSync(join(copy, `${name}.damaged-1`)).length).toBeGreaterThan(0)
      }
      expect((await first(client.rooms.watch({ ...two, limit: 50 }))).rows).toHaveLength(8)
      await client.rooms.send({ ...two, text: 'after', clientKey: 'after-two' })
      await stop()
    }
    expect(noticedLate).toBeGreaterThan(0)
  },
)
