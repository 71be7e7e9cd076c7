/** The invites the manager shows: those made on this device, and those others used or ended. */
import type { InviteRecord } from '../../contract/index.ts'
import type { ActionId, MemberId } from '../../shared/index.ts'
import type { Certificate } from '../../membership/index.ts'
import type { Names } from '../../view/index.ts'
import type { Community } from '../communities/index.ts'
import { shownName } from '../names.ts'

interface Known {
  readonly key: string
  readonly link: string | undefined
  /** Nothing when all that is known of the invite is that somebody ended it. */
  readonly certificate: Certificate | undefined
}

/** Those that are open first, then those that end last. */
export function inviteRecords(community: Community, now: number): InviteRecord[] {
  const names = community.view.queries.names()
  const { members } = community.membership.state
  const cameBy = new Map<ActionId, MemberId>()
  for (const { id, grants } of members.values()) for (const grant of grants) cameBy.set(grant, id)
  return everyInvite(community)
    .map((known) => recordOf(community, known, { names, cameBy, now }))
    .sort((a, b) => Number(b.state === 'open') - Number(a.state === 'open') || b.expires - a.expires)
}

function everyInvite(community: Community): Known[] {
  const made = community.invites.all()
  const here = new Set(made.map(({ key }) => key))
  const others = [...community.membership.state.invites].filter(([key]) => !here.has(key))
  return [...made, ...others.map(([key, { certificate }]) => ({ key, link: undefined, certificate }))]
}

interface Around {
  readonly names: Names
  readonly cameBy: ReadonlyMap<ActionId, MemberId>
  readonly now: number
}

function recordOf(
  community: Community,
  { key, link, certificate }: Known,
  { names, cameBy, now }: Around,
): InviteRecord {
  const { invites, devices } = community.membership.state
  const used = invites.get(key)
  const count = used?.uses.length ?? 0
  const uses = certificate?.uses ?? 0
  const expires = certificate?.expires ?? 0
  const inviter = certificate && devices.get(certificate.inviter)?.member
  const mine = inviter === community.me
  const state = used?.revoked ? 'revoked' : count >= uses ? 'used-up' : expires < now ? 'expired' : 'open'
  const came = (used?.uses ?? []).flatMap((use) => cameBy.get(use) ?? [])
  const may = community.standing() === 'active' && (mine || community.member().role !== 'member')
  return {
    key,
    ...(link !== undefined && { link }),
    ...(inviter && { inviter }),
    inviterName: inviter ? shownName(inviter, names.get(inviter)) : '',
    mine,
    role: certificate?.role ?? 'member',
    uses,
    used: count,
    usedBy: came.map((member) => shownName(member, names.get(member))),
    expires,
    approval: certificate?.approval ?? false,
    state,
    overused: used?.overused ?? false,
    mayRevoke: may && state !== 'revoked',
  }
}
