/** What a sketched core says of archives. */
import type { ArchiveReport, ArchiveView } from '../../../core/contract/index.ts'

export interface ArchiveScene {
  /** The name of an archive that is kept to be read. */
  readonly kept?: string
  /** What an opened file turns out to be. */
  readonly archive?: Partial<Extract<ArchiveView, { type: 'archive' }>>
  readonly report?: Partial<ArchiveReport>
  readonly sealed?: boolean
  /** Code of why a file is not opened. */
  readonly refuse?: string
  /** Nothing comes to an end. */
  readonly slow?: boolean
}
