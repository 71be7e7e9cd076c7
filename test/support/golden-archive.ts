/** The archive that test/fixtures/v1 holds: two people, two rooms, something set aside; and the same under a passphrase. */
import { sealArchive } from '../../core/archive/index.ts'
import { messageEntry, roomEntry } from '../../core/documents/index.ts'
import { removeMember } from '../../core/membership/index.ts'
import { joinBytes } from '../../core/shared/index.ts'
import { archived, heldBy } from './archived.ts'
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
