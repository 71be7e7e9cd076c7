/** The directory: what members tell of themselves, whom they vouch for, whom I might help, and a newcomer's first steps. */
import { implement } from '@orpc/server'
import { contract, type WelcomeView } from '../../contract/index.ts'
import { type CommunityId, LIMITS } from '../../shared/index.ts'
import type { Community } from '../communities/index.ts'
import { live } from '../live.ts'
import { cleanAbout } from './about-fields.ts'
import type { Attention } from './attention.ts'
import type { Desk } from './desk.ts'
import { peopleOf, personOf, skillOf } from './person-views.ts'

export function directoryArea({ clock, communities }: Desk, attention: Attention) {
  const os = implement(contract.directory)
  const watching = (id: CommunityId, signal: AbortSignal | undefined) => {
    const community = communities.get(id)
    const subscribe = (told: () => void) => community.view.onChange(({ people, about }) => (people || about) && told())
    return { community, source: { subscribe, clock, signal } }
  }
  return os.router({
    watch: os.watch.handler(({ input, signal }) => {
      const { community, source } = watching(input.community, signal)
      return live(source, () => ({ people: peopleOf(community) }))
    }),
    watchOne: os.watchOne.handler(({ input, signal }) => {
      const { community, source } = watching(input.community, signal)
      return live(source, () => personOf(community, input.member))
    }),
    setAbout: os.setAbout.handler(({ input: { community: id, ...typed } }) => {
      const community = communities.get(id)
      community.assertMayWrite()
      const { name, about } = cleanAbout(typed)
      const { view, writing, me } = community
      const before = view.people.about(me)
      if (view.queries.names().get(me) !== name) writing.profile(name, view.people.namedAt(me))
      if (JSON.stringify(before?.about) !== JSON.stringify(about)) writing.about(about, before?.at)
    }),
    vouch: os.vouch.handler(({ input: { community: id, member, skill, on } }) => {
      const community = communities.get(id)
      community.assertMayWrite()
      const named = skillOf(community, member, skill, on)
      const before = community.view.people.vouchedAt(community.me, member, named)
      community.writing.vouch({ member, skill: named, on }, before)
    }),
    watchWelcome: os.watchWelcome.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      // What one says in a room is a step too.
      const subscribe = (told: () => void) => {
        const ends = [community.view.onChange(told), community.invites.onChange(told), attention.onChange(told)]
        return () => ends.forEach((end) => end())
      }
      return live({ subscribe, clock, signal }, () => welcomeOf(community, attention, clock.now()))
    }),
    welcomed: os.welcomed.handler(({ input: { community: id, step } }) => {
      const { view } = communities.get(id)
      if (view.people.takeStep(step)) view.peopleChanged()
    }),
  })
}

function welcomeOf(community: Community, attention: Attention, now: number): WelcomeView {
  const { people, inbox } = community.view
  const taken = people.steps()
  const steps = {
    hello: people.hasSpoken(),
    about: people.about(community.me) !== undefined,
    people: taken.has('people'),
    notices: attention.isSet() || inbox.heed.all().some(({ what }) => what === 'level'),
    invited: community.invites.all().length > 0 || community.membership.state.members.size > 1,
  }
  const { admittedBy, since, state } = community.member()
  const founder = admittedBy === undefined
  const isNew = state === 'active' && now - since < LIMITS.welcomeTime
  const isDone = steps.hello && steps.notices && (founder ? steps.invited : steps.about && steps.people)
  const room = community.rooms().find(({ kind, archived }) => kind === 'room' && !archived)?.id
  return { ...steps, founder, shown: isNew && !isDone && !taken.has('dismissed'), ...(room && { room }) }
}
