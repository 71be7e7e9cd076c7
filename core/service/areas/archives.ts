/** Archives: made, looked at, checked, and brought back. */
import { implement } from '@orpc/server'
import {
  type ArchiveChecking,
  type ArchivePiece,
  type ArchiveProblem,
  type ArchiveReport,
  type ArchiveView,
  type ArchiveWishView,
  contract,
} from '../../contract/index.ts'
import { joinBytes, LIMITS } from '../../shared/index.ts'
import { archiveErrors, type Finding, TURNING, type VerifyReport } from '../../archive/index.ts'
import type { Archives } from '../communities/archives/archives.ts'
import type { Opened } from '../communities/archives/incoming.ts'
import { piecesOf, planOf } from '../communities/archives/making.ts'
import type { Desk } from './desk.ts'

const NEVER = new AbortController().signal

export function archivesArea({ communities, options: { random } }: Desk, archives: Archives) {
  const os = implement(contract.archives)
  const bytesOf = (chunk: string): Uint8Array => Buffer.from(chunk, 'base64')
  return os.router({
    plan: os.plan.handler(({ input: { community, ...wish } }) => planOf(communities.get(community), wish)),
    export: os.export.handler(({ input, signal = NEVER }) => {
      const { community, passphrase, ...wish }: ArchiveWishView & { passphrase?: string | undefined } = input
      return chunks(piecesOf(communities.get(community), wish, passphrase, { random, signal }))
    }),
    begin: os.begin.handler(async () => ({ id: await archives.begin() })),
    append: os.append.handler(async ({ input: { id, chunk }, signal }) => ({
      bytes: await archives.append(id, bytesOf(chunk), signal),
    })),
    inspect: os.inspect.handler(async ({ input: { id, passphrase }, signal }) => {
      const opened = await archives.look(id, passphrase, signal)
      return opened === 'sealed' ? { type: 'sealed' as const } : viewOf(opened, archives, communities)
    }),
    verify: os.verify.handler(({ input, signal }) => checking(archives, input.id, signal)),
    keep: os.keep.handler(async ({ input, signal }) => ({ community: await archives.keep(input.id, signal) })),
    merge: os.merge.handler(({ input, signal }) => archives.merge(input.id, signal)),
    restore: os.restore.handler(async ({ input: { id, recovery, removeOthers }, signal }) => ({
      community: await archives.restore(id, recovery, removeOthers, signal),
    })),
    found: os.found.handler(({ input: { id, ...text }, signal }) => archives.found(id, text, signal)),
    cancel: os.cancel.handler(({ input }) => archives.cancel(input.id)),
  })
}

/** Pieces of one length but the last. */
async function* chunks(pieces: ReturnType<typeof piecesOf>): AsyncGenerator<ArchivePiece> {
  let waiting: Uint8Array[] = []
  let [held, bytes] = [0, 0]
  for await (const piece of pieces) {
    if (piece === 'again') {
      waiting = []
      ;[held, bytes] = [0, 0]
      yield { type: 'again' }
      continue
    }
    const { done, total } = piece
    waiting.push(piece.bytes)
    held += piece.bytes.length
    bytes += piece.bytes.length
    if (held < LIMITS.archiveChunkBytes) continue
    const all = joinBytes(...waiting)
    let at = 0
    for (; all.length - at >= LIMITS.archiveChunkBytes; at += LIMITS.archiveChunkBytes)
      yield { type: 'chunk', chunk: textOf(all.subarray(at, at + LIMITS.archiveChunkBytes)), done, total }
    waiting = [all.slice(at)]
    held = all.length - at
  }
  if (held > 0) yield { type: 'chunk', chunk: textOf(joinBytes(...waiting)), done: bytes, total: bytes }
  yield { type: 'done', bytes }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

/** Its own word: `External-Identifier` and `Source-Organization` of the bag where it has no signed record. */
function viewOf({ bag, archive, bytes }: Opened, archives: Archives, communities: Desk['communities']): ArchiveView {
  const wish = archive?.statement.wish
  const kept = archive && archives.keptOf(archive)
  const day = Date.parse(bag.info.get('Bagging-Date') ?? '')
  const community = archive?.community ?? bag.info.get('External-Identifier') ?? ''
  if (!/^[\w-]{43}$/.test(community)) throw archiveErrors('damaged', { details: { file: 'bag-info.txt' } })
  return {
    type: 'archive',
    community: community as NonNullable<typeof archive>['community'],
    name: (archive?.statement.name ?? bag.info.get('Source-Organization') ?? '')
      .replace(TURNING, '')
      .slice(0, LIMITS.communityNameChars * 2),
    newest: archive?.statement.newest ?? (Number.isNaN(day) ? 0 : day),
    ...{ bytes, files: bag.files.size },
    part: !wish ? 'time' : wish.by ? 'mine' : wish.spaces ? 'spaces' : 'all',
    record: archive !== undefined,
    standing: archive ? communities.standing(archive.community) : 'new',
    ...(kept && { kept }),
  }
}

/** How far it has come, as often as it is asked, and then what was found. */
async function* checking(
  archives: Archives,
  id: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<ArchiveChecking> {
  let latest: { readonly done: number; readonly total: number } | undefined
  let wake = Promise.withResolvers<void>()
  const end = new AbortController()
  const work = archives.verify(id, signal ? AbortSignal.any([signal, end.signal]) : end.signal, (done, total) => {
    latest = { done, total }
    wake.resolve()
  })
  const over = work.then(
    () => undefined,
    () => undefined,
  )
  let isOver = false
  void over.then(() => {
    isOver = true
    wake.resolve()
  })
  try {
    while (!isOver) {
      await wake.promise
      wake = Promise.withResolvers<void>()
      if (latest && !isOver) yield { type: 'progress', ...latest }
    }
    yield { type: 'report', ...reportOf(await work) }
  } finally {
    end.abort()
    await over
  }
}

function reportOf({
  sound,
  signed,
  compared,
  entries,
  decisions,
  files,
  attached,
  away,
  by,
  findings,
  more,
}: VerifyReport): ArchiveReport {
  return {
    ...{ sound, record: signed, compared, entries, decisions, files, attached, away },
    ...(by !== '' && { by }),
    problems: findings.slice(0, LIMITS.archiveProblemsShown).map((finding) => problemOf(finding)),
    count: findings.length + more,
  }
}

function problemOf({ code, sentence, file, author, room, time, wanted, count }: Finding): ArchiveProblem {
  return {
    code: `finding/${code}`,
    ...(file !== undefined && { file }),
    ...(author !== undefined && { author }),
    ...(room !== undefined && { room }),
    ...(time !== undefined && { at: time }),
    ...(wanted !== undefined && { wanted }),
    ...(count !== undefined && { count }),
    text: sentence,
  }
}
