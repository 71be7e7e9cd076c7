/** Each place as a screen: features put together. */
import { Button } from '@mantine/core'
import { useCallback, useEffect, type ReactNode } from 'react'
import { BoardPage, TopicPage } from '../boards/index.ts'
import { RoomPage } from '../chat/index.ts'
import { ArchivedNotice, DamagedPage, KeptNotice, NoRooms, PendingPage } from '../communities/index.ts'
import { useText } from '../i18n/index.ts'
import { InboxPage } from '../inbox/index.ts'
import { FirstSteps } from '../people/index.ts'
import { CreatePage, JoiningPage, JoinPage, Welcome } from '../onboarding/index.ts'
import { CarryOffer } from '../private/index.ts'
import {
  useCommand,
  useCommunities,
  useCommunity,
  useHost,
  useNavigator,
  useSpaces,
  type CommunitySummary,
  type EntryId,
  type SpaceId,
} from '../session/index.ts'
import { SearchPage } from '../search/index.ts'
import { SettingsPage } from '../settings/index.ts'
import { Bar, Empty } from '../ui/index.ts'
import classes from './app.module.css'
import { useHere } from './here.ts'
import { lastSpaceOf, rememberSpace } from './last-space.ts'
import { handOver, usePastedLink } from './pasted-link.ts'
import { RoomTools } from './RoomTools.tsx'
import { toComposer } from './say-hello.ts'
import { useShell } from './shell-state.ts'
import { useTarget, useWish } from './target.ts'

/** The first community there is; before there is one, the welcome. */
export function StartScreen() {
  const communities = useCommunities()
  const { go } = useNavigator()
  const first = communities?.[0]?.id
  useEffect(() => {
    if (first) go({ at: 'community', community: first })
  }, [first, go])
  return communities?.length === 0 ? <Welcome first /> : null
}

export function AddScreen() {
  return <Welcome first={false} />
}

export function JoinScreen() {
  const link = useHost().value?.link
  const pasted = usePastedLink()
  const take = useCommand((client) => client.host.takeLink())
  const onTaken = (): void => {
    if (pasted === undefined) void take.run()
    else handOver(undefined)
  }
  return <JoinPage opened={pasted ?? link} onTaken={onTaken} />
}

export function InboxScreen() {
  return <InboxPage />
}

export function SearchScreen() {
  const { community } = useHere()
  return <SearchPage key={community} community={community} wish={useWish()} />
}

export function CreateScreen() {
  return <CreatePage />
}

export function SettingsScreen() {
  const { openSheet } = useShell()
  return <SettingsPage onKeyboard={openSheet} />
}

export function NotFoundScreen() {
  const { t } = useText()
  const { go } = useNavigator()
  return (
    <>
      <Bar title={t('frame.notFoundTitle')} />
      <Empty action={<Button onClick={() => go({ at: 'start' })}>{t('frame.home')}</Button>}>
        {t('frame.notFound')}
      </Empty>
    </>
  )
}

export function CommunityScreen() {
  const here = useHere()
  const communities = useCommunities()
  const community = useCommunity(here.community)
  if (!communities) return null
  if (!community) return <NotFoundScreen />
  switch (community.state) {
    case 'joining':
      return <JoiningPage key={community.id} community={community} />
    case 'damaged':
      return <DamagedPage key={community.id} community={community} />
    case 'member':
      return community.pending ? (
        <PendingPage key={community.id} community={community} />
      ) : (
        <RoomScreen community={community} />
      )
    case 'left':
    case 'removed':
    case 'archive':
      return <RoomScreen community={community} />
  }
}

function RoomScreen({ community }: { community: CommunitySummary }) {
  const { refusal: sentence } = useText()
  const { go } = useNavigator()
  const { space: wanted, topic, part } = useHere()
  const { value: spaces, refusal } = useSpaces(community.id)
  const space = spaces?.find(({ id }) => id === wanted)
  const target = useTarget()
  const { openThread } = useShell()
  const onThread = useCallback(
    (root: EntryId, to?: EntryId) => wanted && openThread(wanted, root, to),
    [wanted, openThread],
  )
  const fallback = spaces?.find(({ id }) => id === lastSpaceOf(community.id)) ?? spaces?.[0]
  useEffect(() => {
    if (space) rememberSpace(community.id, space.id)
    else if (fallback && !wanted && !part) go({ at: 'room', community: community.id, space: fallback.id })
  }, [space, wanted, part, fallback, community.id, go])
  if (refusal) return <Empty>{sentence(refusal)}</Empty>
  if (!spaces) return null
  if (spaces.length === 0) return <NoRooms community={community} />
  if (!space) return wanted ? <NotFoundScreen /> : null
  const archived = space.archived && <ArchivedNotice community={community.id} space={space} />
  const closed = community.state === 'member' ? archived || undefined : <KeptNotice community={community} />
  if (space.kind === 'board') {
    const shown = {
      community,
      space,
      target,
      closed,
      tools: <RoomTools community={community} space={space} topic={topic} />,
    }
    return (
      <UnderSteps community={community}>
        {topic ? <TopicPage key={topic} topic={topic} {...shown} /> : <BoardPage key={space.id} {...shown} />}
      </UnderSteps>
    )
  }
  return (
    <UnderSteps community={community}>
      <RoomPage
        key={space.id}
        community={community}
        space={space}
        renderTools={(toMoment) => <RoomTools community={community} space={space} toMoment={toMoment} />}
        target={target}
        onThread={onThread}
        offer={<CarryOffer community={community.id} space={space} />}
        closed={closed}
      />
    </UnderSteps>
  )
}

interface UnderStepsProps {
  readonly community: CommunitySummary
  /** Asks for an invite: offered over Home, where the steps of who founded it stand. */
  readonly onInvite?: (() => void) | undefined
  readonly children: ReactNode
}

/** A space or Home, and over it the first steps of who is new. */
export function UnderSteps({ community, onInvite, children }: UnderStepsProps) {
  const { go } = useNavigator()
  const hello = (room: SpaceId): void => {
    go({ at: 'room', community: community.id, space: room })
    toComposer()
  }
  return (
    <div className={classes.stacked}>
      {community.state === 'member' && <FirstSteps community={community} onHello={hello} onInvite={onInvite} />}
      <div className={classes.rest}>{children}</div>
    </div>
  )
}
