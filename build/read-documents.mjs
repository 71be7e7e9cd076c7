// node read-documents.mjs FOLDER: prints every message of an unpacked archive, with nothing but @automerge/automerge.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from '@automerge/automerge'

/** @typedef {{ kind: unknown, at: number, text?: unknown }} Entry */
const folder = join(process.argv[2] ?? '.', 'data', 'documents')
const messages = []
for (const file of readdirSync(folder)) {
  const { entries } = /** @type {{ entries: Record<string, Entry> }} */ (load(readFileSync(join(folder, file))))
  for (const [id, entry] of Object.entries(entries))
    if (String(entry.kind) === 'message') messages.push({ id, at: entry.at, text: String(entry.text) })
}
messages.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
for (const { at, id, text } of messages) console.log(new Date(at).toISOString(), id, text)
