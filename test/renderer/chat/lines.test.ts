import { describe, expect, test } from 'vitest'
import { linesOf } from '../../../renderer/chat/lines.ts'
import type { MemberId } from '../../../renderer/session/index.ts'
import { row, rows } from '../rows.ts'

const nothingNew = { after: 1e9, upTo: 0 }
const bram = { author: 'bram' as MemberId, authorName: 'Bram' }
const heads = (list: ReturnType<typeof linesOf>): boolean[] => list.map(({ head }) => head)

describe('groups', () => {
  test('of one author have one head', () => {
    expect(heads(linesOf(rows(1, 3), nothingNew, false))).toEqual([true, false, false])
  })

  test('end where another author speaks', () => {
    expect(heads(linesOf([row(1), row(2, bram), row(3)], nothingNew, false))).toEqual([true, true, true])
  })

  test('end after a pause of five minutes', () => {
    expect(heads(linesOf([row(1), row(5), row(10)], nothingNew, false))).toEqual([true, false, true])
  })

  test('end where a message arrived late, so that it can say so', () => {
    expect(heads(linesOf([row(1), row(2, { late: true })], nothingNew, false))).toEqual([true, true])
  })
})

describe('day lines', () => {
  const nextDay = 24 * 60
  test('stand where the day changes, and before the first message of the room', () => {
    const list = linesOf([row(1), row(2), row(nextDay)], nothingNew, true)
    expect(list.map(({ day }) => day)).toEqual([true, false, true])
  })

  test('do not stand before the first held row while there is more above', () => {
    expect(linesOf([row(1)], nothingNew, false)[0]?.day).toBe(false)
  })
})

describe('the line of what is new', () => {
  const where = (fresh: { after: number; upTo: number }, whole = true, list = rows(1, 6)): number =>
    linesOf(list, fresh, whole).findIndex((line) => line.fresh)

  test('stands before the first row that arrived after the person left', () => {
    expect(where({ after: 3, upTo: 6 })).toBe(3)
  })

  test('does not stand before what came while the person was looking', () => {
    expect(where({ after: 6, upTo: 6 })).toBe(-1)
    expect(where({ after: 3, upTo: 3 })).toBe(-1)
  })

  test('does not stand before an own message', () => {
    expect(
      where(
        { after: 3, upTo: 6 },
        true,
        rows(1, 6).map((r) => (r.arrival === 4 ? { ...r, mine: true } : r)),
      ),
    ).toBe(4)
  })

  test('stands before a late row that was put among old ones', () => {
    const late = row(2, { id: row(99).id, arrival: 99 })
    expect(where({ after: 6, upTo: 99 }, true, [row(1), row(2), late, row(3)])).toBe(2)
  })

  test('is not drawn where its true place is further up than what is held', () => {
    expect(where({ after: 0, upTo: 6 }, false)).toBe(-1)
    expect(where({ after: 0, upTo: 6 }, true)).toBe(0)
  })
})

test('what answers something stands under a name of its own', () => {
  const reply = { id: row(1).id, state: 'here' as const, authorName: 'Ada', text: 'row 1' }
  const heads = linesOf([row(1), row(2), row(3, { reply }), row(4)], { after: 99, upTo: 99 }, true)
  expect(heads.map(({ head }) => head)).toEqual([true, false, true, false])
})
