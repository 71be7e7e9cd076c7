/** Tables of an archive: read by another reader of RFC 4180 they say what was said, and no cell is a formula. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvLine } from '../../../../core/archive/tables/csv.ts'
import { tableFiles } from '../../../../core/archive/tables/tables.ts'
import { gardenReading, hostileReading } from '../../../support/garden-reading.ts'
import { memberId, spaceId } from '../../../support/sketch-reading.ts'
import { textsOf } from '../../../support/written-site.ts'

/** Section 2 of RFC 4180, a character at a time. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let [row, cell, quoted]: [string[], string, boolean] = [[], '', false]
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (sign === '"') {
      if (cell !== '') throw new SyntaxError('a quote inside of a cell')
      quoted = true
    } else if (sign === ',') {
      row.push(cell)
      cell = ''
    } else if (sign === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell])
      row = []
      cell = ''
      at += 1
    } else if (sign === '\r' || sign === '\n') throw new SyntaxError('half a line end')
    else cell += sign
  }
  if (quoted || cell !== '' || row.length > 0) throw new SyntaxError('ends inside of a line')
  return rows
}

const asTyped = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell)

test('a line read again is the line that was written', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 5 }), (cells) => {
      const plain = cells.map((cell) => cell.toWellFormed().replaceAll('\0', '\uFFFD'))
      expect(readCsv(csvLine(cells))).toHaveLength(1)
      expect(readCsv(csvLine(cells))[0]?.map(asTyped)).toEqual(plain)
    }),
  )
})

test.each(['=1+1', '+1', '-1', '@sum', '\tx', '\rx', "'x", '＝1'])('%j is no formula', (cell) => {
  expect(readCsv(csvLine([cell, cell]))).toEqual([[`'${cell}`, `'${cell}`]])
})

test('say who, what, where and when, a row for each', () => {
  const tables = textsOf(tableFiles(gardenReading()))
  expect([...tables.keys()]).toEqual(
    ['members', 'spaces', 'messages', 'reactions', 'files', 'topics', 'decisions'].map((name) => `tables/${name}.csv`),
  )
  const [head = [], ...rows] = readCsv(tables.get('tables/messages.csv') ?? '')
  expect(rows).toHaveLength(484)
  const cell = (row: readonly string[] | undefined, name: string) => row?.[head.indexOf(name)]
  const welcome = rows.find((row) => cell(row, 'text') === 'Welcome, everybody! :)')
  expect(cell(welcome, 'author')).toBe(memberId('Ada'))
  expect(cell(welcome, 'space')).toBe(spaceId('general'))
  expect(cell(welcome, 'time')).toBe('2026-03-01T09:01:00.000Z')
  expect(cell(welcome, 'pinned')).toBe('true')
  const old = rows.find((row) => cell(row, 'importedAuthor') === 'Old Bram')
  expect(cell(old, 'importedFrom')).toBe('discord')
  expect(rows.filter((row) => cell(row, 'withdrawn') === 'true')).toHaveLength(2)
})

test('of hostile texts are tables still, each row as long as its head', () => {
  for (const text of textsOf(tableFiles(hostileReading())).values()) {
    const [head = [], ...rows] = readCsv(text)
    for (const row of rows) {
      expect(row).toHaveLength(head.length)
      expect(row.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
    }
  }
})
