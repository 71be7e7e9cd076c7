/** Many people come into a community, by invites and admissions that are really made, and say how they are called. */
import { profileEntry } from '../../../core/documents/index.ts'
import { deviceOf, newDeviceSeed, publicDevice } from '../../../core/identity/index.ts'
import {
  addDevice,
  admit,
  inviteKeys,
  KeyRing,
  readLink,
  setRole,
  signCertificate,
  writeLink,
  writeRequest,
} from '../../../core/membership/index.ts'
import { proveDevice } from '../../../core/membership/device-proof.ts'
import type { Community } from '../../../core/service/communities/index.ts'
import type { Clock, Random } from '../../../core/shared/index.ts'
import { Hand } from './hand.ts'
import type { Author } from './talk.ts'

/** Of members: one in so many has two further devices; so many are moderators. */
const MANY_DEVICES = 10
const MODERATORS = 8
/** Members who come by one invite. */
const BY_ONE_INVITE = 100
/** Names that are said in one block. */
const NAMES_AT_ONCE = 250
const NAMES = 'Ada Bram Cleo Dov Eshe Finn Gita Hana Ivo Jun Kofi Lena Mina Nils Oya Pia Quin Rosa Sami Tove'.split(' ')

/** @returns whoever founded it first */
export function populate(community: Community, count: number, parts: { clock: Clock; random: Random }): Author[] {
  const { membership } = community
  const { clock, random } = parts
  const first: Author = { member: community.me, name: 'Ada', device: community.deviceKeys }
  const authors = [first]
  const rings = new Map<Author, KeyRing>()
  const contextOf = (author: Author) => {
    const ring = rings.get(author) ?? new KeyRing(author.device, () => membership.state)
    rings.set(author, ring)
    return { log: membership, ring, device: author.device, random, now: clock.now() }
  }
  let link = ''
  while (authors.length < count) {
    if ((authors.length - 1) % BY_ONE_INVITE === 0) link = linkBy(community, parts)
    // Those who came lately let the next ones in, as well as the first.
    const host = authors[Math.floor(authors.length / 2)] ?? first
    const device = deviceOf(newDeviceSeed(random))
    const meeting = { nonce: random.bytes(32), joiner: 'joiner', admitter: 'admitter' }
    admit(contextOf(host), writeRequest(readLink(link), device, meeting), meeting)
    const member = membership.state.devices.get(device.id)?.member
    if (!member) throw new TypeError('nobody was let in')
    const author: Author = { member, device, name: `${NAMES[authors.length % NAMES.length]} ${authors.length}` }
    authors.push(author)
    if (authors.length <= MODERATORS) setRole(contextOf(first), member, 'moderator', [])
    if (authors.length % MANY_DEVICES === 0) addDevices(community, author, contextOf(author), random)
  }
  sayNames(community, authors.slice(1), parts)
  return authors
}

function addDevices(
  { community }: Community,
  { device }: Author,
  context: Parameters<typeof addDevice>[0],
  random: Random,
): void {
  for (const _ of [2, 3]) {
    const added = deviceOf(newDeviceSeed(random))
    const deviceSignature = proveDevice(community, device.id, added, false)
    addDevice(context, { device: publicDevice(added), recovery: false, deviceSignature })
  }
}

function sayNames(
  community: Community,
  authors: readonly Author[],
  { clock, random }: { clock: Clock; random: Random },
) {
  const { documents } = community
  const hand = new Hand({ ...community, bytes: (length) => random.bytes(length) }, documents.founding('profiles'))
  for (let at = 0; at < authors.length; at += NAMES_AT_ONCE) {
    const said = authors
      .slice(at, at + NAMES_AT_ONCE)
      .map(({ device, name }) => ({ device, entry: profileEntry(clock.now(), name) }))
    documents.receive(hand.block(said))
  }
}

function linkBy(from: Community, { clock, random }: { clock: Clock; random: Random }): string {
  const { community, membership, deviceKeys: device } = from
  const inviteSecret = random.bytes(16)
  const inviteKey = inviteKeys(inviteSecret).publicKey
  const expires = clock.now() + 24 * 3600 * 1000
  const terms = { community, inviteKey, role: 'member', uses: BY_ONE_INVITE, expires, approval: false } as const
  const certificateBytes = signCertificate(device, terms)
  const text = { name: 'Many', purpose: '', rules: '', inviter: 'Ada' }
  return writeLink(device, {
    ...{ community, communitySecret: membership.secret, inviteSecret, certificateBytes, text, addresses: [] },
  })
}
