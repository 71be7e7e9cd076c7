/** What a hostile member does, who has the keys and a true device: anything that can be signed, and anything that cannot. */
import { editEntry, messageEntry, withdrawEntry } from '../../core/documents/index.ts'
import type { Payload } from '../../core/membership/payload.ts'
import { fromBase64url } from '../../core/shared/index.ts'
import { blockOf, type HostileFeed, hostileFeed } from '../support/hostile-builder.ts'
import { HostileLog } from '../support/hostile-log.ts'
import { receiveBlock } from './exchange.ts'
import type { Peer } from './peer.ts'
import type { World } from './world.ts'

type Mischief = (world: World, peer: Peer) => void

/** Feeds of theirs that were shown to somebody, to be forked later. */
const shown = new WeakMap<Peer, HostileFeed[]>()

function pageOf({ chance }: World, { community }: Peer) {
  const space = chance.pick(community.rooms())
  return space && chance.pick(community.documents.pages(space.id).filter((id) => id !== space.id))
}

/** As the peer is whenever it writes: it may have died since. */
function author(peer: Peer) {
  return {
    device: peer.device,
    get membership() {
      return peer.community.membership
    },
    get ring() {
      return peer.community.ring
    },
  }
}

const victims = ({ honest, chance }: World): Peer[] => chance.shuffled(honest).slice(0, 2)

/** One thing to one, another to another, in one place. */
const equivocate: Mischief = (world, peer) => {
  const page = pageOf(world, peer)
  const [first, second] = victims(world)
  if (!page || !first || !second) return
  const feed = hostileFeed(author(peer), page, world.random)
  for (let at = 0; at <= world.chance.below(3); at++) feed.write(messageEntry(world.now, `so far ${at}`))
  const other = feed.fork()
  feed.write(messageEntry(world.now, 'yes'))
  other.write(messageEntry(world.now, 'no'))
  world.tries(first, () => void receiveBlock(first, blockOf(feed.items)))
  world.tries(second, () => void receiveBlock(second, blockOf(other.items)))
  shown.set(peer, [...(shown.get(peer) ?? []), feed])
}

/** A feed shown long ago is forked from its first item on. */
const forkLate: Mischief = (world, peer) => {
  const feed = world.chance.pick(shown.get(peer) ?? [])
  const [victim] = victims(world)
  if (!feed || !victim) return
  const other = feed.fork(world.chance.below(feed.items.length))
  other.write(messageEntry(world.now, 'it was otherwise'))
  world.tries(victim, () => void receiveBlock(victim, blockOf(other.items)))
}

/** Others' messages changed and withdrawn, and said as if in 1970 or at the end of time. */
const meddle: Mischief = (world, peer) => {
  const page = pageOf(world, peer)
  const target = world.chance.pick([...world.said.keys()])
  const [victim] = victims(world)
  if (!page || !target || !victim) return
  const feed = hostileFeed(author(peer), page, world.random)
  feed.write(editEntry(world.now, { target, text: 'what they never said' }))
  feed.write(withdrawEntry(world.now, target))
  feed.write(messageEntry(world.chance.percent(50) ? 0 : 8.64e15, 'out of time'))
  world.tries(victim, () => void receiveBlock(victim, blockOf(feed.items)))
}

/** Actions that stand on what was long ago, or on nothing, to do what they may not. */
const usurp: Mischief = (world, peer) => {
  const { chance } = world
  const { membership } = peer.community
  const hostile = new HostileLog(membership, world.random)
  const all = membership.actions()
  const parents = chance.percent(50) ? membership.heads() : [chance.pick(all)?.id ?? membership.heads()[0]]
  const payload = chance.pick(payloads(world, peer))
  const [victim] = victims(world)
  if (!payload || !victim) return
  const action = hostile.action(peer.device, payload, { parents: parents.filter((id) => id !== undefined) })
  world.tries(victim, () => void victim.community.membership.receive([hostile.seal(action)]))
}

function payloads({ chance, random, peers }: World, { community, device }: Peer): Payload[] {
  const { state } = community.membership
  const member = bytesOf(chance.pick(peers)?.community.me ?? community.me)
  const epoch = random.bytes(32)
  const parents = state.epochHeads.slice(0, 1).map(bytesOf)
  const rotation = { epoch, parents, sealed: [] }
  const decision = chance.pick(community.membership.actions())
  return [
    { type: 'set-role', member: bytesOf(community.me), role: 'owner', cut: [] },
    { type: 'set-role', member, role: 'member', cut: [] },
    { type: 'remove', member, cut: [], rotation },
    { type: 'remove-device', device: device.signing.publicKey, cut: [], rotation },
    { type: 'rotate', rotation },
    { type: 'overturn', action: bytesOf(decision?.id ?? '') },
    { type: 'confirm', what: 'member', id: member },
    { type: 'confirm', what: 'removal', id: bytesOf(decision?.id ?? '') },
    { type: 'unknown', name: 'crown', value: 1 },
    { type: 'leave', cut: [] },
  ]
}

/** Bytes that are nothing, and true ones with a bit turned. */
const noise: Mischief = (world, peer) => {
  const [victim] = victims(world)
  const page = pageOf(world, peer)
  if (!victim || !page) return
  const { community } = victim
  const rubbish = world.random.bytes(1 + world.chance.below(300))
  world.tries(victim, () => void receiveBlock(victim, rubbish))
  const [epoch] = community.membership.state.epochHeads
  world.tries(victim, () => void community.membership.receive([rubbish]))
  world.tries(victim, () => void (epoch && community.carried.log.keys.take([[epoch, rubbish]])))
  const [block] = community.documents.blocksBeyond(page, new Map())
  if (!block) return
  const turned = Uint8Array.from(block)
  const at = world.chance.below(turned.length)
  turned[at] = (turned[at] ?? 0) ^ (1 << world.chance.below(8))
  world.tries(victim, () => void receiveBlock(victim, turned))
}

const MISCHIEF: readonly Mischief[] = [equivocate, equivocate, forkLate, meddle, usurp, usurp, usurp, noise]

export function doMischief(world: World, peer: Peer): void {
  const deed = world.chance.pick(MISCHIEF)
  if (!deed) return
  world.story.push(`${peer.name}: ${deed.name}`)
  world.tries(peer, () => {
    // Whoever holds no key can write nothing.
    if (peer.community.ring.heads().length > 0) deed(world, peer)
  })
}

function bytesOf(id: string): Uint8Array {
  return fromBase64url(id) ?? new Uint8Array(32)
}
