/** What this person writes into boards besides messages. Everything is on the disk when the call returns. */
import { type Clock, type EntryId, LIMITS, type MemberId, type SpaceId } from '../../shared/index.ts'
import {
  answerEntry,
  boardEntry,
  type BoardSettings,
  boardSettingsEntry,
  type Documents,
  editEntry,
  type EditText,
  type Entry,
  moveEntry,
  type RoomText,
  type TopicChange,
  topicChangeEntry,
  topicEntry,
  type TopicHead,
  type TopicText,
  topicWikiEntry,
} from '../../documents/index.ts'
import type { MemberRole } from '../../membership/index.ts'
import type { MessageRecord, TopicRecord, View } from '../../view/index.ts'
import { boardErrors, communityErrors, messageErrors, spaceErrors } from '../errors.ts'

export interface BoardWritingParts {
  readonly documents: Documents
  readonly view: View
  readonly clock: Clock
  readonly assertMayWrite: () => void
  readonly me: MemberId
  readonly role: () => MemberRole
  readonly introduce?: () => void
}

export class BoardWriting {
  readonly #parts: BoardWritingParts

  constructor(parts: BoardWritingParts) {
    this.#parts = parts
  }

  /** @throws community/not-allowed */
  open(board: RoomText): SpaceId {
    const { documents } = this.#parts
    this.#assertLeads()
    return documents.open(documents.founding('charter'), (random) => boardEntry(this.#now(), board, random))
  }

  /** Says what categories a board has. @throws community/not-allowed, board/not-a-board, board/many-categories … */
  settings(settings: BoardSettings): void {
    const { documents, view } = this.#parts
    this.#assertLeads()
    this.#board(settings.board)
    if (settings.categories.length > LIMITS.boardCategories)
      throw boardErrors('many-categories', { details: { most: LIMITS.boardCategories } })
    // Later than what was said before by whatever clock, so that it counts; no later than a date can be.
    const at = Math.min(Math.max(this.#now(), (view.boards.changedAt(settings.board) ?? 0) + 1), 8.64e15)
    documents.append(documents.founding('charter'), boardSettingsEntry(at, settings), undefined)
  }

  /** Begins a topic; the same key begins it once. @throws board/…, space/archived, community/left … */
  begin(board: SpaceId, topic: TopicText, clientKey: string): EntryId {
    const { documents, view, assertMayWrite } = this.#parts
    assertMayWrite()
    const done = view.marks.sent(clientKey)
    if (done) return done
    this.#openBoard(board)
    this.#assertFits(board, topic)
    this.#parts.introduce?.()
    const page = documents.writablePage(board)
    const id = documents.append(
      page,
      topicEntry(this.#now(), topic),
      (feed) => view.queries.lastBeside(feed, page),
      (made) => view.marks.keepSent(clientKey, made),
    )
    return id
  }

  /** Files a topic otherwise, closes it or opens it again. @throws board/not-yours, board/closed-above-you … */
  change(board: SpaceId, change: TopicChange): void {
    const known = this.#ownTopic(board, change.topic)
    // A category that is gone may stay where it was.
    this.#assertFits(board, change, known.category)
    const isAbove = !this.leads() && this.#parts.view.boards.isClosedByLeaders(change.topic)
    if (isAbove && !change.closed) throw boardErrors('closed-above-you')
    const next = { topic: change.topic, title: change.title, tags: change.tags, category: change.category }
    this.#append(board, change.topic, topicChangeEntry(this.#now(), { ...next, closed: change.closed }))
  }

  /** Accepts an answer, or none any more. @throws board/not-yours, board/not-in-topic … */
  answer(board: SpaceId, topic: EntryId, post: EntryId | undefined): void {
    const known = this.#ownTopic(board, topic)
    if (known.answer === post) return
    if (post && (post === topic || this.#message(board, post).root !== topic)) throw boardErrors('not-in-topic')
    this.#append(board, topic, answerEntry(this.#now(), { topic, post }))
  }

  /** Lets everybody edit what a topic begins with, or no longer. @throws board/not-yours, message/withdrawn … */
  wiki(board: SpaceId, topic: EntryId, on: boolean): void {
    const known = this.#ownTopic(board, topic)
    if (this.#message(board, topic).withdrawn) throw messageErrors('withdrawn')
    if (known.wiki !== on) this.#append(board, topic, topicWikiEntry(this.#now(), { topic, on }))
  }

  /** Changes what a topic begins with. @param base the version the text was made from @throws board/no-wiki, board/closed … */
  edit(board: SpaceId, { target: topic, text, base }: EditText): void {
    this.#parts.assertMayWrite()
    this.#openBoard(board)
    const known = this.#topic(board, topic)
    const first = this.#message(board, topic)
    if (first.withdrawn) throw messageErrors('withdrawn')
    if (!first.mine && !known.wiki) throw boardErrors('no-wiki')
    if (!first.mine && known.closed && !this.leads()) throw boardErrors('closed')
    if (first.text === text) return
    const versions = this.#parts.view.boards.versions(topic)
    const made = versions.some(({ id }) => id === base) ? base : versions.at(-1)?.id
    this.#append(board, topic, editEntry(this.#now(), { target: topic, text, base: made }))
  }

  /** Puts posts into another topic of the same board. @throws community/not-allowed, board/unknown-topic, board/not-a-post … */
  move(board: SpaceId, posts: readonly EntryId[], topic: EntryId): void {
    this.#assertLeads()
    this.#openBoard(board)
    this.#topic(board, topic)
    for (const post of posts) {
      const { root } = this.#message(board, post)
      if (root === '' || root === post) throw boardErrors('not-a-post')
    }
    const moving = posts.filter((post) => this.#message(board, post).root !== topic)
    for (let from = 0; from < moving.length; from += LIMITS.movedPosts) {
      const some = moving.slice(from, from + LIMITS.movedPosts)
      this.#append(board, topic, moveEntry(this.#now(), { posts: some, topic }))
    }
  }

  /** Whether this person may answer in a topic. @throws board/closed, board/no-topic */
  assertMayAnswer(space: SpaceId, root: EntryId | undefined): void {
    const { view } = this.#parts
    if (view.queries.space(space)?.kind !== 'board') return
    if (!root) throw boardErrors('no-topic')
    const topic = view.boards.topic(root)
    if (!topic && view.queries.message(root)) throw boardErrors('no-topic')
    if (topic?.closed === true && !this.leads()) throw boardErrors('closed')
  }

  /** Whether this person's role lets them keep boards in order. */
  leads(): boolean {
    return this.#parts.role() !== 'member'
  }

  #append(board: SpaceId, about: EntryId, entry: Entry): void {
    const { documents, view } = this.#parts
    const { document } = this.#message(board, about)
    documents.append(document, entry, (feed) => view.queries.lastBeside(feed, document))
  }

  #assertLeads(): void {
    this.#parts.assertMayWrite()
    if (!this.leads()) throw communityErrors('not-allowed')
  }

  #board(id: SpaceId) {
    const space = this.#parts.view.queries.space(id)
    if (!space) throw spaceErrors('unknown')
    if (space.kind !== 'board') throw boardErrors('not-a-board')
    return space
  }

  #openBoard(id: SpaceId): void {
    if (this.#board(id).archived) throw spaceErrors('archived')
  }

  #topic(board: SpaceId, id: EntryId): TopicRecord {
    const topic = this.#parts.view.boards.topic(id)
    if (topic?.space !== board) throw boardErrors('unknown-topic')
    return topic
  }

  #ownTopic(board: SpaceId, id: EntryId): TopicRecord {
    this.#parts.assertMayWrite()
    this.#openBoard(board)
    const topic = this.#topic(board, id)
    if (!this.leads() && !this.#message(board, id).mine) throw boardErrors('not-yours')
    return topic
  }

  #message(space: SpaceId, id: EntryId): MessageRecord {
    const message = this.#parts.view.queries.message(id)
    if (message?.space !== space) throw messageErrors('unknown')
    return message
  }

  #assertFits(board: SpaceId, { tags, category }: TopicHead, known = ''): void {
    if (tags.length > LIMITS.topicTags) throw boardErrors('many-tags', { details: { most: LIMITS.topicTags } })
    const all = this.#parts.view.boards.categories(board)
    if (category !== '' && category !== known && !all.some(({ id }) => id === category))
      throw boardErrors('unknown-category')
  }

  #now(): number {
    return this.#parts.clock.now()
  }
}
