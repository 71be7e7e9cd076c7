/**
 * Tables as RFC 4180 has them: UTF-8, lines end as CR LF, cells with a comma, a quote or a line end stand in quotes. A cell that a
 * spreadsheet would take for a formula has an apostrophe before it; so has one that begins with an apostrophe, so that it can be taken off again.
 */
const FORMULA = /^[=+\-@\t\r'＝＋－＠]/
const QUOTED = /[",\r\n]/

export type Cell = string | number | boolean | undefined

export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`
}

function cellOf(cell: Cell): string {
  if (cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = cell.toWellFormed().replaceAll('\0', '\uFFFD')
  const harmless = FORMULA.test(text) ? `'${text}` : text
  return QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
