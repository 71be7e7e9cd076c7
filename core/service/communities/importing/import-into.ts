/** A file of another system brought into a community. */
import { setImmediate } from 'node:timers/promises'
import { type Clock, LIMITS, type SpaceId } from '../../../shared/index.ts'
import type { ImportedMessage, ImportedRoom, ImportSource } from '../../../archive/index.ts'
import type { Database } from '../../../storage/index.ts'
import { communityErrors, importingErrors, spaceErrors } from '../../errors.ts'
import type { Community } from '../community.ts'
import { writeBatch } from './batch.ts'
import { ImportRun } from './run.ts'

/** Where rooms of the file go: into a space of the same kind, or into a new one of this name. Those that are not named stay out. */
export type ImportMapping = ReadonlyMap<string, { readonly space: SpaceId } | { readonly name: string }>

export interface ImportInto {
  readonly community: Community
  readonly database: Database
  readonly clock: Clock
  readonly source: ImportSource
  /** Tells this file from all others. */
  readonly file: string
  readonly mapping: ImportMapping
}

export interface ImportCount {
  /** Messages of the file that were looked at, and of these written. */
  readonly done: number
  readonly written: number
}

/**
 * Brings it in; goes on where it stopped when the same file was begun here before. What was written stays, whatever comes later.
 * @throws community/not-allowed, community/left …, space/unknown, space/archived, importing/…, import/…, storage/…, the signal's reason
 */
export async function importInto(
  into: ImportInto,
  told: (count: ImportCount) => void,
  signal: AbortSignal,
): Promise<ImportCount> {
  const letGo = into.community.view.search.hold()
  try {
    return await importAll(into, told, signal)
  } finally {
    letGo()
  }
}

async function importAll(
  into: ImportInto,
  told: (count: ImportCount) => void,
  signal: AbortSignal,
): Promise<ImportCount> {
  const { community, database, clock, source, mapping } = into
  assertMayImport(community)
  const run = new ImportRun(database, into.file)
  const boards = new Set<string>()
  let batch: ImportedMessage[] = []
  let at = 0
  const flush = async (isOver: boolean): Promise<void> => {
    assertMayImport(community)
    const { documents } = community
    const now = clock.now()
    const parts = { documents, run, system: source.system, now, isBoard: (room: string) => boards.has(room) }
    database.transaction('authored', () => run.keep(at, run.written + writeBatch(parts, batch), isOver))
    batch = []
    told(run)
    await setImmediate(undefined, { signal })
  }
  for await (const item of source.items(signal)) {
    if (item.type === 'room') {
      if (item.kind === 'board') boards.add(item.id)
      openRoom(community, run, item, mapping)
    }
    if (item.type !== 'message') continue
    at += 1
    if (at <= run.done) continue
    if (run.room(item.room)) batch.push(item)
    if (batch.length >= LIMITS.importBatch) await flush(false)
  }
  await flush(true)
  return { done: run.done, written: run.written }
}

/** @throws community/not-allowed, community/left … */
function assertMayImport(community: Community): void {
  community.assertMayWrite()
  if (community.member().role === 'member') throw communityErrors('not-allowed')
}

function openRoom(
  community: Community,
  run: ImportRun,
  { id, kind, topic }: ImportedRoom,
  mapping: ImportMapping,
): void {
  const wish = mapping.get(id)
  if (!wish || run.room(id)) return
  const { writing, view } = community
  if ('name' in wish) {
    const text = { name: wish.name, topic }
    return run.keepRoom(id, kind === 'board' ? writing.boards.open(text) : writing.openRoom(text))
  }
  const space = view.queries.space(wish.space)
  if (!space) throw spaceErrors('unknown')
  if (space.archived) throw spaceErrors('archived')
  if (space.kind !== kind) throw importingErrors('other-kind')
  run.keepRoom(id, wish.space)
}
