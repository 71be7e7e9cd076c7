/** What must hold when all is quiet, whatever was done before. Each answers what is wrong, in words. */
import { MembershipLog, membershipSchema } from '../../core/membership/index.ts'
import { logKeys } from '../../core/membership/index.ts'
import { sealAction } from '../../core/membership/log-seal.ts'
import type { Action } from '../../core/membership/action.ts'
import type { ActionId } from '../../core/shared/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { keptLog, temporaryFolder } from '../support/surroundings.ts'
import type { Peer } from './peer.ts'
import type { World } from './world.ts'

type Invariant = (world: World, active: readonly Peer[]) => string | undefined

/** Peers that may exchange everything are level in everything. */
const converged: Invariant = (_world, active) => firstDifference(active, stateOf)

/** And see the same, in the same order. */
const alike: Invariant = (_world, active) => firstDifference(active, screenOf)

/** What honest members said and were not cut off from is there, in their own words. */
const nothingLost: Invariant = (world, active) => {
  for (const watcher of active) {
    const { view, membership } = watcher.community
    for (const [id, { by, text, withdrawn }] of world.said) {
      // A recovery key is no device: nobody takes from it what it says.
      const device = membership.state.devices.get(by.device.id)
      if (by.isHostile || device?.recovery || !membership.isActive(by.device.id)) continue
      const shown = view.queries.message(id)
      if (!shown) return `${watcher.name} does not see what ${by.name} said: ${id} “${text}”`
      if (shown.withdrawn !== withdrawn)
        return `${watcher.name} sees ${id} of ${by.name} ${withdrawn ? 'still' : 'no more'}`
      if (!withdrawn && shown.text !== text)
        return `${watcher.name} reads “${shown.text}” where ${by.name} said “${text}”`
    }
  }
  return undefined
}

/** Nobody's words were changed but by themselves: also those of people who are no longer there. */
const nothingForged: Invariant = (world, active) => {
  for (const watcher of active) {
    for (const [id, { by, text }] of world.said) {
      const shown = watcher.community.view.queries.message(id)
      if (!shown || by.isHostile || shown.withdrawn) continue
      if (shown.text === 'what they never said') return `${watcher.name} reads forged words of ${by.name}: ${text}`
    }
  }
  return undefined
}

/** Of who was removed with nothing kept, nothing is shown. */
const cutsHold: Invariant = (_world, active) => {
  for (const { name, community } of active) {
    const { membership, view } = community
    for (const { id, devices, state } of membership.state.members.values()) {
      if (state !== 'removed') continue
      for (const row of shownOf(view, id)) {
        const cut = devices.map((device) => membership.cutOf(device, row.feed)).find((each) => each !== undefined)
        if (
          cut !== undefined &&
          row.seq > Math.max(...devices.map((device) => membership.cutOf(device, row.feed) ?? 0))
        )
          return `${name} shows ${row.id} of somebody removed, beyond the cut ${cut}`
      }
    }
  }
  return undefined
}

function shownOf(view: Peer['community']['view'], author: string) {
  return view.queries
    .spaces()
    .flatMap(({ id }) => view.queries.newest(id, 10_000).filter((row) => row.author === author))
}

/** Whoever was removed holds no key that is written under, unless somebody who has it gave it to them by hand. */
const keysChanged: Invariant = (world, active) => {
  const [watcher] = active
  if (!watcher) return undefined
  const { state } = watcher.community.membership
  for (const { community, device, name, isHostile } of world.peers) {
    if (state.members.get(community.me)?.state !== 'removed' || isHostile) continue
    if (state.devices.get(device.id)?.recovery) continue
    const held = new Set(community.ring.held().map(({ id }) => id))
    if (state.epochHeads.length > 0 && state.epochHeads.every((id) => held.has(id)))
      return `${name} was removed and holds every key in force`
  }
  return undefined
}

/** An action is judged by its own past alone: whoever knows nothing else comes to the same. */
const judgedByPast: Invariant = (world, active) => {
  const [watcher] = active
  if (!watcher) return undefined
  const { membership } = watcher.community
  const actions = membership.actions()
  const byId = new Map(actions.map((action) => [action.id, action]))
  using folder = temporaryFolder()
  for (let at = 0; at < 3; at++) {
    const action = world.chance.pick(actions)
    if (!action) continue
    const past = pastOf(action, byId, actions)
    const items = past.map((each) => sealAction(logKeys(membership.secret), each))
    const options = { path: `${folder.path}/${at}.db`, key: new Uint8Array(32), schemas: [membershipSchema] }
    const database = openDatabase(options)
    const { community, secret } = membership
    const log = MembershipLog.begin({ database, community, log: keptLog() }, secret, items)
    const isWhole = log.size === past.length
    database.close()
    if (!isWhole) return `${action.payload.type} is refused by who knows only what its author knew`
  }
  return undefined
}

function pastOf(action: Action, byId: ReadonlyMap<ActionId, Action>, order: readonly Action[]): Action[] {
  const found = new Set<ActionId>([action.id])
  const waiting = [...action.parents]
  for (let id = waiting.pop(); id; id = waiting.pop()) {
    if (found.has(id)) continue
    found.add(id)
    waiting.push(...(byId.get(id)?.parents ?? []))
  }
  return order.filter(({ id }) => found.has(id))
}

/** The index is what one made anew from the feeds would be, and both are what a new process reads from the disk. */
const rebuilt: Invariant = (world, active) => {
  const peer = world.chance.pick(active)
  if (!peer) return undefined
  const before = screenOf(peer)
  peer.reopen()
  if (screenOf(peer) !== before) return `${peer.name} sees something else after a restart`
  const { view, documents } = peer.community
  view.rebuild(() => documents.effects())
  return screenOf(peer) === before ? undefined : `${peer.name} sees something else after its index was made anew`
}

export const INVARIANTS: Readonly<Record<string, Invariant>> = {
  converged,
  alike,
  'nothing lost': nothingLost,
  'nothing forged': nothingForged,
  'cuts hold': cutsHold,
  'keys changed': keysChanged,
  'judged by its past': judgedByPast,
  rebuilt,
}

function stateOf({ community: { membership, documents } }: Peer): string {
  const { members, devices, invites, epochHeads } = membership.state
  return JSON.stringify({
    heads: membership.heads(),
    members: [...members.values()].sort(byId),
    devices: [...devices.values()]
      .map(({ id, member, state, removal, equivocated }) => ({ id, member, state, removal, equivocated }))
      .sort(byId),
    invites: [...invites.values()]
      .map(({ key, uses, revoked, overused }) => ({ id: key, uses, revoked, overused }))
      .sort(byId),
    epochHeads,
    documents: [...documents.list()].sort(byText).map((id) => [id, Buffer.from(documents.digest(id)).toString('hex')]),
  })
}

function screenOf({ community: { view } }: Peer): string {
  const { queries } = view
  const rooms = queries.spaces().map(({ id, name, topic }) => ({
    id,
    name,
    topic,
    rows: queries.newest(id, 10_000).map(({ id: row, time, text, author, withdrawn, editedAt, forked }) => ({
      row,
      time,
      text,
      author,
      withdrawn,
      editedAt,
      forked,
    })),
  }))
  return JSON.stringify(
    { charter: queries.charter(), rooms, names: [...queries.names()].sort(([a], [b]) => byText(a, b)) },
    undefined,
    1,
  )
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function firstDifference(peers: readonly Peer[], of: (peer: Peer) => string): string | undefined {
  const [first, ...others] = peers
  if (!first) return undefined
  const expected = of(first)
  for (const other of others) {
    const found = of(other)
    if (found === expected) continue
    const at = [...expected].findIndex((letter, place) => letter !== found[place])
    const [a, b] = [expected, found].map((text) => text.slice(Math.max(0, at - 160), at + 160))
    return `${first.name} and ${other.name} differ:\n${first.name}: …${a}…\n${other.name}: …${b}…`
  }
  return undefined
}
