/** The part of the contract that is about members, decisions and invites, answered from a scene. */
import type {
  CareView,
  DecisionView,
  InviteRecord,
  MemberDetail,
  MemberView,
  Role,
} from '../../../core/contract/index.ts'
import {
  cleanOptionalText,
  FolkmootError,
  LIMITS,
  type CommunityId,
  type MemberId,
} from '../../../core/shared/index.ts'
import { Cell } from './cell.ts'
import type { SketchCommunity, SketchCore } from './core.ts'
import { guarded } from './guarded.ts'
import { careOf, decisionsOf, devicesSeen, invitesOf, removalIn } from './membership-scene.ts'
import { idOf } from './people.ts'

const hour = 3_600_000

interface Known {
  readonly care: Cell<CareView>
  readonly decisions: Cell<DecisionView[]>
  readonly invites: Cell<InviteRecord[]>
}

export function membershipHandlers(core: SketchCore, find: (community: CommunityId) => SketchCommunity) {
  const { members, invites, communities } = guarded
  const scene = core.membership
  const states = new WeakMap<SketchCommunity, Known>()
  const known = (community: CommunityId): Known => {
    const found = find(community)
    const state = states.get(found) ?? {
      care: new Cell(careOf(scene)),
      decisions: new Cell(decisionsOf(found.members.value, scene)),
      invites: new Cell(invitesOf(scene)),
    }
    states.set(found, state)
    return state
  }
  const willing = (): void => {
    if (scene.refuse) throw new FolkmootError('community/not-allowed', 'Only owners and moderators may do this.')
  }
  const readable = (): void => {
    if (scene.broken) throw new FolkmootError('community/damaged', 'The data of this community cannot be opened.')
  }
  const change = (community: CommunityId, id: MemberId, over: Partial<MemberView>): void => {
    const { members: all } = find(community)
    if (!all.value.some((one) => one.id === id)) throw new FolkmootError('member/unknown', 'This member is not known.')
    all.set(all.value.map((one) => (one.id === id ? { ...one, ...over } : one)))
    const pending = all.value.filter(({ state }) => state === 'pending').length
    known(community).care.set({ ...known(community).care.value, pending })
  }
  const settle = (community: CommunityId, id: string, over: Partial<DecisionView>): void => {
    const { decisions, care } = known(community)
    decisions.set(decisions.value.map((one) => (one.id === id ? { ...one, ...over } : one)))
    care.set({ ...care.value, unsigned: decisions.value.filter(({ maySign }) => maySign).length })
  }

  return {
    communities: {
      setHistory: communities.setHistory.handler(({ input }) => {
        willing()
        const found = find(input.community)
        found.summary = { ...found.summary, history: input.history }
        core.tell()
      }),
    },
    invites: {
      create: invites.create.handler(({ input }) => {
        willing()
        const link = `folkmoot://join#${idOf('link').repeat(14)}`
        const { community, hours, ...said } = input
        const expires = Date.now() + hours * hour
        const { invites: all } = known(community)
        const made = { used: 0, usedBy: [], expires, state: 'open' as const, overused: false, mayRevoke: true }
        const mine = { key: idOf(`invite ${all.value.length}`), link, inviterName: 'Bram', mine: true }
        all.set([{ ...said, ...made, ...mine }, ...all.value])
        return { link, expires, uses: input.uses }
      }),
      watch: invites.watch.handler(({ input, signal }) => {
        readable()
        return known(input.community).invites.watch(signal)
      }),
      revoke: invites.revoke.handler(({ input }) => {
        willing()
        const { invites: all } = known(input.community)
        const ended = { state: 'revoked' as const, mayRevoke: false }
        all.set(all.value.map((one) => (one.key === input.key ? { ...one, ...ended } : one)))
      }),
    },
    members: {
      watch: members.watch.handler(({ input, signal }) => {
        readable()
        return find(input.community).members.watch(signal)
      }),
      watchOne: members.watchOne.handler(async function* ({ input, signal }) {
        const { members: all } = find(input.community)
        for await (const list of all.watch(signal)) {
          const found = list.find(({ id }) => id === input.member)
          if (!found) throw new FolkmootError('member/unknown', 'This member is not known.')
          yield detailOf(found, list)
        }
      }),
      setRole: members.setRole.handler(({ input }) => {
        willing()
        change(input.community, input.member, { role: input.role })
      }),
      confirm: members.confirm.handler(({ input }) => {
        willing()
        change(input.community, input.member, { state: 'active' })
      }),
      remove: members.remove.handler(({ input }) => {
        willing()
        cleanOptionalText(input.reason, { chars: LIMITS.reasonChars })
        const { decisions } = known(input.community)
        const [first] = decisions.value
        if (!first) throw new TypeError('a sketched community was founded')
        if (!scene.waits) change(input.community, input.member, { state: 'removed' })
        return { action: first.id, state: scene.waits ? ('unsigned' as const) : ('counts' as const) }
      }),
      overturn: members.overturn.handler(({ input }) => {
        willing()
        const { decisions } = known(input.community)
        const about = decisions.value.find(({ id }) => id === input.action)
        if (about?.type === 'remove' && about.target) change(input.community, about.target, { state: 'active' })
        settle(input.community, input.action, { state: 'overturned', mayOverturn: false })
      }),
      signRemoval: members.signRemoval.handler(({ input }) => {
        willing()
        const { decisions } = known(input.community)
        const about = decisions.value.find(({ id }) => id === input.action)
        if (about?.target) change(input.community, about.target, { state: 'removed' })
        settle(input.community, input.action, { state: 'counts', maySign: false })
      }),
      watchCare: members.watchCare.handler(({ input, signal }) => known(input.community).care.watch(signal)),
      watchHistory: members.watchHistory.handler(async function* ({ input, signal }) {
        readable()
        for await (const all of known(input.community).decisions.watch(signal))
          yield { decisions: all.slice(0, input.limit), total: all.length }
      }),
      claimFormer: members.claimFormer.handler(willing),
      claimPast: members.claimPast.handler(willing),
      pastSelves: members.pastSelves.handler(() => []),
      formerSelves: members.formerSelves.handler(({ input }) =>
        scene.full ? find(input.community).members.value.filter(({ name }) => name === 'Hana') : [],
      ),
    },
  }

  function detailOf(one: MemberView, all: readonly MemberView[]): MemberDetail {
    const { role = 'member', full = false, waits = false } = scene
    const below = !one.me && rank[role] > rank[one.role]
    const gone = one.state === 'left' || one.state === 'removed'
    const removal = removalIn(one.name)
    const ada = all.find(({ name }) => name === 'Ada')
    const digits = [...idOf(`safety ${one.name}`)].map((letter) => letter.charCodeAt(0) % 10).join('')
    return {
      ...one,
      safetyNumber: `${digits}${digits}`.slice(0, 60).replace(/(.{5})(?=.)/g, '$1 '),
      deviceList: devicesSeen(one, full && one.name === 'Emre'),
      hasRecovery: one.name === 'Emre' || one.name === 'Ada',
      ...(one.role === 'owner' || !ada ? {} : { admittedBy: ada.id, invitedBy: ada.id }),
      ...(full && one.name === 'Goro' ? { formerly: idOf('Hana') as MemberId } : {}),
      mayGive: role === 'owner' && below && !gone ? (['owner', 'moderator', 'member'] as Role[]) : [],
      mayConfirm: below && one.state === 'pending',
      mayRemove: below && one.state !== 'removed',
      removalWaits: waits,
      ...(one.state === 'removed' && removal ? { removal } : {}),
      mayOverturn: one.state === 'removed' && role !== 'member',
    }
  }
}

const rank = { owner: 2, moderator: 1, member: 0 }
