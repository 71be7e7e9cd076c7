/** What screens ask of the index. Rows are plain; names and roles are filled in by who asks. */
import {
  type ActionId,
  type CommunityId,
  type DeviceId,
  type DocumentId,
  type EntryId,
  entryId,
  type FeedId,
  type MemberId,
  parseEntryId,
  type SpaceId,
} from '../shared/index.ts'
import type { Position } from '../contract/index.ts'
import {
  type AttachedFile,
  type HistorySetting,
  type ImportedMark,
  type Seen,
  SEEN_HASH_BYTES,
} from '../documents/index.ts'
import type { Database } from '../storage/index.ts'
import { textsOf, type Version } from './amendments.ts'
import { filesOf } from './attached.ts'
import type { FoldFacts } from './fold-facts.ts'
import { type ImportedAuthor, importedAuthors, importedOf } from './imported.ts'
import { nameOf, type Names, ReadNames } from './names.ts'
import type { Root } from './threads.ts'

export interface MessageRecord {
  readonly id: EntryId
  readonly space: SpaceId
  readonly document: DocumentId
  readonly feed: FeedId
  readonly seq: number
  readonly arrival: number
  readonly time: number
  readonly at: number
  readonly author: MemberId
  readonly authorName: string | undefined
  readonly mine: boolean
  readonly late: boolean
  /** As its author last changed it; empty when they withdrew it. */
  readonly text: string
  /** When it was last changed, as claimed, ms. */
  readonly editedAt: number | undefined
  readonly withdrawn: boolean
  /** Its author wrote something else for the same place as well. */
  readonly forked: boolean
  /** The message it answers. */
  readonly reply: EntryId | undefined
  /** The message whose thread it stands in; empty for what stands in the room itself. */
  readonly root: Root
  /** It was brought in from elsewhere: `author` did that, and somebody else is said to have written it. */
  readonly imported: ImportedMark | undefined
  /** None of one that was withdrawn. */
  readonly files: readonly AttachedFile[]
  /** Other members known to hold it; 0 for messages of others. */
  readonly reached: number
}

export interface SpaceRecord {
  readonly id: SpaceId
  readonly kind: 'room' | 'board'
  readonly name: string
  readonly topic: string
  readonly messages: number
  readonly unread: number
  readonly readUpTo: number
  /** Owners and moderators closed it: it is read, and not written in. */
  readonly archived: boolean
}

export interface CharterRecord {
  readonly name: string
  readonly purpose: string
  readonly rules: string
}

/** A keeper as an owner named it; nothing of it is proven. */
export interface KeeperRecord {
  readonly peer: string
  readonly addresses: readonly string[]
  /** Base64url of 16 bytes. */
  readonly shelf: string
  readonly name: string
}

const MESSAGE = `SELECT m.arrival, m.space, m.document, m.feed, m.seq, m.time, m.at, m.author, m.mine, m.late, m.forked, m.withdrawn, m.edited_at, m.reply, m.root, m.imported,
  CASE WHEN m.withdrawn = 1 THEN NULL ELSE m.files END AS files,
  CASE WHEN m.withdrawn = 1 THEN '' ELSE coalesce(m.edited, m.text) END AS text, p.name,
  CASE WHEN m.mine = 1 THEN (SELECT count(*) FROM reach r WHERE r.feed = m.feed AND r.seq >= m.seq) ELSE 0 END AS reached
  FROM message m LEFT JOIN profile p ON p.member = m.author`

export class Queries {
  readonly #db: Database
  readonly #memberOf: FoldFacts['memberOf']

  constructor({ database, memberOf }: Pick<FoldFacts, 'database' | 'memberOf'>) {
    this.#db = database
    this.#memberOf = memberOf
  }

  charter(): CharterRecord | undefined {
    return this.#db.statement<CharterRecord & Record<string, string>>('SELECT name, purpose, rules FROM charter').get()
  }

  /** Spaces in the order they were laid out. */
  spaces(): SpaceRecord[] {
    return this.#db.statement<SpaceRow>(`${SPACE} ORDER BY s.at, s.feed, s.seq`).all().map(spaceOf)
  }

  space(id: SpaceId): SpaceRecord | undefined {
    const row = this.#db.statement<SpaceRow>(`${SPACE} WHERE s.id = ?`).get(id)
    return row && spaceOf(row)
  }

  /** When a room was opened, as claimed, ms. */
  openedAt(id: SpaceId): number | undefined {
    return this.#db.statement<{ at: number }>('SELECT at FROM space WHERE id = ?').get(id)?.at
  }

  /** When what becomes of a room was said last, as claimed, ms. */
  changedAt(id: SpaceId): number | undefined {
    return this.#db.statement<{ at: number }>('SELECT at FROM space_setting WHERE space = ?').get(id)?.at
  }

  /** What each member calls themselves. */
  names(): Names {
    return new ReadNames(this.#db)
  }

  /** What one member calls themselves. */
  name(member: MemberId): string | undefined {
    return nameOf(this.#db, member)
  }

  /** People of other systems who are said to have written what was brought in. */
  importedAuthors(): ImportedAuthor[] {
    return importedAuthors(this.#db)
  }

  /** What members call their own devices. */
  deviceNames(): ReadonlyMap<DeviceId, string> {
    const rows = this.#db
      .statement<{ device: DeviceId; member: MemberId; name: string }>(
        "SELECT device, member, name FROM device_name WHERE name <> ''",
      )
      .all()
    const own = rows.filter(({ device, member }) => this.#memberOf(device)?.id === member)
    return new Map(own.map(({ device, name }) => [device, name]))
  }

  /** By which device somebody was in the community this one goes on from, as they have proven. */
  past(member: MemberId): DeviceId | undefined {
    const row = this.#db
      .statement<{ device: DeviceId; community: CommunityId }>('SELECT device, community FROM past WHERE member = ?')
      .get(member)
    return row?.community === this.origin() ? row?.device : undefined
  }

  /** The member somebody was before they left or were removed, as they have proven. */
  formerly(member: MemberId): MemberId | undefined {
    const row = this.#db.statement<{ device: DeviceId }>('SELECT device FROM formerly WHERE member = ?').get(member)
    const former = row && this.#memberOf(row.device)
    const isOver = former?.state === 'left' || former?.state === 'removed'
    return isOver && former.id !== member ? former.id : undefined
  }

  /** Why the author of a membership action took it, in their own words. */
  reasonFor(action: ActionId, author: MemberId): string | undefined {
    return this.#db
      .statement<{ text: string }>('SELECT text FROM reason WHERE action = ? AND author = ?')
      .get(action, author)?.text
  }

  /** Whether newcomers are handed the keys of what was written before them. */
  history(): HistorySetting {
    const row = this.#db.statement<{ value: HistorySetting }>("SELECT value FROM setting WHERE name = 'history'").get()
    return row?.value ?? 'all'
  }

  /** The community this one goes on from, as its owners say. */
  origin(): CommunityId | undefined {
    return this.#db.statement<{ value: CommunityId }>("SELECT value FROM setting WHERE name = 'origin'").get()?.value
  }

  /** Keepers that owners have named, by peer id. */
  keepers(): KeeperRecord[] {
    return this.#keepers(1)
  }

  /** Those that are none any more. */
  formerKeepers(): KeeperRecord[] {
    return this.#keepers(0)
  }

  #keepers(kept: 0 | 1): KeeperRecord[] {
    return this.#db
      .statement<{ peer: string; addresses: string; shelf: string; name: string }>(
        'SELECT peer, addresses, shelf, name FROM keeper WHERE kept = ? ORDER BY peer',
      )
      .all(kept)
      .map(({ addresses, ...rest }) => ({ ...rest, addresses: JSON.parse(addresses) as string[] }))
  }

  /** Earlier texts of a message, oldest first; none of one that was withdrawn. */
  versions(id: EntryId): Version[] {
    return textsOf(this.#db, id).slice(0, -1)
  }

  /** The newest messages of a room, or of one of its threads, oldest first. */
  newest(space: SpaceId, limit: number, root: Root = ''): MessageRecord[] {
    return this.#messages(
      `${MESSAGE} WHERE m.shown = 1 AND m.space = ? AND m.root = ? ORDER BY m.time DESC, m.feed DESC LIMIT ?`,
      space,
      root,
      limit,
    ).toReversed()
  }

  /** Those just before a position, oldest first. */
  before(space: SpaceId, position: Position, limit: number, root: Root = ''): MessageRecord[] {
    const [feed] = position.id.split('.')
    return this.#messages(
      `${MESSAGE} WHERE m.shown = 1 AND m.space = ? AND m.root = ? AND (m.time, m.feed) < (?, ?) ORDER BY m.time DESC, m.feed DESC LIMIT ?`,
      space,
      root,
      position.time,
      feed ?? '',
      limit,
    ).toReversed()
  }

  /** Those just after a position, oldest first. */
  after(space: SpaceId, position: Position, limit: number, root: Root = ''): MessageRecord[] {
    const [feed] = position.id.split('.')
    return this.#messages(
      `${MESSAGE} WHERE m.shown = 1 AND m.space = ? AND m.root = ? AND (m.time, m.feed) > (?, ?) ORDER BY m.time, m.feed LIMIT ?`,
      space,
      root,
      position.time,
      feed ?? '',
      limit,
    )
  }

  /** Those of one page after a position, whatever thread they stand in, oldest first. */
  inDocument(document: DocumentId, position: Position | undefined, limit: number): MessageRecord[] {
    const [feed = ''] = position?.id.split('.') ?? []
    return this.#messages(
      `${MESSAGE} WHERE m.shown = 1 AND m.document = ? AND (m.time, m.feed) > (?, ?) ORDER BY m.time, m.feed LIMIT ?`,
      document,
      position?.time ?? -1,
      feed,
      limit,
    )
  }

  byArrival(arrival: number): MessageRecord | undefined {
    return this.#messages(`${MESSAGE} WHERE m.shown = 1 AND m.arrival = ?`, arrival)[0]
  }

  message(id: EntryId): MessageRecord | undefined {
    const name = parseEntryId(id)
    return name && this.#messages(`${MESSAGE} WHERE m.shown = 1 AND m.feed = ? AND m.seq = ?`, name.feed, name.seq)[0]
  }

  isOwnFeed(feed: FeedId): boolean {
    return this.#db.statement('SELECT 1 AS one FROM own_feed WHERE feed = ?').get(feed) !== undefined
  }

  /** Own messages of one feed after `from` and up to `to`. */
  ownMessages(feed: FeedId, from: number, to: number): { arrival: number; space: SpaceId }[] {
    return this.#db
      .statement<{ arrival: number; space: SpaceId }>(
        'SELECT arrival, space FROM message WHERE feed = ? AND seq > ? AND seq <= ? AND mine = 1 AND shown = 1',
      )
      .all(feed, from, to)
  }

  /** The entry of another feed that stands last in a page: what the next one of this feed has seen, be it one's own from before. */
  lastBeside(feed: FeedId, document: DocumentId): Seen | undefined {
    const row = this.#db
      .statement<{ feed: FeedId; seq: number; hash: Uint8Array }>(
        'SELECT feed, seq, hash FROM message WHERE document = ? AND feed <> ? ORDER BY time DESC, feed DESC LIMIT 1',
      )
      .get(document, feed)
    return row && { feed: row.feed, seq: row.seq, hash: Uint8Array.from(row.hash.subarray(0, SEEN_HASH_BYTES)) }
  }

  /** Own messages no other member is known to hold. */
  waiting(): number {
    const row = this.#db
      .statement<{ n: number }>(
        `SELECT coalesce(sum((SELECT count(*) FROM message m WHERE m.feed = o.feed AND m.seq > o.reached_seq AND m.shown = 1)), 0) AS n
         FROM own_feed o WHERE o.last_seq > o.reached_seq`,
      )
      .get()
    return row?.n ?? 0
  }

  #messages(sql: string, ...parameters: readonly (string | number)[]): MessageRecord[] {
    return this.#db
      .statement<MessageRow>(sql)
      .all(...parameters)
      .map(messageOf)
  }
}

/** In a board all stands in topics: what names none is shown nowhere, and counts when its topic comes. */
const UNREAD_IN_TOPICS = `(SELECT coalesce(sum(t.unread), 0) FROM thread t INDEXED BY thread_unread JOIN topic p ON p.root = t.root AND p.space = t.space
  WHERE t.space = s.id AND t.unread > 0)`

const SPACE = `SELECT s.id, s.kind, coalesce(c.name, s.name) AS name, coalesce(c.topic, s.topic) AS topic, coalesce(c.archived, 0) AS archived,
  s.messages, CASE WHEN s.kind = 'board' THEN ${UNREAD_IN_TOPICS} ELSE s.unread END AS unread, coalesce(r.up_to, 0) AS read_up_to
  FROM space s LEFT JOIN read_mark r ON r.space = s.id AND r.root = '' LEFT JOIN space_setting c ON c.space = s.id`

interface SpaceRow {
  id: SpaceId
  kind: 'room' | 'board'
  name: string
  topic: string
  messages: number
  unread: number
  read_up_to: number
  archived: number
}

interface MessageRow {
  arrival: number
  space: SpaceId
  document: DocumentId
  feed: FeedId
  seq: number
  time: number
  at: number
  author: MemberId
  mine: number
  late: number
  forked: number
  withdrawn: number
  edited_at: number | null
  reply: EntryId | null
  root: Root
  imported: string | null
  files: string | null
  text: string
  name: string | null
  reached: number
}

function spaceOf({ id, kind, name, topic, messages, unread, read_up_to, archived }: SpaceRow): SpaceRecord {
  return { id, kind, name, topic, messages, unread, readUpTo: read_up_to, archived: archived === 1 }
}

function messageOf(row: MessageRow): MessageRecord {
  const { space, document, feed, seq, arrival, time, at, author, text, reached } = row
  return {
    id: entryId(feed, seq),
    space,
    document,
    feed,
    seq,
    arrival,
    time,
    at,
    author,
    authorName: row.name ?? undefined,
    mine: row.mine === 1,
    late: row.late === 1,
    text,
    editedAt: row.withdrawn === 1 ? undefined : (row.edited_at ?? undefined),
    withdrawn: row.withdrawn === 1,
    forked: row.forked === 1,
    reply: row.reply ?? undefined,
    root: row.root,
    imported: importedOf(row.imported),
    files: filesOf(row.files),
    reached,
  }
}
