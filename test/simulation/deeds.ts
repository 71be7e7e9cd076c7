/** What people do: talk, change and take back, join, add devices, decide, leave, and have bad luck with their machines. */
import type { World } from './world.ts'
import type { Peer } from './peer.ts'

type Deed = (world: World, peer: Peer) => void

const HOUR = 3_600_000
const ROLES = ['owner', 'moderator', 'member'] as const

const say: Deed = (world, peer) => {
  const { community } = peer
  const space = world.chance.pick(community.rooms())
  if (!space) return
  const text = `${peer.name} says ${world.said.size}`
  world.tries(peer, () => {
    const id = community.writing.send(space.id, text, `key ${world.said.size} ${world.story.length}`)
    world.said.set(id, { by: peer, space: space.id, text, withdrawn: false })
  })
}

const change: Deed = (world, peer) => {
  const mine = [...world.said].filter(([, said]) => said.by === peer && !said.withdrawn)
  const [id, said] = world.chance.pick(mine) ?? []
  if (!id || !said) return
  const text = `${said.text}, no, ${world.chance.below(1000)}`
  if (world.tries(peer, () => peer.community.writing.edit(said.space, id, text))) said.text = text
}

const takeBack: Deed = (world, peer) => {
  const mine = [...world.said].filter(([, said]) => said.by === peer && !said.withdrawn)
  const [id, said] = world.chance.pick(mine) ?? []
  if (id && said && world.tries(peer, () => peer.community.writing.withdraw(said.space, id))) said.withdrawn = true
}

const openRoom: Deed = (world, peer) => {
  world.tries(peer, () => void peer.community.writing.openRoom({ name: `room ${world.story.length}`, topic: '' }))
}

const invite: Deed = (world, peer) => {
  const { chance } = world
  const terms = { uses: 1 + chance.below(3), approval: chance.percent(20) }
  world.links.push(world.invite(peer, { ...terms, role: chance.percent(15) ? 'moderator' : 'member' }))
}

const setRole: Deed = (world, peer) => {
  const other = world.chance.pick(world.peers)
  const role = world.chance.pick(ROLES)
  if (other && role) world.tries(peer, () => peer.community.decisions.setRole(other.community.me, role))
}

const confirm: Deed = (world, peer) => {
  for (const { id, state } of peer.community.membership.state.members.values())
    if (state === 'pending') world.tries(peer, () => peer.community.decisions.confirm(id))
}

const remove: Deed = (world, peer) => {
  const other = world.chance.pick(world.peers)
  const keep = world.chance.percent(60) ? 'all' : 'none'
  if (other) world.tries(peer, () => void peer.community.decisions.remove(other.community.me, keep, ''))
}

const overturn: Deed = (world, peer) => {
  const decisions = peer.community.membership.history().filter(({ state }) => state === 'counts')
  const decision = world.chance.pick(decisions)
  if (decision) world.tries(peer, () => peer.community.decisions.overturn(decision.action.id))
}

const sign: Deed = (world, peer) => {
  const unsigned = peer.community.membership.history().filter(({ state }) => state === 'unsigned')
  const decision = world.chance.pick(unsigned)
  if (decision) world.tries(peer, () => peer.community.decisions.signRemoval(decision.action.id))
}

/** Moderators and owners change the keys when somebody left, or when nobody they know of has the ones in force. */
const rotate: Deed = (world, peer) => {
  world.tries(peer, () => peer.community.decisions.rotate())
}

const leave: Deed = (world, peer) => {
  if (peer !== world.peers[0]) world.tries(peer, () => peer.community.decisions.leave())
}

const reopen: Deed = (world, peer) => void world.tries(peer, () => peer.reopen())

const die: Deed = (world, peer) => peer.dieAfter(world.chance.below(40))

const clockFault: Deed = (world, peer) => {
  const { chance } = world
  peer.skew = chance.pick([0, 0, 90_000, -90_000, 5 * HOUR, -30 * HOUR, 20_000 * HOUR, -1e15]) ?? 0
}

/** So many of 1,000 steps. */
const DEEDS: readonly (readonly [number, Deed])[] = [
  [520, say],
  [60, change],
  [30, takeBack],
  [20, openRoom],
  [40, invite],
  [50, setRole],
  [40, confirm],
  [35, remove],
  [35, overturn],
  [10, sign],
  [25, rotate],
  [6, leave],
  [45, reopen],
  [50, die],
  [34, clockFault],
]

export function doSomething(world: World, peer: Peer): void {
  let turn = world.chance.below(1000)
  const deed = DEEDS.find(([share]) => (turn -= share) < 0)?.[1] ?? say
  world.story.push(`${peer.name}: ${deed.name}`)
  deed(world, peer)
}
