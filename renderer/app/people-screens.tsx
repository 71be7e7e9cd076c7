/** The pages about who belongs to a community and by which devices, for whoever belongs or belonged to it. */
import type { ReactNode } from 'react'
import { ExportPage } from '../archive/index.ts'
import { InvitesPage } from '../communities/index.ts'
import { DevicesPage } from '../devices/index.ts'
import { HomePage } from '../home/index.ts'
import { DecisionsPage, MembersPage, PeopleTabs } from '../members/index.ts'
import { AboutPage, PeoplePage, Portrait } from '../people/index.ts'
import { mayRead, useCommunities, useCommunity, type CommunitySummary } from '../session/index.ts'
import { useHere } from './here.ts'
import { CommunityScreen, NotFoundScreen, UnderSteps } from './screens.tsx'
import { useShell } from './shell-state.ts'

export function MembersScreen() {
  const { member } = useHere()
  const onInvite = useInvite()
  return (
    <Inside>
      {(community) => (
        <MembersPage
          key={community.id}
          community={community}
          member={member}
          portrait={member && <Portrait community={community} member={member} since={false} />}
          onInvite={onInvite(community)}
        />
      )}
    </Inside>
  )
}

export function PeopleScreen() {
  const { member } = useHere()
  return (
    <Inside>
      {(community) => (
        <PeoplePage
          key={community.id}
          community={community}
          member={member}
          tabs={<PeopleTabs community={community.id} current="people" />}
        />
      )}
    </Inside>
  )
}

/** What somebody told of themselves in a community they left is changed no more: they see who is there. */
export function AboutScreen() {
  return (
    <Inside>
      {(community) =>
        community.state === 'member' ? <AboutPage key={community.id} community={community} /> : <PeopleScreen />
      }
    </Inside>
  )
}

export function HomeScreen() {
  const onInvite = useInvite()
  return (
    <Inside>
      {(community) => (
        <UnderSteps key={community.id} community={community} onInvite={onInvite(community)}>
          <HomePage community={community} />
        </UnderSteps>
      )}
    </Inside>
  )
}

export function InvitesScreen() {
  const onInvite = useInvite()
  return (
    <Inside>
      {(community) => (
        <InvitesPage
          key={community.id}
          community={community}
          tabs={<PeopleTabs community={community.id} current="invites" />}
          onInvite={onInvite(community)}
        />
      )}
    </Inside>
  )
}

export function DecisionsScreen() {
  return <Inside>{(community) => <DecisionsPage key={community.id} community={community} />}</Inside>
}

export function DevicesScreen() {
  return <Inside>{(community) => <DevicesPage key={community.id} community={community} />}</Inside>
}

export function ExportScreen() {
  return <Inside>{(community) => <ExportPage key={community.id} community={community} />}</Inside>
}

function useInvite() {
  const { openInvite } = useShell()
  return ({ state }: CommunitySummary) => (state === 'member' ? openInvite : undefined)
}

/** A community that cannot be read says why, whichever of its pages is asked for. */
function Inside({ children }: { children: (community: CommunitySummary) => ReactNode }) {
  const communities = useCommunities()
  const community = useCommunity(useHere().community)
  if (!communities) return null
  if (!community) return <NotFoundScreen />
  return mayRead(community) ? children(community) : <CommunityScreen />
}
