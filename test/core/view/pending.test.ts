/** Somebody whose admission came to nothing waits to be confirmed: until then their words are kept and shown to nobody. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Documents, documentsSchema, messageEntry } from '../../../core/documents/index.ts'
import {
  admit,
  confirmMember,
  inviteKeys,
  KeyRing,
  MembershipLog,
  membershipSchema,
  readLink,
  removeMember,
  signCertificate,
  writeLink,
  writeRequest,
} from '../../../core/membership/index.ts'
import { type Device, deviceOf, newDeviceSeed } from '../../../core/identity/index.ts'
import { openDatabase } from '../../../core/storage/index.ts'
import { markSchema, View, viewSchema } from '../../../core/view/index.ts'
import { blockOf, hostileFeed } from '../../support/hostile-builder.ts'
import { type Person, smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { keptLog, seededRandom } from '../../support/surroundings.ts'

/** Dora has a view on what she holds. */
function dorasView(village: SmallCommunity) {
  const device = village.admit('dora', 'ada')
  const { community, clock, folder } = village
  const log = keptLog()
  const database = openDatabase({
    path: join(folder, 'dora.db'),
    key: new Uint8Array(32),
    schemas: [membershipSchema, documentsSchema, viewSchema, markSchema],
  })
  const items = village.person('ada').membership.missingFor([])
  const { communitySecret } = readLink(village.link())
  const membership = MembershipLog.begin({ database, community, log }, communitySecret, items)
  const ring = new KeyRing(device, () => membership.state)
  const memberOf = (of: typeof device.id) => {
    const member = membership.state.devices.get(of)?.member
    return member && membership.state.members.get(member)
  }
  const me = memberOf(device.id)
  if (!me) throw new TypeError('dora is no member')
  const now = () => clock.now()
  const view = new View({ database, community, me: me.id, memberOf, mySince: () => 0, now, log })
  view.prepare(() => [])
  const random = seededRandom('dora')
  const documents = new Documents({ database, community, membership, ring, device, clock, random, log, view })
  return {
    membership,
    documents,
    texts: () => view.queries.newest(village.room, 10).map(({ text }) => text),
    hear: (from: Person): void => {
      membership.receive(from.membership.missingFor(membership.sample()))
      for (const document of from.documents.list()) {
        if (!documents.has(document)) continue
        const vector = new Map(documents.vector(document).map(({ feed, seq }) => [feed, seq]))
        for (const block of from.documents.blocksBeyond(document, vector)) documents.receive(block)
      }
    },
    [Symbol.dispose]: () => database.close(),
  }
}

/** Lets somebody in on an invite of Ada's that asks for a moderator's word. */
function admitOnApproval(village: SmallCommunity, name: string): Device {
  const { device: inviter, membership, ring } = village.person('ada')
  const { community, clock } = village
  const random = seededRandom(name)
  const inviteSecret = random.bytes(16)
  const certificateBytes = signCertificate(inviter, {
    community,
    inviteKey: inviteKeys(inviteSecret).publicKey,
    role: 'member',
    uses: 1,
    expires: clock.now() + 1e12,
    approval: true,
  })
  const text = { name: 'Small', purpose: '', rules: '', inviter: 'ada' }
  const { communitySecret } = readLink(village.link())
  const link = writeLink(inviter, { community, communitySecret, inviteSecret, certificateBytes, text, addresses: [] })
  const device = deviceOf(newDeviceSeed(random))
  const meeting = { nonce: random.bytes(32), joiner: `peer-${name}`, admitter: 'peer-ada' }
  const request = writeRequest(readLink(link), device, meeting)
  admit({ log: membership, ring, device: inviter, now: clock.now() }, request, meeting)
  return device
}

it('shows what one wrote who was let in on approval once they are confirmed, and not before', () => {
  using village = smallCommunity('approval')
  const ada = village.person('ada')
  village.say('ada', 'hello')
  const device = admitOnApproval(village, 'hugo')
  const page = ada.documents.writablePage(village.room)
  const feed = hostileFeed({ ...ada, device }, page, seededRandom('session'))
  const block = blockOf([feed.write(messageEntry(village.clock.now() + 1000, 'too early'))])
  using dora = dorasView(village)
  dora.hear(ada)
  expect(dora.documents.receive(block).accepted).toBe(1)
  expect(dora.texts()).toEqual(['hello'])

  const { membership, ring } = ada
  const hugo = membership.state.devices.get(device.id)?.member
  if (!hugo) throw new TypeError('a member')
  const context = { log: membership, ring, device: ada.device, random: seededRandom('ada'), now: village.clock.now() }
  confirmMember(context, hugo)
  dora.hear(ada)
  expect(dora.texts()).toEqual(['hello', 'too early'])
})

it('hides what one wrote whose admission became void, and shows it once they are confirmed', () => {
  using village = smallCommunity('pending')
  const bram = village.join('bram', 'ada')
  using dora = dorasView(village)
  village.carryAll()
  const carl = village.join('carl', 'bram')
  village.say('ada', 'hello')
  village.carry('ada', 'carl')
  village.say('carl', 'my first words')
  for (const who of ['ada', 'bram', 'carl']) dora.hear(village.person(who))
  expect(dora.texts()).toEqual(['hello', 'my first words'])

  // Ada did not know of Carl when she removed Bram, who let him in.
  const { membership, ring, device } = village.person('ada')
  const memberOf = ({ device: { id } }: Person) => {
    const member = dora.membership.state.devices.get(id)?.member
    if (!member) throw new TypeError('a member')
    return member
  }
  const context = { log: membership, ring, device, random: seededRandom('ada'), now: village.clock.now() }
  removeMember(context, memberOf(bram), [])
  dora.hear(village.person('ada'))
  expect(dora.membership.state.members.get(memberOf(carl))?.state).toBe('pending')
  expect(dora.texts()).toEqual(['hello'])

  village.carry('carl', 'ada')
  confirmMember(context, memberOf(carl))
  dora.hear(village.person('ada'))
  expect(dora.membership.state.members.get(memberOf(carl))?.state).toBe('active')
  expect(dora.texts()).toEqual(['hello', 'my first words'])
})
