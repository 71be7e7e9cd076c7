/** Five thousand real lines by three people in turn, one of whom goes on and off: at the end all have the same, in the same order. */
import { expect, it } from 'vitest'
import { foundGarden, inviteTo, joinBy, NamedPerson, readRoom, untilTotal } from '../support/named-people.ts'
import { realLines } from '../support/real-text.ts'

const LINES = 5000

it('Ada, Bram and Chidi write five thousand lines while Chidi comes and goes', { timeout: 240_000 }, async () => {
  await using ada = new NamedPerson('Ada')
  await using bram = new NamedPerson('Bram')
  await using chidi = new NamedPerson('Chidi')
  const [first, second] = [await ada.start(), await bram.start()]
  let third = await chidi.start()
  const garden = await foundGarden(first, 'Ada')
  const link = await inviteTo(first, garden)
  await joinBy(second, link, 'Bram', garden)
  await joinBy(third, link, 'Chidi', garden)

  const lines = realLines(LINES)
  const written: string[] = []
  for (let at = 0; at < LINES; at += 50) {
    // Chidi is killed in the middle, comes back, and later leaves as one should.
    if (at === 1000) await chidi.end('kill')
    if (at === 2000) third = await chidi.start()
    if (at === 3000) await chidi.end('stop')
    if (at === 4000) third = await chidi.start()
    const away = (at >= 1000 && at < 2000) || (at >= 3000 && at < 4000)
    const writers = away ? [first, second] : [first, second, third]
    const batch = lines.slice(at, at + 50).map(async (text, index) => {
      const writer = writers[(at + index) % writers.length]
      const { id } = (await writer?.rooms.send({ ...garden, text, clientKey: `line-${at + index}-key` })) ?? {}
      written.push(String(id))
    })
    await Promise.all(batch)
  }
  expect(new Set(written).size).toBe(LINES)
  await Promise.all([first, second, third].map((client) => untilTotal(client, garden, LINES, 120_000)))
  const [a, b, c] = await Promise.all([first, second, third].map((client) => readRoom(client, garden)))
  expect(a?.map(({ id }) => id).toSorted()).toEqual(written.toSorted())
  const said = (rows: typeof a) => rows?.map(({ id, text, authorName }) => `${id} ${authorName}: ${text}`)
  expect(said(b)).toEqual(said(a))
  expect(said(c)).toEqual(said(a))
})
