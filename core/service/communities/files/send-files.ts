import type { AttachedFile } from '../../../documents/index.ts'

/** What a message is sent with. */
export interface SendFiles {
  readonly files: readonly AttachedFile[]
  /** Makes their encrypted forms stay; belongs in the transaction that keeps the message. */
  readonly adopt: () => void
}
