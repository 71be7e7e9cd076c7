/** Making, showing, ending, reading and accepting invite links. */
import { implement } from '@orpc/server'
import { contract, type JoinProgress } from '../../contract/index.ts'
import { type CommunityId, LIMITS } from '../../shared/index.ts'
import { inviteErrors, inviteKeys, readLink, signCertificate, writeLink } from '../../membership/index.ts'
import { type Community, linkAddresses } from '../communities/index.ts'
import { communityErrors, madeInviteErrors } from '../errors.ts'
import { live } from '../live.ts'
import type { Desk } from './desk.ts'
import { inviteRecords } from './invite-records.ts'

const HOUR = 3_600_000

export function invitesArea(desk: Desk) {
  const os = implement(contract.invites)
  const { clock, communities } = desk
  return os.router({
    create: os.create.handler(({ input }) => makeInvite(desk, communities.get(input.community), input)),
    watch: os.watch.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const subscribe = (told: () => void) => {
        const ends = [community.view.onChange(({ people }) => people && told()), community.invites.onChange(told)]
        return () => ends.forEach((end) => end())
      }
      return live({ subscribe, clock, signal }, () => inviteRecords(community, clock.now()))
    }),
    revoke: os.revoke.handler(({ input }) => {
      const community = communities.get(input.community)
      const known = inviteRecords(community, clock.now()).find(({ key }) => key === input.key)
      if (!known) throw madeInviteErrors('unknown')
      community.assertMayWrite()
      if (known.state === 'revoked') return
      if (!known.mayRevoke) throw communityErrors('not-allowed')
      community.decisions.revokeInvite(input.key)
    }),
    preview: os.preview.handler(({ input }) => {
      const { community, text, certificate } = readLink(input.link)
      const standing = communities.standing(community)
      if (standing === 'new' && certificate.expires < clock.now()) throw inviteErrors('expired')
      return { community, ...text, role: certificate.role, expires: certificate.expires, standing }
    }),
    accept: os.accept.handler(async ({ input }) => ({
      community: await communities.join(input.link, input.displayName),
    })),
    watchJoin: os.watchJoin.handler(async function* ({ input, signal }) {
      const subscribe = (told: () => void) => communities.onChange((id) => id === input.community && told())
      for await (const progress of live({ subscribe, clock, signal }, () => progressOf(desk, input.community))) {
        yield progress
        if (progress.step === 'done' || progress.step === 'refused') return
      }
    }),
  })
}

interface Terms {
  readonly uses: number
  readonly hours: number
  readonly role: 'member' | 'moderator'
  readonly approval: boolean
}

/** @throws invite/above-you, invite/too-many, community/left … */
function makeInvite({ options, clock }: Desk, community: Community, terms: Terms) {
  community.assertMayWrite()
  if (terms.role === 'moderator' && community.member().role !== 'owner') throw madeInviteErrors('above-you')
  const open = inviteRecords(community, clock.now()).filter(({ link, state }) => link !== undefined && state === 'open')
  if (open.length >= LIMITS.openInvites) throw madeInviteErrors('too-many', { details: { have: open.length } })

  const { queries } = community.view
  const device = community.deviceKeys
  const inviteSecret = options.random.bytes(16)
  const expires = clock.now() + Math.min(terms.hours * HOUR, LIMITS.inviteAge)
  const certificateBytes = signCertificate(device, {
    community: community.community,
    inviteKey: inviteKeys(inviteSecret).publicKey,
    role: terms.role,
    uses: terms.uses,
    expires,
    approval: terms.approval,
  })
  const charter = queries.charter() ?? { name: '', purpose: '', rules: '' }
  const own = options.network.addresses(community.community)
  const link = writeLink(device, {
    community: community.community,
    communitySecret: community.membership.secret,
    inviteSecret,
    certificateBytes,
    text: {
      name: charter.name,
      purpose: charter.purpose,
      rules: charter.rules,
      inviter: queries.names().get(community.me) ?? '',
    },
    addresses: linkAddresses(own, community.acquaintances.all()),
  })
  community.invites.keep(link)
  return { link, expires, uses: terms.uses }
}

function progressOf({ communities }: Desk, id: CommunityId): JoinProgress {
  const listing = communities.list().find((each) => each.id === id)
  const state = communities.joinState(id)
  if (!listing || !state) throw communityErrors('unknown')
  return {
    community: id,
    name: listing.name,
    step: state.step,
    ...(state.code !== undefined && { code: state.code }),
    tries: state.tries,
    received: listing.community?.view.queries.spaces().reduce((sum, { messages }) => sum + messages, 0) ?? 0,
    ...(state.nextTry !== undefined && { nextTry: state.nextTry }),
    ...(state.trouble && { trouble: { code: state.trouble.code, text: state.trouble.message } }),
  }
}
