import type { Clock, DocumentId, Log, MemberId } from '../../shared/index.ts'
import type { Met } from '../handshake/handshake.ts'
import type { Carried, FeedHead } from '../ports.ts'
import type { Channel } from '../transport/index.ts'
import type { Catalogue } from './catalogue.ts'
import type { Session } from './session.ts'

/** What a session stands on, and whom it tells. */
export interface SessionParts {
  readonly carried: Carried
  readonly catalogue: Catalogue
  readonly channel: Channel
  readonly met: Met
  readonly clock: Clock
  readonly log: Log
  readonly addresses: () => readonly string[]
  /** The peer told where it can be dialled. */
  readonly onAddresses: (addresses: readonly string[]) => void
  /** A member is so far in a document, by its own word. */
  readonly reached: (member: MemberId, document: DocumentId, heads: readonly FeedHead[]) => void
  readonly claim: (document: DocumentId, session: Session) => boolean
  readonly release: (document: DocumentId, session: Session) => void
  /** Runs while items of this session are being taken. */
  readonly taking: (session: Session, work: () => void) => void
  readonly onStatus: () => void
  /** The session counts no more, though the channel may still be closing. */
  readonly onOver: (session: Session) => void
}
