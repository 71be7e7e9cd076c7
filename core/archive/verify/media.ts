/** Checking attached files: sealed again with the keys that stand in signed entries, they have to be what these name. */
import type { Random } from '../../shared/index.ts'
import type { PlacedMedia } from '../media/about.ts'
import { mediaInBag } from '../media/in-bag.ts'
import { isAttached } from '../media/sealing-again.ts'
import type { Archive } from '../record/reading.ts'
import { shortId } from './entries.ts'
import type { OpenPlace } from '../record/place.ts'
import type { FindingPlace, Findings } from './report.ts'

export interface MediaCheck {
  readonly archive: Archive
  /** The community, which knows who is called what. */
  readonly community: Pick<OpenPlace, 'view'>
  /** Whether it is known what each has to be called. */
  readonly compared: boolean
  readonly findings: Findings
  readonly random: Random
  readonly told: (bytes: number) => void
  readonly signal: AbortSignal
}

/**
 * Holds every attached file that the archive says it has against its message. What lies there besides is named too.
 * @returns the paths of those that lie there
 */
export async function checkMedia(
  wanted: Iterable<PlacedMedia>,
  { archive, community, compared, findings, random, told, signal }: MediaCheck,
): Promise<ReadonlySet<string>> {
  const there = mediaInBag(archive.bag)
  const paths = new Set<string>()
  for (const { id, path, file, name, room, time } of wanted) {
    const found = compared ? archive.bag.files.get(path) : there.get(id)
    const { author } = file.place
    const called = community.view.queries.name(author) ?? shortId(author)
    const where: FindingPlace = { file: found?.path ?? path, what: name, author: called, room, time }
    if (!found) {
      findings.add('media-missing', where)
      continue
    }
    paths.add(found.path)
    if (!(await isAttached(file, found.look(signal), { random, signal }))) findings.add('media-altered', where)
    told(found.bytes)
  }
  for (const path of archive.bag.files.keys())
    if (path.startsWith('media/') && !paths.has(path)) findings.add('file-stray', { file: path })
  return paths
}
