/** What a sketched core knows: every state a screen can meet, from memory, so that each can be looked at and measured. */
import type {
  CommunitySummary,
  HostView,
  JoinProgress,
  MemberView,
  MessageRow,
  ProfileView,
  SettingsView,
  SpaceView,
  SyncView,
} from '../../../core/contract/index.ts'
import type { CommunityId, SpaceId } from '../../../core/shared/index.ts'
import type { ArchiveScene } from './archive-scene.ts'
import { boardRoom, type BoardScene, boardSpace } from './board-scene.ts'
import { Cell } from './cell.ts'
import { SketchFiles, withFiles } from './files.ts'
import { shownFiles } from './files-scene.ts'
import type { FolkScene } from './folk-scene.ts'
import { peopleOf, type MembershipScene } from './membership-scene.ts'
import { networked, type NetworkScene } from './network-scene.ts'
import { withImported, withImportedTopics } from './imported-scene.ts'
import { communityOf, membersOf, spacesOf, syncOf, talkOf } from './people.ts'
import { privateSpacesOf, troubled, type PrivateScene } from './private-scene.ts'
import type { SearchScene } from './search-scene.ts'
import { lively, livelySpaces } from './talk-scene.ts'

export interface Scene {
  /** What a file that is opened turns out to be. */
  readonly archive?: ArchiveScene
  /** Before the first run: no name and no community. */
  readonly first?: boolean
  readonly messages?: number
  readonly host?: HostView['state']
  readonly settings?: Partial<SettingsView>
  /** Every send is refused: the disk is full. */
  readonly failSends?: boolean
  /** Only the first community. */
  readonly one?: boolean
  /** Devices, private spaces and what may befall messages. */
  readonly apart?: PrivateScene
  /** People answer, react, pin, and talk in threads. */
  readonly talk?: boolean
  /** The last messages of a large room carry files of every kind. */
  readonly files?: boolean
  /** Files that are handed over are refused, or are kept waiting. */
  readonly failFiles?: boolean
  readonly holdFiles?: boolean
  /** Mentions, replies and much else is unread. */
  readonly inbox?: boolean
  /** Who is met and how, keepers, switches. */
  readonly network?: NetworkScene
  /** Much was brought in from other systems. */
  readonly imported?: boolean
  /** What a search says of what is here. */
  readonly search?: SearchScene
  /** A board, with topics in it. */
  readonly board?: BoardScene
  /** My role, who waits, what was decided, invites. */
  readonly membership?: MembershipScene
  /** What members tell of themselves, and my first steps. */
  readonly folk?: FolkScene
}

export interface SketchRoom {
  readonly rows: MessageRow[]
  readUpTo: number
  readonly news: Cell<readonly MessageRow[]>
  /** What is being written, by thread; under an empty name in the room itself. */
  readonly drafts: Map<string, string>
}

export interface SketchCommunity {
  summary: CommunitySummary
  readonly spaces: Cell<SpaceView[]>
  readonly members: Cell<MemberView[]>
  readonly sync: Cell<SyncView>
  readonly join: Cell<JoinProgress>
  readonly rooms: Map<SpaceId, SketchRoom>
}

const failed = { code: 'storage/key-missing', text: 'The key of this profile is missing from the keychain.' }
const damaged = { code: 'storage/damaged', text: 'The data of this community is damaged.' }
const rules =
  '1. What is said here stays here.\n2. Listen first. Advice only when somebody asks for it.\n3. Close the gate.'

export class SketchCore {
  readonly host: Cell<HostView>
  readonly profile: Cell<ProfileView>
  readonly settings: Cell<SettingsView>
  readonly list = new Cell<CommunitySummary[]>([])
  readonly communities = new Map<CommunityId, SketchCommunity>()
  readonly failSends: boolean
  readonly apart: PrivateScene
  readonly membership: MembershipScene
  readonly talk: boolean
  readonly imported: boolean
  readonly files = new SketchFiles()
  readonly inbox: boolean
  readonly board: BoardScene | undefined
  readonly search: SearchScene
  readonly network: NetworkScene
  readonly folk: FolkScene
  readonly archive: ArchiveScene

  readonly #hasFiles: boolean

  constructor({
    first = false,
    messages = 400,
    host = 'ready',
    settings,
    failSends = false,
    one = false,
    apart = {},
    talk = false,
    files = false,
    failFiles = false,
    holdFiles = false,
    imported = false,
    inbox = false,
    board,
    membership = {},
    search = {},
    folk = {},
    network = {},
    archive = {},
  }: Scene = {}) {
    this.apart = apart
    this.talk = talk
    this.#hasFiles = files
    this.files.failing = failFiles
    this.files.held.set(holdFiles)
    this.imported = imported
    this.inbox = inbox
    this.board = board
    this.membership = membership
    this.search = search
    this.folk = folk
    this.network = network
    this.archive = archive
    this.host = new Cell<HostView>({ state: host, version: '0.1.0', ...(host === 'failed' ? { trouble: failed } : {}) })
    this.profile = new Cell<ProfileView>({
      name: first ? '' : 'Bram',
      protection: 'file',
      folder: '~/folkmoot',
    })
    this.settings = new Cell<SettingsView>({
      theme: 'system',
      density: 'comfy',
      language: 'en',
      contextPane: true,
      skinTone: 'none',
      recentEmoji: [],
      ...settings,
    })
    this.failSends = failSends
    if (first) return
    this.add('Garden Commons', 'member', messages, 'up-to-date')
    if (one) return
    this.add('Chess Club Südstadt', 'member', 5, 'alone')
    this.add(
      'Willow Street neighbours and friends of the little park behind the old waterworks',
      'member',
      40,
      'receiving',
    )
    this.add('Night nurses', 'joining', 0, 'connecting')
    this.add('Repair café', 'damaged', 0, 'offline')
    this.add('Old choir', 'left', 30, 'offline')
    if (archive.kept !== undefined) this.add(archive.kept, 'archive', 30, 'offline')
    this.add('Allotment watch', 'removed', 30, 'offline')
    this.add('Reading circle', 'member', 0, 'up-to-date', true)
  }

  add(
    name: string,
    state: CommunitySummary['state'],
    messages: number,
    sync: SyncView['state'],
    pending = false,
  ): SketchCommunity {
    const id = communityOf(name)
    const members = peopleOf(membersOf(sync), this.membership)
    const spaces = [
      ...spacesOf(name, pending ? 'joining' : state, messages),
      ...(this.board && state === 'member' && !pending ? [boardSpace(name)] : []),
      ...privateSpacesOf(name, pending ? 'joining' : state, this.apart.alone),
    ]
    const nextTry = Date.now() + 45_000
    const community: SketchCommunity = {
      summary: {
        id,
        name,
        purpose: 'For those who work when others sleep: swap shifts, share meals, talk.',
        rules,
        state,
        pending,
        history: 'all',
        unread: 0,
        members: members.filter((one) => one.state === 'active').length,
        myRole: this.membership.role ?? 'member',
        ...(state === 'damaged' ? { trouble: damaged } : {}),
      },
      spaces: new Cell(this.talk ? livelySpaces(spaces) : spaces),
      members: new Cell(members),
      sync: new Cell(
        this.communities.size > 0 ? syncOf(sync, members) : networked(syncOf(sync, members), this.network),
      ),
      join: new Cell<JoinProgress>({
        community: id,
        name,
        step: this.apart.join ?? 'waiting',
        ...(this.apart.join === 'comparing' ? { code: '042 917' } : {}),
        tries: 3,
        nextTry,
        received: 0,
      }),
      rooms: new Map(spaces.map((space) => [space.id, this.#room(members, space)])),
    }
    this.communities.set(id, community)
    this.tell()
    return community
  }

  #room(members: readonly MemberView[], space: SpaceView): SketchRoom {
    if (space.kind === 'board') {
      const board = boardRoom(members, this.board ?? 'empty')
      return this.imported ? withImportedTopics(board, members) : board
    }
    const room = roomOf(members, space, this.apart.troubled ?? false)
    if (this.#hasFiles) return { ...room, rows: withFiles(room.rows, shownFiles, this.files) }
    if (this.imported) return { ...room, rows: withImported(room.rows, members) }
    return this.talk ? { ...room, rows: lively(room.rows, members) } : room
  }

  /** Tells everybody the communities as they are now. */
  tell(): void {
    this.list.set(
      [...this.communities.values()].map(({ summary, spaces }) => ({
        ...summary,
        unread: spaces.value.reduce((sum, { unread }) => sum + unread, 0),
      })),
    )
  }
}

function roomOf(
  members: readonly MemberView[],
  { messages, unread, people }: SpaceView,
  isTroubled: boolean,
): SketchRoom {
  const speaking = people.length === 0 ? members : members.filter(({ id }) => people.includes(id))
  const rows = talkOf(speaking, messages)
  return {
    rows: isTroubled ? troubled(rows) : rows,
    readUpTo: Math.max(0, messages - unread),
    news: new Cell<readonly MessageRow[]>([]),
    drafts: new Map(),
  }
}
