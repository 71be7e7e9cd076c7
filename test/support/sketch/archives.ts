/** The part of the contract that is about archives, answered from a scene. */
import { setTimeout as pause } from 'node:timers/promises'
import type { ArchiveView } from '../../../core/contract/index.ts'
import { FolkmootError } from '../../../core/shared/index.ts'
import type { SketchCore } from './core.ts'
import { guarded } from './guarded.ts'
import { communityOf } from './people.ts'

const size = 48_300_000
const garden = 'Garden Commons'

export function archiveHandlers(core: SketchCore) {
  const { archives } = guarded
  const scene = core.archive
  const linger = (signal?: AbortSignal): Promise<void> | undefined =>
    scene.slow ? pause(600_000, undefined, signal && { signal }) : undefined
  const community = communityOf(garden)
  return {
    archives: {
      plan: archives.plan.handler(({ input }) => ({
        ...{ bytes: input.media ? size : 12_000_000, files: 128, fileBytes: 36_300_000, away: 7 },
        ...{ messages: 12_430, people: 41, spaces: input.spaces?.length ?? 9 },
        ...{ without: input.privates ? 0 : 3, record: input.record, name: 'garden-commons-2026-11-22.folkmoot.zip' },
      })),
      export: archives.export.handler(async function* ({ signal }) {
        const chunk = Buffer.alloc(1000, 7).toString('base64')
        yield { type: 'chunk' as const, chunk, done: size / 3, total: size }
        await linger(signal)
        yield { type: 'done' as const, bytes: size }
      }),
      begin: archives.begin.handler(() => ({ id: 'sketched' })),
      append: archives.append.handler(() => ({ bytes: size })),
      inspect: archives.inspect.handler(({ input }): ArchiveView => {
        if (scene.refuse !== undefined) throw new FolkmootError(scene.refuse, 'No.', { details: { file: 'x' } })
        if (scene.sealed && input.passphrase === undefined) return { type: 'sealed' }
        if (scene.sealed && input.passphrase !== 'open sesame')
          throw new FolkmootError('archive/wrong-passphrase', 'Not the passphrase.')
        const said = { community, name: garden, newest: Date.parse('2026-11-20T10:00:00Z'), bytes: size, files: 412 }
        return { type: 'archive', ...said, part: 'all', record: true, standing: 'new', ...scene.archive }
      }),
      verify: archives.verify.handler(async function* ({ signal }) {
        yield { type: 'progress' as const, done: size / 4, total: size }
        await linger(signal)
        const counts = {
          entries: 12_430,
          decisions: 97,
          files: 412,
          attached: 135,
          away: 7,
          by: 'Ada',
          problems: [],
          count: 0,
        }
        yield { type: 'report' as const, sound: true, record: true, compared: true, ...counts, ...scene.report }
      }),
      keep: archives.keep.handler(() => ({ community })),
      merge: archives.merge.handler(() => ({
        community,
        taken: 312,
        known: 40,
        refused: 1,
        early: 2,
        files: { taken: 12, refused: 1, left: 2 },
      })),
      restore: archives.restore.handler(() => {
        throw new FolkmootError('archives/other-key', 'Another key.')
      }),
      found: archives.found.handler(() => ({ community, archive: community })),
      cancel: archives.cancel.handler(() => undefined),
    },
  }
}
