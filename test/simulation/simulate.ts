/** One run: a community lives through a seed's worth of trouble, then everybody meets again, and it must all fit together. */
import { isRotationWanted } from '../../core/service/communities/epochs.ts'
import { openAgain } from '../../core/service/communities/stranded.ts'
import { seedEverything } from './chance.ts'
import { doSomething } from './deeds.ts'
import { meet } from './exchange.ts'
import { INVARIANTS } from './invariants.ts'
import { doMischief } from './mischief.ts'
import type { Peer } from './peer.ts'
import { World } from './world.ts'

export interface Outcome {
  readonly seed: number
  readonly peers: number
  readonly hostile: number
  readonly messages: number
  readonly actions: number
  /** Rounds of everybody meeting everybody until nothing was new. */
  readonly rounds: number
  /** What was wrong, in words; empty when all held. */
  readonly broken: readonly string[]
  readonly story: readonly string[]
}

/** Rounds after which peers that are all connected must have nothing new to tell. */
const QUIET_AFTER = 40

export function simulate(seed: number, most = 20): Outcome {
  const unseed = seedEverything(seed)
  try {
    using world = new World(seed)
    populate(world, 3 + (seed % Math.max(1, most - 2)))
    const steps = 120 + world.chance.below(200)
    for (let step = 0; step < steps; step++) live(world)
    return judge(world, seed)
  } finally {
    unseed()
  }
}

/** A few at first, up to a third of them hostile; some join later. */
function populate(world: World, count: number): void {
  const [founder] = world.peers
  if (!founder) return
  const link = world.invite(founder, { uses: 1000, role: 'member', approval: false })
  world.links.push(link)
  for (let at = 1; at < count; at++) {
    const isHostile = at % 3 === 2
    world.join(isHostile ? `mallory ${at}` : `person ${at}`, founder, link, isHostile)
  }
  for (const peer of world.honest.slice(1, 3)) founder.community.decisions.setRole(peer.community.me, 'moderator')
  const [hostile] = world.hostile
  if (hostile && world.chance.percent(40)) founder.community.decisions.setRole(hostile.community.me, 'moderator')
  for (const peer of world.peers) meet(founder, peer, { chance: world.chance, trouble: 0 })
  for (const peer of world.peers) peer.community.writing.profile(peer.name)
}

function live(world: World): void {
  const { chance, peers } = world
  world.now += chance.below(120_000)
  if (chance.percent(6)) world.partition(1 + chance.below(3))
  const peer = chance.pick(peers)
  if (!peer) return
  if (chance.percent(45)) {
    const other = chance.pick(peers.filter((each) => each !== peer && world.reaches(each, peer)))
    if (other) meetAndSurvive(world, peer, other, 15)
    return
  }
  if (chance.percent(4)) return grow(world, peer)
  if (peer.isHostile && chance.percent(60)) doMischief(world, peer)
  else doSomething(world, peer)
}

/** Somebody joins, or gets a further device; up to 24 peers. */
function grow(world: World, host: Peer): void {
  if (world.peers.length >= 24) return
  const { chance } = world
  const name = `later ${world.peers.length}`
  if (chance.percent(40)) return void world.addDevice(name, host, chance.percent(30))
  const link = chance.pick(world.links)
  if (link) world.join(name, host, link, world.hostile.length * 3 < world.peers.length && chance.percent(30))
}

function meetAndSurvive(world: World, a: Peer, b: Peer, trouble: number): number {
  let news = 0
  const met = world.tries(
    a,
    () => void world.tries(b, () => void (news = meet(a, b, { chance: world.chance, trouble }))),
  )
  return met ? news : 1
}

function judge(world: World, seed: number): Outcome {
  const broken: string[] = []
  world.partition(1)
  for (const peer of world.peers) {
    peer.dieAfter(Number.POSITIVE_INFINITY)
    peer.skew = 0
  }
  const rounds = settle(world)
  if (rounds >= QUIET_AFTER) broken.push(`there was still something new after ${rounds} rounds`)
  const active = activeOf(world)
  for (const [name, holds] of Object.entries(INVARIANTS)) {
    const wrong = holds(world, active)
    if (wrong !== undefined) broken.push(`${name}: ${wrong}`)
  }
  for (const peer of world.honest) {
    const trouble = peer.log.lines.find((line) => line.startsWith('error'))
    if (trouble !== undefined) broken.push(`${peer.name} logged ${trouble}`)
  }
  const actions = Math.max(...world.peers.map(({ community }) => community.membership.size))
  const { peers, hostile, said, story } = world
  return {
    seed,
    peers: peers.length,
    hostile: hostile.length,
    messages: said.size,
    actions,
    rounds,
    broken,
    story: [...story],
  }
}

/** Everybody meets everybody on good lines until nobody has anything new. */
function settle(world: World): number {
  for (let round = 1; round < QUIET_AFTER; round++) {
    let news = 0
    for (const a of world.peers) for (const b of world.peers) if (a !== b) news += meetAndSurvive(world, a, b, 0)
    for (const peer of world.honest) world.tries(peer, () => void (news += doDuties(world, peer)))
    if (news === 0) return round
  }
  return QUIET_AFTER
}

/** What a device does by itself, a while after it has learnt of something: new keys, and rooms opened again whose opener is gone. */
function doDuties({ now }: World, { community }: Peer): number {
  if (community.standing() !== 'active') return 0
  const isLeader = community.member().role !== 'member'
  const isWanted = isLeader && isRotationWanted(community)
  if (isWanted) community.decisions.rotate()
  return (isWanted ? 1 : 0) + openAgain(community, isLeader, now)
}

/** Honest peers that may take part, by the word of all of them. */
function activeOf(world: World): Peer[] {
  const inUse = world.honest.filter(({ community, device }) => community.membership.isActive(device.id))
  return inUse.filter(({ device }) =>
    inUse.every(({ community: { carried } }) => carried.log.standing(device.id)?.may === 'exchange'),
  )
}
