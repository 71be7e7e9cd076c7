/**
 * One small community spelled out in bytes: every format of version 1, made from known seeds. What is sealed for a box key is random by its
 * nature; all else follows. `test/fixtures/v1` holds what this made when version 1 was frozen, and docs/format.md refers to it.
 */
import {
  encodeBlock,
  encodeEntry,
  entryChange,
  genesisChange,
  messageEntry,
  pageEntry,
  readEntry,
  roomEntry,
  type Seen,
  signItem,
} from '../../core/documents/index.ts'
import { documentIdOf, foundingDocument } from '../../core/documents/codec/document-id.ts'
import { feedIdOf, hashOfHeader, type ItemContent, placeOf, sealItem } from '../../core/documents/codec/item.ts'
import { deviceOf, memberIdOf, newDeviceSeed, sealFor } from '../../core/identity/index.ts'
import { type Action, signAction } from '../../core/membership/action.ts'
import { writeRequest } from '../../core/membership/admission.ts'
import { contentKeys, firstEpoch } from '../../core/membership/epoch.ts'
import { inviteKeys, proveJoin, signCertificate } from '../../core/membership/invite.ts'
import { readLink, writeLink } from '../../core/membership/link.ts'
import { logKeys, sealAction } from '../../core/membership/log-seal.ts'
import {
  base64url,
  type CborValue,
  type CommunityId,
  type DocumentId,
  type EpochId,
  fromBase64url,
  hex,
} from '../../core/shared/index.ts'
import { seededRandom } from './surroundings.ts'

const AT = 1_800_000_000_000
const bytes = (id: string): Uint8Array => fromBase64url(id) ?? new Uint8Array(0)

export interface GoldenAction {
  readonly id: string
  readonly body: string
  readonly signature: string
  readonly sealed: string
}

export interface GoldenItem {
  readonly document: string
  readonly device: string
  readonly session: string
  readonly feed: string
  readonly seq: number
  readonly prev: string
  readonly epochs: readonly string[]
  readonly heads: readonly string[]
  readonly seen: readonly (readonly [feed: string, seq: number, hash: string])[]
  readonly entry: string
  readonly header: string
  readonly ciphertext: string
  readonly hash: string
  readonly signature: string
}

export type Golden = ReturnType<typeof makeGolden>

/** Bytes as hex, ids as they are written in core. @param sealed epoch 1 as it was sealed when the vectors were made */
export function makeGolden(sealed?: { readonly ada: Uint8Array; readonly bram: Uint8Array }) {
  const random = seededRandom('golden/1')
  const seeds = { ada: newDeviceSeed(random), bram: newDeviceSeed(random) }
  const [ada, bram] = [deviceOf(seeds.ada), deviceOf(seeds.bram)]
  const secret = random.bytes(16)
  const epoch = firstEpoch(random)
  const keys = logKeys(secret)
  const written = (action: Action): GoldenAction => ({
    id: action.id,
    body: hex(action.body),
    signature: hex(action.signature),
    sealed: hex(sealAction(keys, action)),
  })

  const sealedForAda = sealed?.ada ?? sealFor(ada.box.publicKey, epoch.key)
  const sealedForBram = sealed?.bram ?? sealFor(bram.box.publicKey, epoch.key)
  const create = signAction(ada, {
    community: undefined,
    seq: 1,
    prev: undefined,
    parents: [],
    at: AT,
    payload: {
      type: 'create',
      secret,
      box: ada.box.publicKey,
      epoch: bytes(epoch.id),
      sealed: [[ada.box.publicKey, sealedForAda]],
    },
  })
  const community = create.id as string as CommunityId

  const inviteSecret = random.bytes(16)
  const invite = inviteKeys(inviteSecret)
  const terms = {
    community,
    inviteKey: invite.publicKey,
    role: 'moderator',
    uses: 3,
    expires: AT + 86_400_000,
    approval: false,
  } as const
  const certificate = signCertificate(ada, terms)
  const text = {
    name: 'Mill Lane',
    purpose: 'Neighbours of Mill Lane',
    rules: 'Be kind.\nNo shop talk.',
    inviter: 'Ada',
  }
  const addresses = ['/ip4/192.0.2.7/tcp/4001/p2p/12D3KooWGolden']
  const link = writeLink(ada, {
    community,
    communitySecret: secret,
    inviteSecret,
    certificateBytes: certificate,
    text,
    addresses,
  })
  const meeting = { nonce: random.bytes(32), joiner: '12D3KooWJoiner', admitter: '12D3KooWAdmitter' }
  const request = writeRequest(readLink(link), bram, meeting)

  const proof = proveJoin(invite, bram, {
    community,
    inviteKey: invite.publicKey,
    device: { signing: bram.signing.publicKey, box: bram.box.publicKey },
    ...meeting,
  })
  const admit = signAction(ada, {
    community,
    seq: 2,
    prev: create.id,
    parents: [create.id],
    at: AT + 1000,
    payload: {
      type: 'admit',
      device: bram.signing.publicKey,
      box: bram.box.publicKey,
      certificate,
      ...meeting,
      ...proof,
      epochs: [[bytes(epoch.id), sealedForBram]],
    },
  })
  const leave = signAction(bram, {
    community,
    seq: 1,
    prev: undefined,
    parents: [admit.id],
    at: AT + 9000,
    payload: { type: 'leave', cut: [] },
  })

  const charter = foundingDocument(community, 'charter')
  const opened = (kind: 'room-root' | 'room-page', inside: DocumentId, of: Uint8Array): DocumentId =>
    documentIdOf(community, { kind, opener: { document: inside, device: ada.signing.publicKey }, random: of })
  const [roomRandom, pageRandom] = [random.bytes(16), random.bytes(16)]
  const room = opened('room-root', charter, roomRandom)
  const page = opened('room-page', room, pageRandom)

  const content = contentKeys([epoch.key])
  const item = (device: typeof ada, document: DocumentId, session: Uint8Array, parts: ItemContent): GoldenItem => {
    const name = { document, device: device.signing.publicKey, session }
    const { header, ciphertext } = sealItem(placeOf(community, name), content, parts)
    const hash = hashOfHeader(header)
    return {
      document,
      device: device.id,
      session: hex(session),
      feed: feedIdOf(name),
      seq: parts.seq,
      prev: hex(parts.prev),
      epochs: parts.context.epochs,
      heads: parts.context.heads,
      seen: parts.seen.map(({ feed, seq, hash: of }) => [feed, seq, hex(of)]),
      entry: hex(parts.entry),
      header: hex(header),
      ciphertext: hex(ciphertext),
      hash: hex(hash),
      signature: hex(signItem(device.signing, hash)),
    }
  }
  const none = new Uint8Array(0)
  const first = { epochs: [epoch.id] as EpochId[], heads: [admit.id] }
  const later = { epochs: [epoch.id] as EpochId[], heads: [] }
  const sessions = [random.bytes(16), random.bytes(16), random.bytes(16), random.bytes(16)] as const
  const raw = (from: GoldenItem): Uint8Array => Uint8Array.from(Buffer.from(from.hash, 'hex'))
  const pointer = (to: GoldenItem): Seen => ({
    feed: to.feed as Seen['feed'],
    seq: to.seq,
    hash: raw(to).subarray(0, 16),
  })
  const say = (at: number, words: string): Uint8Array => encodeEntry(messageEntry(AT + at, words))

  const roomItem = item(ada, charter, sessions[0], {
    seq: 1,
    prev: none,
    context: first,
    seen: [],
    entry: encodeEntry(roomEntry(AT + 2000, { name: 'Kitchen', topic: 'Bread and soup' }, base64url(roomRandom))),
  })
  const pageItem = item(ada, room, sessions[1], {
    seq: 1,
    prev: none,
    context: first,
    seen: [],
    entry: encodeEntry(pageEntry(AT + 3000, base64url(pageRandom))),
  })
  const hello = item(ada, page, sessions[2], {
    seq: 1,
    prev: none,
    context: first,
    seen: [],
    entry: say(4000, 'Soup is on. 🍲'),
  })
  const answer = item(bram, page, sessions[3], {
    seq: 1,
    prev: none,
    context: first,
    seen: [pointer(hello)],
    entry: say(5000, 'Coming!'),
  })
  const again = item(ada, page, sessions[2], {
    seq: 2,
    prev: raw(hello),
    context: later,
    seen: [pointer(answer)],
    entry: say(6000, 'Bring bread, please. '.repeat(20)),
  })
  const rich = item(bram, page, sessions[3], {
    seq: 2,
    prev: raw(answer),
    context: later,
    seen: [pointer(again)],
    entry: encodeEntry({
      kind: 'sample',
      at: AT + 7000,
      fields: new Map<string, CborValue>([
        ['none', null],
        ['yes', true],
        ['no', false],
        ['least', -Number.MAX_SAFE_INTEGER],
        ['most', Number.MAX_SAFE_INTEGER],
        ['list', [1, 'two', [], new Map([['three', 3]])]],
        [
          'map',
          new Map([
            ['b', 1],
            ['a', 2],
            ['aa', 3],
          ]),
        ],
      ]),
    }),
  })
  const said = [hello, answer, again, rich]

  return {
    version: 1,
    identity: {
      ada: {
        seed: hex(seeds.ada),
        signing: hex(ada.signing.publicKey),
        box: hex(ada.box.publicKey),
        device: ada.id,
        member: memberIdOf(ada.signing.publicKey),
      },
      bram: {
        seed: hex(seeds.bram),
        signing: hex(bram.signing.publicKey),
        box: hex(bram.box.publicKey),
        device: bram.id,
        member: memberIdOf(bram.signing.publicKey),
      },
    },
    log: {
      community,
      secret: hex(secret),
      keys: { content: hex(keys.content), nonce: hex(keys.nonce), tag: hex(keys.tag) },
      create: written(create),
      admit: written(admit),
      leave: written(leave),
    },
    epoch: {
      id: epoch.id,
      key: hex(epoch.key),
      sealedForAda: hex(sealedForAda),
      sealedForBram: hex(sealedForBram),
      content: hex(content.content),
      nonce: hex(content.nonce),
    },
    invite: {
      secret: hex(inviteSecret),
      key: hex(invite.publicKey),
      certificate: hex(certificate),
      text,
      addresses,
      link,
      meeting: { nonce: hex(meeting.nonce), joiner: meeting.joiner, admitter: meeting.admitter },
      request: hex(request),
    },
    documents: {
      charter,
      profiles: foundingDocument(community, 'profiles'),
      room,
      roomRandom: hex(roomRandom),
      page,
      pageRandom: hex(pageRandom),
    },
    items: [roomItem, pageItem, ...said],
    blocks: { charter: blockOf([roomItem]), room: blockOf([pageItem]), page: blockOf(said) },
    changes: changesOf(page, said),
  }
}

/** A block as hex; short ones are stored, longer ones deflated. */
function blockOf(items: readonly GoldenItem[]): string {
  const raw = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'))
  const feeds = [...new Set(items.map(({ feed }) => feed))]
  return hex(
    encodeBlock({
      document: items[0]?.document as DocumentId,
      runs: feeds.map((feed) => {
        const own = items.filter((item) => item.feed === feed)
        const [head, last] = [own[0], own.at(-1)]
        return {
          device: bytes(head?.device ?? ''),
          session: raw(head?.session ?? ''),
          firstSeq: head?.seq ?? 0,
          prev: raw(head?.prev ?? ''),
          signature: raw(last?.signature ?? ''),
        }
      }),
      items: items.map((item, at) => ({
        run: feeds.indexOf(item.feed),
        context: { epochs: item.epochs as EpochId[], heads: item.heads as Action['parents'] },
        seen: item.seen.map(
          ([feed, seq]) => at - items.findIndex((target) => target.feed === feed && target.seq === seq),
        ),
        entry: raw(item.entry),
      })),
    }),
  )
}

function changesOf(page: DocumentId, items: readonly GoldenItem[]) {
  const genesis = genesisChange(page)
  const heads = new Map<string, typeof genesis.head>()
  const entries = items.map((item) => {
    const entry = readEntry(Uint8Array.from(Buffer.from(item.entry, 'hex')))
    if (!entry) throw new TypeError('not an entry')
    const change = entryChange(page, item.feed as Seen['feed'], item.seq, entry, heads.get(item.feed) ?? genesis.head)
    heads.set(item.feed, change.head)
    return { bytes: hex(change.bytes), ...change.head }
  })
  return { genesis: { actor: genesis.actor, bytes: hex(genesis.bytes), ...genesis.head }, entries }
}
