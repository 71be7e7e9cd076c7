/** Rows of a table as text: fields in quotes where they need them, parted by comma, semicolon or tab. */
import { LIMITS } from '../../../shared/index.ts'
import { importErrors } from '../errors.ts'

export function delimiterOf(beginning: string): string {
  const line = beginning.replace(/"[^"]*"/g, '').split('\n')[0] ?? ''
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: line.split(mark).length }))
  return counts.toSorted((a, b) => b.count - a.count)[0]?.mark ?? ','
}

export const MOST_FIELDS = 500

/** @throws import/truncated, import/too-large */
export async function* csvRows(
  texts: AsyncIterable<string>,
  delimiter: string,
  where: string,
): AsyncGenerator<string[]> {
  let row: string[] = []
  let field = ''
  /** Inside quotes; after a quote inside quotes, which ends them or stands for one. */
  let quoted: 'no' | 'yes' | 'closing' = 'no'
  let rows = 0
  const isEmpty = (): boolean => row.length === 0 && field === ''
  for await (const text of texts) {
    const fresh: string[][] = []
    for (const char of text) {
      if (quoted === 'yes') {
        if (char === '"') quoted = 'closing'
        else field += char
        continue
      }
      if (quoted === 'closing' && char === '"') {
        field += '"'
        quoted = 'yes'
        continue
      }
      if (char === '"' && field === '' && quoted === 'no') quoted = 'yes'
      else if (char === delimiter) {
        if (row.length < MOST_FIELDS) row.push(field)
        field = ''
        quoted = 'no'
      } else if (char === '\n') {
        if (!isEmpty()) fresh.push([...row, field.endsWith('\r') ? field.slice(0, -1) : field])
        row = []
        field = ''
        quoted = 'no'
      } else field += char
    }
    if (field.length > LIMITS.importRecordBytes)
      throw importErrors('too-large', { details: { where: `${where} #${rows + fresh.length + 1}` } })
    rows += fresh.length
    yield* fresh
  }
  if (quoted === 'yes') throw importErrors('truncated', { details: { where: `${where} #${rows + 1}` } })
  if (!isEmpty()) yield [...row, field]
}
