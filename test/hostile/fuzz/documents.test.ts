/** Readers of canonical CBOR, entries and all that entries mean, and blocks. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import {
  aboutEntry,
  charterEntry,
  decodeBlock,
  deviceNameEntry,
  directEntry,
  editEntry,
  encodeBlock,
  encodeEntry,
  type Entry,
  entryChange,
  genesisChange,
  isFormerlyProven,
  messageEntry,
  moveEntry,
  pageEntry,
  answerEntry,
  boardSettingsEntry,
  profileEntry,
  proveFormerly,
  formerlyEntry,
  readAbout,
  readAnswer,
  readBoardSettings,
  readCharter,
  readDeviceName,
  readDirect,
  readEdit,
  readEntry,
  readFiles,
  readFormerly,
  readHistorySetting,
  readMessage,
  readMove,
  readProfile,
  readReason,
  readRoom,
  readTopic,
  readTopicChange,
  readVouch,
  readWithdraw,
  reasonEntry,
  roomEntry,
  settingsEntry,
  topicChangeEntry,
  topicEntry,
  vouchEntry,
  withdrawEntry,
} from '../../../core/documents/index.ts'
import { openedBy } from '../../../core/documents/shapes/openings.ts'
import { deviceOf, memberIdOf } from '../../../core/identity/index.ts'
import {
  type ActionId,
  base64url,
  type BlobId,
  decodeCanonical,
  encodeCanonical,
  entryId,
  fromHex,
  joinBytes,
  LIMITS,
} from '../../../core/shared/index.ts'
import { inside, spoilCbor } from '../../support/fuzz/cbor.ts'
import { fuzz } from '../../support/fuzz/fuzz.ts'
import { spoilBytes } from '../../support/fuzz/mutators.ts'
import type { Golden } from '../../support/golden.ts'

const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/v1/vectors.json'), 'utf8')) as Golden
const raw = (text: string): Uint8Array => fromHex(text) ?? new Uint8Array(0)
const ada = deviceOf(raw(golden.identity.ada.seed))
const community = golden.log.community
const member = memberIdOf(ada.signing.publicKey)
const blocks = Object.values(golden.blocks).map(raw)

/** The bytes, and how often they were looked at. */
function counted(bytes: Uint8Array): { bytes: Uint8Array; looks: () => number } {
  let looks = 0
  const watched = new Proxy(bytes, {
    get(target, name) {
      looks += 1
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  return { bytes: watched, looks: () => looks }
}

describe('canonical CBOR', () => {
  const limits = { bytes: 64 * 1024, depth: 8, values: 4096 }
  fuzz({
    name: 'cbor',
    samples: [...golden.items.map(({ header }) => raw(header)), ...golden.items.map(({ entry }) => raw(entry))],
    spoil: [spoilCbor, spoilBytes],
    read: (input) => {
      const { bytes, looks } = counted(input)
      try {
        return decodeCanonical(bytes, limits)
      } finally {
        expect(looks(), 'looks at the bytes').toBeLessThanOrEqual(8 * input.length + 16)
      }
    },
    throws: ['cbor/malformed', 'cbor/too-deep', 'cbor/too-large'],
    accepted: (value, input) => expect(encodeCanonical(value)).toEqual(input),
    cases: 6000,
  })
})

const random = base64url(new Uint8Array(16).fill(5))
const some = entryId(golden.items[0]?.feed as Parameters<typeof entryId>[0], 3)
const entries: readonly Entry[] = [
  charterEntry(1, { name: 'Mill Lane', purpose: 'Neighbours', rules: 'Be kind.' }),
  roomEntry(2, { name: 'Kitchen', topic: 'Soup' }, random),
  directEntry(3, random),
  pageEntry(4, random),
  { ...pageEntry(4, random), fields: new Map([...pageEntry(4, random).fields, ['opener', ada.id as string]]) },
  profileEntry(5, 'Ada'),
  reasonEntry(6, { action: golden.log.leave.id as ActionId, text: 'moved away' }),
  settingsEntry(7, 'from-joining'),
  deviceNameEntry(8, { device: ada.id, name: 'laptop' }),
  formerlyEntry(9, proveFormerly(ada, community, member)),
  messageEntry(10, 'Soup is on. 🍲'),
  messageEntry(10, '', {}, [
    {
      ...{ name: 'soup.png', type: 'image/png', size: 1234, width: 640, height: 480, alt: 'Soup' },
      ref: { root: random.padEnd(43, 'A') as BlobId, key: new Uint8Array(32).fill(3), size: 1234 },
    },
  ]),
  editEntry(11, { target: some, text: 'Soup is off.' }),
  withdrawEntry(12, some),
  aboutEntry(13, {
    ...{ pronouns: 'she', bio: '**Soup**', languages: ['de', 'zh-Hant'], timeZone: 'Europe/Berlin', birthday: '02-29' },
    skills: ['Soup', 'Bread'],
    experience: [{ what: 'Cook', where: 'Harbour', from: 1999, to: 2004 }],
    offers: { tags: ['soup'], text: 'On Sundays' },
    seeks: { tags: ['bowls'], text: '' },
  }),
  vouchEntry(14, { member, skill: 'Soup', on: true }),
  topicEntry(15, { title: 'Soup', tags: ['soup', 'bowls'], category: 'food', text: 'Which one?' }),
  topicChangeEntry(16, { topic: some, title: 'Soups', tags: [], category: '', closed: true }),
  answerEntry(17, { topic: some, post: some }),
  moveEntry(18, { posts: [some], topic: some }),
  boardSettingsEntry(19, { board: golden.documents.charter, categories: [{ id: 'food', name: 'Food', colour: 7 }] }),
]

describe('entries', () => {
  expect(entries.flatMap((each) => readFiles(each))).toHaveLength(1)
  const origins = (['charter', 'profiles', 'room-root', 'room-page'] as const).map((kind) => ({
    document: golden.documents.charter,
    kind,
  }))
  /** Everything that is made of an entry anywhere. */
  const meanings = (entry: Entry): unknown[] => {
    const formerly = readFormerly(entry)
    return [
      ...[
        readCharter(entry),
        readRoom(entry),
        readDirect(entry),
        readProfile(entry),
        readMessage(entry),
        readEdit(entry),
        readFiles(entry),
      ],
      ...[readAbout(entry), readVouch(entry)],
      ...[readTopic, readTopicChange, readAnswer, readMove, readBoardSettings].map((read) => read(entry)),
      ...[readWithdraw(entry), readDeviceName(entry), readReason(entry), readHistorySetting(entry), formerly],
      formerly && isFormerlyProven(formerly, community, member),
      ...origins.map((inside) => openedBy(inside, entry, { device: ada.id, role: 'owner' })),
      // What Automerge keeps of it is made of it as well.
      entryChange(
        golden.documents.page,
        some.slice(0, 32) as never,
        1,
        entry,
        genesisChange(golden.documents.page).head,
      ),
    ]
  }
  fuzz({
    name: 'entry',
    samples: [...entries.map(encodeEntry), ...golden.items.map(({ entry }) => raw(entry))],
    spoil: [spoilCbor, spoilCbor, spoilCbor, spoilBytes],
    read: (bytes) => {
      const entry = readEntry(bytes)
      return entry && { entry, meanings: meanings(entry) }
    },
    throws: [],
    accepted: (read, bytes) => {
      if (!read) return
      expect(encodeEntry(read.entry)).toEqual(bytes)
      // What a file is called leads into no other folder, turns no direction, and is short.
      for (const { name, ref } of readFiles(read.entry)) {
        expect(name).toMatch(/^(?![./\\])[^/\\:\p{Cc}\u202A-\u202E\u2066-\u2069]+$/u)
        expect([...name].length).toBeLessThanOrEqual(LIMITS.attachmentNameChars)
        expect(ref.key).toHaveLength(32)
      }
    },
    cases: 3000,
  })
})

describe('blocks', () => {
  const payloadOf = (block: Uint8Array): Uint8Array | undefined => {
    try {
      const packed = block.subarray(2)
      return block[1] === 0
        ? packed
        : Uint8Array.from(inflateRawSync(packed, { maxOutputLength: LIMITS.blockInflatedBytes }))
    } catch {
      return undefined
    }
  }
  const stored = (payload: Uint8Array): Uint8Array => joinBytes(Uint8Array.of(1, 0), payload)
  const deflated = (payload: Uint8Array): Uint8Array => joinBytes(Uint8Array.of(1, 1), deflateRawSync(payload))
  const long = decodeBlock(blocks[0] ?? new Uint8Array(0))
  const heavy = encodeBlock({
    ...long,
    items: Array.from({ length: 50 }, (_, i) => ({
      ...(long.items[0] as (typeof long.items)[0]),
      entry: encodeEntry(messageEntry(i, 'word '.repeat(i))),
    })),
  })
  fuzz({
    name: 'block',
    samples: [...blocks, heavy],
    spoil: [inside(payloadOf, stored), inside(payloadOf, stored), inside(payloadOf, deflated), spoilBytes],
    read: decodeBlock,
    throws: ['documents/malformed'],
    // Columns that make up no entry are written otherwise: what a block says is the same for all that.
    accepted: (block) => expect(decodeBlock(encodeBlock(block))).toEqual(block),
    most: () => 8 * LIMITS.blockInflatedBytes,
    cases: 1200,
  })
})
