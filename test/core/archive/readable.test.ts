/** What people read in an archive is made anew by whoever checks it, and a changed comma is found. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readableOf } from '../../../core/archive/index.ts'
import { archived, heldBy, verified, WHOLE } from '../../support/archived.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'

let small: SmallCommunity
beforeEach(() => {
  small = smallCommunity('readable')
  small.join('bo', 'ada')
  small.carryAll()
  for (let n = 0; n < 20; n++) small.say(n % 2 === 0 ? 'ada' : 'bo', `word ${n}, and [more](https://example.org)`)
  small.carryAll()
})
afterEach(() => small[Symbol.dispose]())

it.each(['en', 'ar'])('in %s it checks, and is the same bytes from either of two people', async (language) => {
  const ada = small.person('ada')
  const wish = { ...WHOLE, language }
  const bytes = await archived([heldBy(small, ada)], ada, wish, readableOf)
  const report = await verified(small, bytes, readableOf)
  expect(report.findings).toEqual([])
  expect(report).toMatchObject({ sound: true, compared: true })
  const other = await archived([heldBy(small, small.person('bo'))], ada, wish, readableOf)
  expect(Buffer.compare(other, bytes)).toBe(0)
})

it('is not what somebody else would have made of it', async () => {
  const ada = small.person('ada')
  const bytes = await archived([heldBy(small, ada)], ada, WHOLE, (places, wish, by) => {
    const readable = readableOf(places, wish, by)
    return {
      ...readable,
      *files() {
        for (const file of readable.files())
          yield {
            ...file,
            *content() {
              for (const piece of file.content())
                yield Uint8Array.from(Buffer.from(Buffer.from(piece).toString().replace('word 7,', 'word 7;')))
            },
          }
      },
    }
  })
  const { sound, findings } = await verified(small, bytes, readableOf)
  expect(sound).toBe(false)
  expect(JSON.stringify(findings)).toContain('site/room/general/1.html')
})
