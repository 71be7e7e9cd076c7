import type { Clock, DocumentId, Log, MemberId, PeerId } from '../../shared/index.ts'
import type { Met } from '../handshake/handshake.ts'
import type { Carried, FeedHead } from '../ports.ts'
import type { AddressBook } from '../reach/address-book.ts'
import type { Channel } from '../transport/index.ts'
import type { Catalogue } from './catalogue.ts'
import type { ChunkAsking } from './chunk-asking.ts'
import type { ChunkSearch } from './chunk-search.ts'
import type { Turns } from './turns.ts'

/** What a session stands on, and whom it tells. */
export interface SessionParts {
  /** The own peer id. */
  readonly self: PeerId
  readonly carried: Carried
  readonly catalogue: Catalogue
  readonly channel: Channel
  readonly met: Met
  readonly clock: Clock
  readonly log: Log
  /** Where devices of the community can be dialled; nothing in a private space, which is not looked for. */
  readonly book: AddressBook | undefined
  /** The peer told where it can be dialled. */
  readonly onAddresses: (addresses: readonly string[]) => void
  /** A member is so far in a document, by its own word. */
  readonly reached: (member: MemberId, document: DocumentId, heads: readonly FeedHead[]) => void
  readonly claim: (document: DocumentId) => boolean
  readonly release: (document: DocumentId) => void
  /** Runs while items of this session are being taken. */
  readonly taking: (work: () => void) => void
  /** Whose turn it is to have something large taken, of all on this device. */
  readonly turns: Turns
  /** Chunks of attached files that are wanted, over all sessions. */
  readonly search: ChunkSearch<ChunkAsking>
  readonly onStatus: () => void
  /** The session counts no more, though the channel may still be closing. */
  readonly onOver: () => void
}
