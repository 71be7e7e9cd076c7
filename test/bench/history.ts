/** A community's history made by hand: many authors, many pages, lines of real text, in the blocks members exchange. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DocumentId, LIMITS } from '../../core/shared/index.ts'
import { deviceOf, newDeviceSeed } from '../../core/identity/index.ts'
import { messageEntry, pageEntry } from '../../core/documents/index.ts'
import {
  admit,
  inviteKeys,
  KeyRing,
  readLink,
  signCertificate,
  writeLink,
  writeRequest,
} from '../../core/membership/index.ts'
import { type Author, blockOf, type BuiltItem, hostileFeed, pointerTo } from '../support/hostile-builder.ts'
import type { SmallCommunity } from '../support/small-community.ts'
import { seededRandom } from '../support/surroundings.ts'

const LICENSES = '/usr/share/common-licenses'

/** Lines people could have written: sentences of the licenses every Debian has, or of this repository's own documents. */
export function realLines(): readonly string[] {
  const texts =
    readable(LICENSES).length > 0
      ? readable(LICENSES)
      : [readFileSync('LICENSE', 'utf8'), readFileSync('CONTRIBUTING.md', 'utf8')]
  const sentences = texts
    .join('\n')
    .replace(/\s+/g, ' ')
    .split(/(?<=[.;:]) /)
  return sentences.filter((line) => line.length > 8 && line.length < 600)
}

function readable(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((each) => each.isFile())
      .map(({ name }) => readFileSync(join(folder, name), 'utf8'))
  } catch {
    return []
  }
}

export interface History {
  /** One or more a page, as a newcomer gets them. */
  readonly blocks: readonly Uint8Array[]
  readonly texts: readonly { readonly at: number; readonly author: number; readonly text: string }[]
}

/** Members without a database of their own. */
export function authors(village: SmallCommunity, count: number): Author[] {
  const random = seededRandom('authors')
  const { membership, ring, device: founder } = village.person('ada')
  const inviteSecret = random.bytes(16)
  const { community, clock } = village
  const terms = {
    community,
    inviteKey: inviteKeys(inviteSecret).publicKey,
    role: 'member',
    uses: LIMITS.inviteUses,
    expires: clock.now() + 1e9,
    approval: false,
  } as const
  const certificateBytes = signCertificate(founder, terms)
  const text = { name: 'Bench', purpose: '', rules: '', inviter: 'ada' }
  const link = writeLink(founder, {
    community,
    communitySecret: membership.secret,
    inviteSecret,
    certificateBytes,
    text,
    addresses: [],
  })
  return Array.from({ length: count }, () => {
    const device = deviceOf(newDeviceSeed(random))
    const meeting = { nonce: random.bytes(32), joiner: 'a', admitter: 'b' }
    admit(
      { log: membership, ring, device: founder, now: clock.now() },
      writeRequest(readLink(link), device, meeting),
      meeting,
    )
    return { device, membership, ring: new KeyRing(device, () => membership.state) }
  })
}

/** `count` messages in pages of 1,000, each author with one feed a page, each message having seen the one before it. */
export function history(village: SmallCommunity, members: readonly Author[], count: number): History {
  const random = seededRandom('history')
  const lines = realLines()
  const { documents } = village.person('ada')
  const blocks: Uint8Array[] = []
  const texts: History['texts'][number][] = []
  for (let start = 0; start < count; start += LIMITS.pageEntries) {
    const page: DocumentId = documents.open(village.room, (text) => pageEntry(village.clock.now(), text))
    const feeds = members.map((author) => hostileFeed(author, page, random))
    const items: BuiltItem[] = []
    for (let i = 0; i < Math.min(LIMITS.pageEntries, count - start); i++) {
      const [a = 0, b = 0, c = 0] = random.bytes(3)
      village.clock.advance(10 * a + b)
      const author = (a * 256 + c) % feeds.length
      const last = items.at(-1)
      const text = lines[(start + i) % lines.length] ?? ''
      texts.push({ at: village.clock.now(), author, text })
      const seen = last && last.feed !== feeds[author]?.id ? [pointerTo(last)] : []
      const item = feeds[author]?.write(messageEntry(village.clock.now(), text), { seen })
      if (item) items.push(item)
    }
    blocks.push(...inBlocks(items))
  }
  return { blocks, texts }
}

/** A block a page, or more where the limits ask for it. */
function inBlocks(items: readonly BuiltItem[]): Uint8Array[] {
  const bytes = items.reduce((sum, { entry }) => sum + entry.length + 140, 0)
  if (bytes <= LIMITS.packBytes) return [blockOf(items)]
  const half = Math.ceil(items.length / 2)
  return [...inBlocks(items.slice(0, half)), ...inBlocks(items.slice(half))]
}
