/** Which documents and whose feeds go into an archive's record. */
import type { DeviceId } from '../../shared/index.ts'
import type { RecordedDocument } from '../../documents/index.ts'
import type { ArchivePlace, ArchiveWish } from '../about.ts'

export interface Scope {
  /** Each after the one that opens it. */
  readonly documents: readonly RecordedDocument[]
  /** Whose feeds in a document go along. */
  isWanted(document: RecordedDocument): (device: DeviceId) => boolean
}

const everybody = (): boolean => true

/**
 * What a space needs to be read goes along with it: charter and profiles. Of one member's own things other feeds go along where they say
 * which rooms and pages there are, since nobody could read the pages without.
 */
export function scopeOf({ documents, membership }: ArchivePlace, { spaces, by }: ArchiveWish): Scope {
  const all = documents.recording.documents()
  const wanted = spaces && new Set(spaces)
  const isOfWanted = ({ id, kind, parent }: RecordedDocument): boolean =>
    !wanted ||
    kind === 'charter' ||
    kind === 'profiles' ||
    wanted.has(id) ||
    (parent !== undefined && wanted.has(parent))
  const isTheirs = (device: DeviceId): boolean => membership.state.devices.get(device)?.member === by
  return {
    documents: all.filter(isOfWanted),
    isWanted: ({ kind }) => (by === undefined || kind === 'charter' || kind === 'room-root' ? everybody : isTheirs),
  }
}
