/** Which system a file comes from, by what is in it. */
import { LIMITS } from '../../shared/index.ts'
import type { ImportFile, ImportSource, Scratch, ScratchFile } from './about.ts'
import { discordSource, isDiscord } from './discord/discord.ts'
import { discourseBackup, discourseCategories, isCategoryExport } from './discourse/discourse.ts'
import { importErrors } from './errors.ts'
import { type Part, type Parts, unwrapped } from './files/parts.ts'
import { piecesOf, unpacked, unpackedFile } from './files/pieces.ts'
import { readTar } from './files/tar.ts'
import { readZip } from './files/zip.ts'
import { isMailbox, mailSource } from './mail/mail.ts'
import { isMattermost, mattermostSource } from './mattermost/mattermost.ts'
import { isSlack, slackSource } from './slack/slack.ts'
import { encodingOf, isTable, looksLikeTable, tableSource } from './table/table.ts'
import { isZulip, zulipSource } from './zulip/zulip.ts'

export interface OpenedImport {
  readonly source: ImportSource
  /** Lets go of what was unpacked. */
  close(): Promise<void>
}

const HEAD_BYTES = 64 * 1024

/** @throws import/unknown and the other import/…, and the signal's reason */
export async function openImport(file: ImportFile, scratch: Scratch, signal: AbortSignal): Promise<OpenedImport> {
  if (file.size > LIMITS.importFileBytes) throw importErrors('too-large', { details: { where: file.name } })
  const head = await file.read(0, HEAD_BYTES, signal)
  if (head[0] !== 0x1f || head[1] !== 0x8b) return { source: await sourceOf(file, signal), close: async () => {} }
  const inner: ScratchFile = await unpackedFile(file, scratch, signal)
  try {
    return { source: await sourceOf(inner.file, signal), close: () => inner.remove() }
  } catch (error) {
    await inner.remove()
    throw error
  }
}

async function sourceOf(file: ImportFile, signal: AbortSignal): Promise<ImportSource> {
  const head = await file.read(0, HEAD_BYTES, signal)
  const name = file.name.replace(/^.*[\\/]/, '').replace(/\.(?:zip|tar|tgz|gz|json|jsonl|csv|mbox|txt)+$/i, '')
  if (head[0] === 0x50 && head[1] === 0x4b) return ofParts(name, await readZip(file, signal), signal)
  if (new TextDecoder().decode(head.subarray(257, 262)) === 'ustar')
    return ofParts(name, await readTar(file, signal), signal)
  const beginning = new TextDecoder(encodingOf(head)).decode(head)
  const whole: Part = { path: file.name, size: file.size, open: (stop) => piecesOf(file, stop) }
  if (isDiscord(beginning)) return discordSource(name, [whole])
  if (isMattermost(beginning)) return mattermostSource(name, file.name, whole.open)
  if (isCategoryExport(beginning)) return discourseCategories(name, whole)
  if (/^COPY (?:public\.)?"?\w+"? \(/m.test(beginning) || beginning.includes('PostgreSQL database dump'))
    return discourseBackup(name, whole)
  if (isMailbox(beginning)) return mailSource(name, [{ name: file.name, open: whole.open }])
  if (!beginning.includes('\0') && (isTable(beginning) || looksLikeTable(file.name, beginning)))
    return tableSource(file, signal)
  throw importErrors('unknown')
}

async function ofParts(name: string, packed: Parts, signal: AbortSignal): Promise<ImportSource> {
  for (const parts of new Set([packed, unwrapped(packed)])) {
    if (isZulip(parts)) return zulipSource(name, parts)
    if (isSlack(parts)) return slackSource(name, parts)
    const found = await ofNames(name, parts, signal)
    if (found) return found
  }
  throw importErrors('unknown')
}

async function ofNames(name: string, parts: Parts, signal: AbortSignal): Promise<ImportSource | undefined> {
  const named = (end: RegExp): readonly Part[] => parts.all.filter(({ path }) => end.test(path))
  const [dump] = named(/(?:^|\/)dump\.sql(?:\.gz)?$/)
  if (dump) return discourseBackup(name, dump.path.endsWith('.gz') ? inflated(dump) : dump)
  const [lines] = named(/\.jsonl$/)
  if (lines && isMattermost(await beginningOf(lines, signal)))
    return mattermostSource(name, lines.path, (stop) => lines.open(stop))
  const channels: Part[] = []
  for (const part of named(/\.json$/)) if (isDiscord(await beginningOf(part, signal))) channels.push(part)
  if (channels.length > 0) return discordSource(name, channels)
  const boxes: Part[] = []
  for (const part of named(/\.(?:mbox|mbx|txt)$|(?:^|\/)[^./]+$/))
    if (isMailbox(await beginningOf(part, signal))) boxes.push(part)
  if (boxes.length > 0)
    return mailSource(
      name,
      boxes.map((part) => ({ name: part.path, open: (stop) => part.open(stop) })),
    )
  return undefined
}

function inflated(part: Part): Part {
  const limits = { where: part.path, most: LIMITS.importUnpackedBytes }
  return { ...part, open: (stop) => unpacked(part.open(stop), 'gzip', limits) }
}

async function beginningOf(part: Part, signal: AbortSignal): Promise<string> {
  for await (const piece of part.open(signal)) return new TextDecoder().decode(piece.subarray(0, HEAD_BYTES))
  return ''
}
