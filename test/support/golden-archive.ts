/** Archives that test/fixtures/v1 holds: two people, two rooms, something set aside, and the same under a passphrase; one with files. */
import { type ArchivePlace, readableOf, sealArchive } from '../../core/archive/index.ts'
import type { BlobPlace } from '../../core/blobs/index.ts'
import { messageEntry, roomEntry } from '../../core/documents/index.ts'
import { removeMember } from '../../core/membership/index.ts'
import { joinBytes, type MemberId } from '../../core/shared/index.ts'
import { archived, heldBy, WHOLE } from './archived.ts'
import { type SealedFile, sealedFile } from './blobs.ts'
import { smallCommunity } from './small-community.ts'
import { seededRandom } from './surroundings.ts'

export const GOLDEN_PASSPHRASE = 'seven hedgehogs'

export async function makeGoldenArchive(): Promise<{ readonly plain: Uint8Array; readonly sealed: Uint8Array }> {
  using village = smallCommunity('golden archive')
  for (const name of ['bram', 'cleo']) village.join(name, 'ada')
  village.carryAll()
  const ada = village.person('ada')
  const { documents, membership, ring, device } = ada
  const garden = documents.open(documents.founding('charter'), (text) =>
    roomEntry(village.clock.now(), { name: 'garden', topic: 'beans' }, text),
  )
  for (let at = 0; at < 30; at++) village.say(['ada', 'bram', 'cleo'][at % 3] ?? '', `message ${at} of version 1`)
  documents.append(documents.writablePage(garden), messageEntry(village.clock.now(), 'beans, at last'), undefined)
  village.carryAll()
  const cleo = membership.state.devices.get(village.person('cleo').device.id)
  const cut = documents.proofs([village.person('cleo').device.id])
  const random = seededRandom('golden removal')
  if (cleo) removeMember({ log: membership, ring, device, random, now: village.clock.now() }, cleo.member, cut)
  const plain = await archived([heldBy(village, ada)], ada)
  const pieces: Uint8Array[] = []
  const whole = (async function* () {
    yield await Promise.resolve({ bytes: plain })
  })()
  for await (const { bytes } of sealArchive(whole, GOLDEN_PASSPHRASE, seededRandom('golden salt'))) pieces.push(bytes)
  return { plain, sealed: joinBytes(...pieces) }
}

/** Ada attached two files that go along and one that she has no more. */
export async function makeGoldenMediaArchive(): Promise<Uint8Array> {
  using village = smallCommunity('golden media archive')
  village.join('bram', 'ada')
  village.carryAll()
  const ada = village.person('ada')
  const author = ada.membership.state.devices.get(ada.device.id)?.member ?? ('' as MemberId)
  const place: BlobPlace = { community: village.community, space: village.room, author }
  const [beans, plan, lost] = [70_000, 900, 50].map((size) => sealedFile(size, `golden file of ${size}`, place))
  if (!beans || !plan || !lost) throw new TypeError('no files')
  const file = (name: string, type: string, { bytes, ref }: SealedFile) => ({
    ...{ name, type, ref, size: bytes.length, alt: '' },
  })
  const files = [
    { ...file('beans.png', 'image/png', beans), alt: 'Beans in a basket', width: 40, height: 30 },
    file('page.html', 'text/html', plan),
    file('lost.zip', 'application/zip', lost),
  ]
  const { documents } = ada
  village.clock.advance(1000)
  const entry = messageEntry(village.clock.now(), 'beans, at last, with a picture', {}, files)
  documents.append(documents.writablePage(village.room), entry, undefined)
  village.say('bram', 'well grown')
  village.carryAll()
  const held: ArchivePlace = {
    ...heldBy(village, ada),
    media: {
      has: ({ ref }) => ref.root !== lost.ref.root,
      content: ({ ref }) => [ref.root === beans.ref.root ? beans.bytes : plan.bytes],
    },
  }
  return await archived([held], ada, WHOLE, readableOf)
}
