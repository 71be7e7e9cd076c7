/** Exports of other systems: taken from a screen, looked at, written. */
import { implement } from '@orpc/server'
import { contract, type ImportColumns, type ImportPlanning, type ImportRunning } from '../../contract/index.ts'
import type { GivenColumns, ImportPlan, TableColumn } from '../../archive/index.ts'
import { LIMITS } from '../../shared/index.ts'
import { advancing } from '../advancing.ts'
import type { Imports } from '../communities/importing/imports.ts'

export function importsArea(imports: Imports) {
  const os = implement(contract.imports)
  return os.router({
    begin: os.begin.handler(async ({ input }) => ({ id: await imports.begin(input.name) })),
    append: os.append.handler(async ({ input: { id, chunk }, signal }) => ({
      bytes: await imports.append(id, Buffer.from(chunk, 'base64'), signal),
    })),
    plan: os.plan.handler(({ input, signal }) => planning(imports, input, signal)),
    start: os.start.handler(({ input: { id, community, rooms }, signal }) =>
      running(imports, id, { community, mapping: new Map(rooms.map(({ room, to }) => [room, to])) }, signal),
    ),
    cancel: os.cancel.handler(({ input }) => imports.cancel(input.id)),
  })
}

async function* planning(
  imports: Imports,
  { id, columns }: { readonly id: string; readonly columns?: ImportColumns | undefined },
  signal: AbortSignal | undefined,
): AsyncGenerator<ImportPlanning> {
  const steps = advancing<number, ImportPlan>(
    (told, until) => imports.plan({ id, columns: columns && given(columns) }, until, told),
    signal,
  )
  for await (const step of steps)
    if ('progress' in step) yield { type: 'progress', messages: step.progress }
    else yield { type: 'plan', ...viewOf(step.result) }
}

/** What was not said is not there. */
function given(columns: ImportColumns): GivenColumns {
  const entries = Object.entries(columns) as [TableColumn, number | null | undefined][]
  return Object.fromEntries(entries.filter(([, at]) => at !== undefined))
}

function viewOf({ since, until, rooms, nots, samples, table, ...plan }: ImportPlan) {
  return {
    ...plan,
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(table && { table: { header: [...table.header], columns: Object.fromEntries(table.columns) } }),
    rooms: [...rooms],
    nots: nots.map(({ where, ...not }) => ({ ...not, where: [...where] })),
    samples: samples.map(({ author, at, text }) => ({ author, at, text: text.slice(0, LIMITS.excerptChars) })),
  }
}

async function* running(
  imports: Imports,
  id: string,
  into: Parameters<Imports['run']>[1],
  signal: AbortSignal | undefined,
): AsyncGenerator<ImportRunning> {
  for await (const step of advancing<{ done: number; written: number }, { done: number; written: number }>(
    (told, until) => imports.run(id, into, until, ({ done, written }) => told({ done, written })),
    signal,
  ))
    if ('progress' in step) yield { type: 'progress', ...step.progress }
    else yield { type: 'done', ...step.result }
}
