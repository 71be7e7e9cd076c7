/** What this person writes into a community's documents. Everything is on the disk when the call returns. */
import {
  type ActionId,
  type Clock,
  type CommunityId,
  type DeviceId,
  type DocumentId,
  type EntryId,
  LIMITS,
  type MemberId,
  type SpaceId,
} from '../../shared/index.ts'
import {
  aboutEntry,
  type AboutText,
  charterEntry,
  type CharterText,
  deviceNameEntry,
  type Documents,
  editEntry,
  encodeEntry,
  type Entry,
  formerlyEntry,
  pastEntry,
  type PastProof,
  type FormerlyProof,
  type HistorySetting,
  keeperEntry,
  type KeeperText,
  type MessageAbout,
  messageEntry,
  originEntry,
  type OwnWord,
  ownWordEntry,
  pictureEntry,
  pinEntry,
  profileEntry,
  reactEntry,
  reasonEntry,
  roomEntry,
  type RoomText,
  settingsEntry,
  type SpaceSettings,
  spaceSettingsEntry,
  vouchEntry,
  type VouchText,
  withdrawEntry,
} from '../../documents/index.ts'
import type { MemberRole } from '../../membership/index.ts'
import type { MessageRecord, View } from '../../view/index.ts'
import { communityErrors, filesErrors, messageErrors, spaceErrors } from '../errors.ts'
import { BoardWriting } from './board-writing.ts'
import type { SendFiles } from './files/send-files.ts'

export interface WritingParts {
  readonly documents: Documents
  readonly view: View
  readonly clock: Clock
  /** Throws why this device may not write now. */
  readonly assertMayWrite: () => void
  readonly me: MemberId
  readonly role: () => MemberRole
  /** Whether everybody may keep messages in sight, as among a few. */
  readonly everybodyPins: boolean
  /** Called before anything is said in a room. */
  readonly introduce?: () => void
}

const noFiles = (): SendFiles => ({ files: [], adopt: () => undefined })

export class Writing {
  /** What is said in boards besides messages. */
  readonly boards: BoardWriting
  readonly #parts: WritingParts

  constructor(parts: WritingParts) {
    this.#parts = parts
    this.boards = new BoardWriting(parts)
  }

  /** Says what the community is. */
  charter(text: CharterText): void {
    this.#append('charter', charterEntry(this.#now(), text))
  }

  /** Says how this person wishes to be named here, in place of what they said `before`. */
  profile(name: string, before?: number): void {
    this.#append('profiles', profileEntry(this.#after(before), name))
  }

  /** Says all that this person tells of themselves, in place of what they said `before`. */
  about(about: AboutText, before: number | undefined): void {
    this.#append('profiles', aboutEntry(this.#after(before), about))
  }

  /** Shows this picture of this person, or none, in place of what they showed `before`. */
  picture(bytes: Uint8Array | undefined, before: number | undefined): void {
    this.#append('profiles', pictureEntry(this.#after(before), bytes))
  }

  /** Vouches for a skill of somebody else, or does so no longer. */
  vouch(vouch: VouchText, before: number | undefined): void {
    this.#append('profiles', vouchEntry(this.#after(before), vouch))
  }

  /** Shows who this person was here before. */
  formerly(proof: FormerlyProof): void {
    this.#append('profiles', formerlyEntry(this.#now(), proof))
  }

  /** Shows who this person was in the community this one goes on from. */
  past(proof: PastProof): void {
    this.#append('profiles', pastEntry(this.#now(), proof))
  }

  /** Says what newcomers may read. */
  history(history: HistorySetting): void {
    this.#append('charter', settingsEntry(this.#now(), history))
  }

  /** Says which community this one goes on from. */
  origin(community: CommunityId): void {
    this.#append('charter', originEntry(this.#now(), community))
  }

  /** Names a keeper, or says that it is one no longer. */
  keeper(keeper: KeeperText): void {
    this.#append('charter', keeperEntry(this.#now(), keeper))
  }

  /** Says what this person calls one of their devices. */
  deviceName(device: DeviceId, name: string): void {
    this.#append('profiles', deviceNameEntry(this.#now(), { device, name }))
  }

  /** Says why something was decided. */
  reason(decision: ActionId, text: string): void {
    this.#append('charter', reasonEntry(this.#now(), { action: decision, text }))
  }

  /** @throws community/not-allowed */
  openRoom(room: RoomText): SpaceId {
    const { documents, assertMayWrite, role } = this.#parts
    assertMayWrite()
    if (role() === 'member') throw communityErrors('not-allowed')
    return documents.open(documents.founding('charter'), (random) => roomEntry(this.#now(), room, random))
  }

  /** Asked before anything is done that others have a part in. @throws community/left … */
  assertMayWrite(): void {
    this.#parts.assertMayWrite()
  }

  /** Asked before something is prepared to be said in a room. @throws space/unknown, space/archived, community/left … */
  assertMaySay(space: SpaceId): void {
    this.#parts.assertMayWrite()
    this.#openSpace(space)
  }

  /**
   * Writes a message. The same key writes it once.
   * @param attached asked for the files it is sent with, unless it was written before
   * @throws files/…, space/unknown, space/archived, message/unknown, message/no-thread, community/left …, and what documents throw
   */
  send(
    space: SpaceId,
    text: string,
    clientKey: string,
    about: MessageAbout = {},
    attached: () => SendFiles = noFiles,
  ): EntryId {
    const { documents, view, assertMayWrite } = this.#parts
    assertMayWrite()
    const done = view.marks.sent(clientKey)
    if (done) return done
    this.#openSpace(space)
    if (about.reply) this.#message(space, about.reply)
    // One that is not here (yet) may have begun it all the same; one that is here must be what a thread can begin with.
    if (about.root && view.queries.message(about.root)) {
      const { root } = this.#message(space, about.root)
      // A topic stands in its own thread.
      if (root !== '' && root !== about.root) throw messageErrors('no-thread')
    }
    this.boards.assertMayAnswer(space, about.root)
    const { files, adopt } = attached()
    const entry = messageEntry(this.#now(), text, about, files)
    if (files.length > 0 && encodeEntry(entry).length > LIMITS.entryBytes) throw filesErrors('too-much-text')
    this.#parts.introduce?.()
    return this.#inPage(documents.writablePage(space), entry, (id) => {
      view.marks.keepSent(clientKey, id)
      adopt()
    })
  }

  /** Puts an emoji under a message, or takes it back. @throws message/unknown, message/many-reactions, space/archived, community/left … */
  react(space: SpaceId, target: EntryId, emoji: string, on: boolean): void {
    const { view, assertMayWrite, me } = this.#parts
    assertMayWrite()
    this.#openSpace(space)
    const { document } = this.#message(space, target)
    const mine = view.threads.reactions(target, space).filter(({ by }) => by.includes(me))
    if (mine.some((each) => each.emoji === emoji) === on) return
    if (on && mine.length >= LIMITS.reactionsByOne)
      throw messageErrors('many-reactions', { details: { most: LIMITS.reactionsByOne } })
    this.#inPage(document, reactEntry(this.#now(), { target, emoji, on }))
  }

  /** Whether this person's role lets them keep messages in sight. */
  mayPin(): boolean {
    return this.#parts.everybodyPins || this.#parts.role() !== 'member'
  }

  /** Keeps a message in sight for everybody, or no longer. @throws message/unknown, message/many-pins, community/not-allowed … */
  pin(space: SpaceId, target: EntryId, on: boolean): void {
    const { view, assertMayWrite, everybodyPins } = this.#parts
    assertMayWrite()
    if (!this.mayPin()) throw communityErrors('not-allowed')
    this.#openSpace(space)
    const { document } = this.#message(space, target)
    if (view.threads.isPinned(target, space, everybodyPins) === on) return
    if (on && view.threads.pinned(space, everybodyPins).length >= LIMITS.pinsPerSpace)
      throw messageErrors('many-pins', { details: { most: LIMITS.pinsPerSpace } })
    this.#inPage(document, pinEntry(this.#now(), { target, on }))
  }

  /** Says what becomes of a room. @throws space/unknown, community/not-allowed … */
  change(settings: SpaceSettings): void {
    const { view, role } = this.#parts
    if (role() === 'member') throw communityErrors('not-allowed')
    if (!view.queries.space(settings.space)) throw spaceErrors('unknown')
    this.#append('charter', spaceSettingsEntry(this.#after(view.queries.changedAt(settings.space)), settings))
  }

  /** Tells this person's other devices, in the space that is theirs alone. @throws community/left …, and what documents throw */
  ownWord(space: SpaceId, word: OwnWord): void {
    const { documents, assertMayWrite, introduce } = this.#parts
    assertMayWrite()
    introduce?.()
    this.#inPage(documents.writablePage(space), ownWordEntry(this.#now(), word))
  }

  /** Changes what this person wrote. @throws message/unknown, message/not-yours, message/withdrawn, community/left … */
  edit(space: SpaceId, id: EntryId, text: string): void {
    const message = this.#ownMessage(space, id)
    if (message.text === text) return
    // Where others edit as well, it shows what was seen of that.
    const { boards } = this.#parts.view
    const base = boards.topic(id) && boards.versions(id).at(-1)?.id
    this.#inPage(message.document, editEntry(this.#now(), { target: id, text, base: base === id ? undefined : base }))
  }

  /** Takes back what this person wrote. @throws message/unknown, message/not-yours, community/left … */
  withdraw(space: SpaceId, id: EntryId): void {
    const message = this.#ownMessage(space, id)
    this.#inPage(message.document, withdrawEntry(this.#now(), id))
  }

  /** @throws space/unknown, space/archived */
  #openSpace(id: SpaceId): void {
    const space = this.#parts.view.queries.space(id)
    if (!space) throw spaceErrors('unknown')
    if (space.archived) throw spaceErrors('archived')
  }

  /** @throws message/unknown */
  #message(space: SpaceId, id: EntryId): MessageRecord {
    const message = this.#parts.view.queries.message(id)
    if (message?.space !== space) throw messageErrors('unknown')
    return message
  }

  #ownMessage(space: SpaceId, id: EntryId): MessageRecord {
    this.#parts.assertMayWrite()
    const message = this.#message(space, id)
    if (!message.mine) throw messageErrors('not-yours')
    if (message.withdrawn) throw messageErrors('withdrawn')
    return message
  }

  #inPage(page: DocumentId, entry: Entry, also?: (id: EntryId) => void): EntryId {
    const { documents, view } = this.#parts
    return documents.append(page, entry, (feed) => view.queries.lastBeside(feed, page), also)
  }

  #append(document: 'charter' | 'profiles', entry: Entry): void {
    const { documents, assertMayWrite } = this.#parts
    assertMayWrite()
    documents.append(documents.founding(document), entry, undefined)
  }

  #now(): number {
    return this.#parts.clock.now()
  }

  /** Later than what this person said before, on whichever device and by whatever clock, so that it counts; no later than a date can be. */
  #after(before = 0): number {
    return Math.min(Math.max(this.#now(), before + 1), 8.64e15)
  }
}
