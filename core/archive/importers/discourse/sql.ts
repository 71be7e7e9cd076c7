/** Rows of a PostgreSQL dump: what stands between `COPY … FROM stdin;` and `\.`. Nothing of it is ever run. */
export interface SqlRow {
  readonly table: string
  /** Nothing for NULL. */
  get(column: string): string | undefined
}

const COPY = /^COPY (?:public\.)?"?(\w+)"? \(([^)]*)\) FROM stdin;$/

/** @param wanted tables whose rows are read; those of others are passed by */
export async function* copiedRows(lines: AsyncIterable<string>, wanted: ReadonlySet<string>): AsyncGenerator<SqlRow> {
  let table: string | undefined
  let columns: ReadonlyMap<string, number> = new Map()
  for await (const line of lines) {
    if (table === undefined) {
      const found = COPY.exec(line)
      table = found?.[1]
      columns = new Map((found?.[2] ?? '').split(',').map((name, at) => [name.trim().replace(/^"|"$/g, ''), at]))
      continue
    }
    if (line === '\\.') {
      table = undefined
      continue
    }
    if (!wanted.has(table)) continue
    const fields = line.split('\t')
    yield { table, get: (column) => valueOf(fields[columns.get(column) ?? -1]) }
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v' }

function valueOf(field: string | undefined): string | undefined {
  if (field === undefined || field === '\\N') return undefined
  return field.includes('\\') ? field.replace(/\\(.)/g, (_, mark: string) => ESCAPES[mark] ?? mark) : field
}
