import { describe, expect, test } from 'vitest'
import {
  changeRows,
  comparePositions,
  mostRows,
  noRows,
  type Rows,
  type RowsChange,
} from '../../../renderer/chat/rows.ts'
import { row, rows } from '../rows.ts'

const after = (...changes: RowsChange[]): Rows => changes.reduce(changeRows, noRows)
const texts = ({ list }: Rows): string[] => list.map(({ text }) => text)
const window = (from: number, to: number, total = to): RowsChange => ({
  type: 'window',
  rows: rows(from, to),
  total,
  readUpTo: 0,
  gone: [],
})
const changes = (...list: ReturnType<typeof row>[]): RowsChange => ({
  type: 'changes',
  rows: list,
  total: 99,
  readUpTo: 0,
  gone: [],
})

test('what is shown no more goes, wherever it stands', () => {
  const gone = [row(2), row(80), row(500)].map(({ id }) => id)
  const held = after(window(51, 100), { type: 'older', rows: rows(1, 50), more: false })
  const left = changeRows(held, { type: 'changes', rows: [], total: 98, readUpTo: 0, gone })
  expect(left.list).toHaveLength(98)
  expect(texts(left)).not.toContain('row 2')
  expect(changeRows(left, { type: 'window', rows: rows(51, 100), total: 99, readUpTo: 0, gone: [] }).list).toHaveLength(
    99,
  )
})

describe('a window', () => {
  test('that is the whole room leaves nothing above', () => {
    expect(after(window(1, 5))).toMatchObject({ above: false, below: false, window: 1 })
  })

  test('of a longer room has more above', () => {
    expect(after(window(51, 100))).toMatchObject({ above: true, below: false })
  })

  test('that comes again keeps the rows above it when nothing can be missing between', () => {
    const again = after(window(51, 100), { type: 'older', rows: rows(1, 50), more: false }, window(60, 110))
    expect(again.list).toHaveLength(110)
    expect(again).toMatchObject({ window: 1, above: false })
  })

  test('that comes again after a gap begins anew', () => {
    const again = after(window(51, 100), window(200, 250))
    expect(texts(again)[0]).toBe('row 200')
    expect(again.window).toBe(2)
  })

  test('that comes while the person reads far above does not pull them away', () => {
    const far = after(window(1301, 1400), { type: 'older', rows: rows(1, 1300), more: false }, { type: 'cut-below' })
    const again = changeRows(far, window(1351, 1450))
    expect(again.list.at(-1)).toBe(far.list.at(-1))
    expect(again).toMatchObject({ below: true, total: 1450, window: 1 })
  })
})

describe('changes', () => {
  test('stand where their time puts them, not where they arrived', () => {
    const late = row(3, { id: row(900).id, text: 'late', arrival: 900 })
    expect(texts(after(window(1, 5), changes(late)))).toEqual(['row 1', 'row 2', 'row 3', 'late', 'row 4', 'row 5'])
  })

  test('of one time stand by id', () => {
    const [a, b] = [row(1), { ...row(2), time: row(1).time }]
    expect(comparePositions(a, b)).toBeLessThan(0)
    expect(comparePositions(b, a)).toBeGreaterThan(0)
    expect(comparePositions(a, a)).toBe(0)
  })

  test('above the first held row are left aside while there is more above', () => {
    const held = after(window(51, 100))
    expect(changeRows(held, changes(row(10))).list).toBe(held.list)
  })

  test('above the first held row are taken in when the room is held to its beginning', () => {
    expect(texts(after(window(2, 5, 4), changes(row(1))))[0]).toBe('row 1')
  })

  test('of a held row replace it, and leave every other row the same object', () => {
    const held = after(window(1, 5))
    const next = changeRows(held, changes({ ...row(3), reached: 2 }))
    expect(next.list[2]?.reached).toBe(2)
    expect(next.list[1]).toBe(held.list[1])
  })

  test('that change nothing leave the row the same object', () => {
    const held = after(window(1, 5))
    expect(changeRows(held, changes(row(3))).list[2]).toBe(held.list[2])
  })

  test('below the last held row wait until the person comes down', () => {
    const far = after(window(1301, 1400), { type: 'older', rows: rows(1, 1300), more: false }, { type: 'cut-below' })
    expect(changeRows(far, changes(row(1401))).list).toBe(far.list)
  })
})

describe('paging', () => {
  test('upwards keeps the place by the distance from the end', () => {
    expect(after(window(51, 100), { type: 'older', rows: rows(1, 50), more: false })).toMatchObject({
      atTop: true,
      above: false,
    })
  })

  test('holds a bounded number of rows and knows that there are more below', () => {
    const far = after(window(1301, 1400), { type: 'older', rows: rows(1, 1300), more: false }, { type: 'cut-below' })
    expect(far.list).toHaveLength(mostRows)
    expect(far).toMatchObject({ below: true, above: false })
  })

  test('downwards brings the cut rows back without a gap or a double', () => {
    const far = after(window(1301, 1400), { type: 'older', rows: rows(1, 1300), more: false }, { type: 'cut-below' })
    const back = [
      { type: 'newer', rows: rows(mostRows, mostRows + 100), more: true },
      { type: 'newer', rows: rows(mostRows + 101, 1400), more: false },
      { type: 'cut-above' },
    ] satisfies RowsChange[]
    const whole = back.reduce<Rows>(changeRows, far)
    expect(whole.list.map(({ arrival }) => arrival)).toEqual(rows(201, 1400).map(({ arrival }) => arrival))
    expect(whole).toMatchObject({ below: false, above: true })
  })

  test('a cut of what is short changes nothing', () => {
    const held = after(window(1, 5))
    expect(changeRows(held, { type: 'cut-above' })).toBe(held)
    expect(changeRows(held, { type: 'cut-below' })).toBe(held)
  })

  test('to the present lets go of everything else', () => {
    expect(after(window(1, 5), { type: 'present', rows: rows(900, 950), more: true })).toMatchObject({
      above: true,
      below: false,
      window: 2,
    })
  })
})

describe('a jump', () => {
  const around = (from: number, to: number, above = true, below = true): RowsChange => ({
    type: 'around',
    rows: rows(from, to),
    above,
    below,
  })

  test('holds what stands around, and begins the view anew', () => {
    const before = after(window(901, 1000))
    const held = changeRows(before, around(200, 299))
    expect([texts(held).at(0), texts(held).at(-1)]).toEqual(['row 200', 'row 299'])
    expect(held).toMatchObject({ above: true, below: true, window: before.window + 1, total: 1000 })
  })

  test('is not undone by the newest rows, whichever comes first', () => {
    const late = after(around(200, 299), window(901, 1000))
    expect(texts(late)).toEqual(texts(after(window(901, 1000), around(200, 299))))
    expect(texts(changeRows(late, changes(row(1001)))).at(-1)).toBe('row 299')
  })

  test('goes on in both directions', () => {
    const held = after(
      window(901, 1000),
      around(200, 299),
      { type: 'older', rows: rows(100, 199), more: true },
      { type: 'newer', rows: rows(300, 399), more: true },
    )
    expect(held.list).toHaveLength(300)
    expect(held).toMatchObject({ above: true, below: true })
  })

  test('to the end of a room follows what comes', () => {
    const held = after(window(901, 1000), around(951, 1000, true, false))
    expect(texts(changeRows(held, changes(row(1001)))).at(-1)).toBe('row 1001')
  })
})

describe('what hangs on a row', () => {
  const reaction = { emoji: '👍', count: 1, mine: false, names: ['Ada'] }

  test('does not draw it again while it says the same', () => {
    const held = after(changes(row(1, { reactions: [{ ...reaction }] })))
    expect(changeRows(held, changes(row(1, { reactions: [{ ...reaction }] }))).list[0]).toBe(held.list[0])
  })

  test('draws it again when it changed', () => {
    const held = after(changes(row(1, { reactions: [reaction] })))
    const more = changeRows(held, changes(row(1, { reactions: [{ ...reaction, count: 2 }] })))
    expect(more.list[0]?.reactions[0]?.count).toBe(2)
  })

  test('what a thread began with comes with each event, and goes when it is not here', () => {
    const first = row(7)
    const held = after({ ...window(1, 3), first } as RowsChange)
    expect(held.first).toEqual(first)
    expect(changeRows(held, { ...changes(row(4)), first: { ...first } } as RowsChange).first).toBe(held.first)
    expect(changeRows(held, changes(row(4))).first).toBeUndefined()
  })
})
