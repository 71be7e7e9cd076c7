/** What is in a community as collections of ActivityStreams 2.0, in files of bounded size. `index.json` says what is where. */
import { LIMITS, utf8 } from '../../shared/index.ts'
import type { ArchiveFile } from '../about.ts'
import type { Reading, ReadMessage, ReadSpace } from '../reading/about.ts'
import { Slugs } from '../site/slug.ts'
import { canonicalJson, type Json, type JsonObject } from './json.ts'
import {
  type Collection,
  communityObject,
  CONTEXT,
  messageObjects,
  Names,
  personObject,
  spaceObject,
} from './objects.ts'

/** Is told of everything on the way, so that others need not go it again. */
export interface Companion {
  begin(space: ReadSpace): void
  take(message: ReadMessage): void
}

const FOLDER = 'activity'

/** Files as they come: each is held until the next is asked for. */
export function* activityFiles(reading: Reading, companion?: Companion): Generator<ArchiveFile> {
  const names = new Names(reading.community.id)
  const slugs = new Slugs()
  const listed: Json[] = []
  const people: Collection = { id: `${names.community}:people`, type: 'Collection', name: 'people' }
  const persons = function* (): Generator<Json> {
    for (const member of reading.members()) yield personObject(names, member)
  }
  listed.push(yield* pagesOf(people, slugs.of('people', 'people'), persons()))
  for (const space of reading.spaces()) {
    companion?.begin(space)
    const said = function* (): Generator<Json> {
      for (const message of reading.messages(space.id)) {
        companion?.take(message)
        yield* messageObjects(names, space, message)
      }
    }
    listed.push(yield* pagesOf(spaceObject(names, space), slugs.of(space.name, space.kind), said()))
  }
  const index: Json = {
    '@context': CONTEXT,
    ...{ id: `${names.community}:archive`, type: 'Collection', attributedTo: communityObject(names, reading) },
    ...{ totalItems: listed.length, items: listed },
  }
  yield fileOf(`${FOLDER}/index.json`, `${canonicalJson(index)}\n`)
}

/** One collection in as many files as it takes; answers with the collection itself, as it is listed. */
function* pagesOf(collection: Collection, slug: string, items: Iterable<Json>): Generator<ArchiveFile, Json> {
  const isOrdered = collection.type === 'OrderedCollection'
  const list = isOrdered ? 'orderedItems' : 'items'
  const pageId = (page: number): string => `${collection.id}:page:${page}`
  const path = (page: number): string => `${FOLDER}/${slug}-${page}.json`
  let [page, total, bytes] = [1, 0, 0]
  let lines: string[] = []
  const end = (more: boolean): ArchiveFile => {
    const rest: JsonObject = {
      '@context': CONTEXT,
      ...{ id: pageId(page), partOf: collection.id, type: isOrdered ? 'OrderedCollectionPage' : 'CollectionPage' },
      ...(page > 1 ? { prev: pageId(page - 1) } : {}),
      ...(more ? { next: pageId(page + 1) } : {}),
    }
    // Items come first, a line each: names stay in their order, since "items" and "orderedItems" are put where they belong.
    const file = fileOf(path(page), withList(rest, list, lines))
    page += 1
    lines = []
    bytes = 0
    return file
  }
  for (const item of items) {
    const line = canonicalJson(item)
    const size = Buffer.byteLength(line) + 2
    if (bytes + size > LIMITS.activityFileBytes && lines.length > 0) yield end(true)
    lines.push(line)
    bytes += size
    total += 1
  }
  yield end(false)
  const files = Array.from({ length: page - 1 }, (_, at): Json => path(at + 1).slice(FOLDER.length + 1))
  return { ...collection, totalItems: total, first: pageId(1), last: pageId(page - 1), 'folkmoot:files': files }
}

/** An object with one list in it whose items have a line each, its names sorted all the same. */
function withList(fields: JsonObject, list: string, lines: readonly string[]): string {
  const before = Object.fromEntries(Object.entries(fields).filter(([name]) => name < list))
  const after = Object.fromEntries(Object.entries(fields).filter(([name]) => name > list))
  const items = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`
  const parts = [inner(before), `${JSON.stringify(list)}:${items}`, inner(after)]
  return `{${parts.filter((part) => part !== '').join(',')}}\n`
}

function inner(fields: JsonObject): string {
  return canonicalJson(fields).slice(1, -1)
}

function fileOf(path: string, text: string): ArchiveFile {
  return { path, content: () => [utf8(text)] }
}
