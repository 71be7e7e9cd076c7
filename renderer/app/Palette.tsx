/** Everything one can go to or do, found by typing. */
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import {
  IconAddressBook,
  IconAffiliate,
  IconArchive,
  IconDoorEnter,
  IconDeviceLaptop,
  IconGavel,
  IconId,
  IconKeyboard,
  IconLock,
  IconMessage,
  IconPlus,
  IconSearch,
  IconSettings,
  IconTicket,
  IconUserPlus,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import { useState } from 'react'
import { inListOrder, SpaceMark, useSpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import {
  mayRead,
  useCommunities,
  useCommunity,
  useNavigator,
  useSpaces,
  type CommunityId,
  type CommunitySummary,
} from '../session/index.ts'
import { usePaletteFinds } from '../search/index.ts'
import { useHere } from './here.ts'
import { usePaletteKeys } from './palette-keys.tsx'
import { useShell } from './shell-state.ts'
import { useLinkActions } from './useLinkActions.tsx'
import { useSpaceKeys } from './useKeys.ts'

interface PaletteProps {
  readonly onSheet: () => void
  readonly onInvite: () => void
  readonly onPrivate: (kind: 'private' | 'direct') => void
}

export function Palette(props: PaletteProps) {
  const community = useCommunity(useHere().community)
  return community && mayRead(community) ? (
    <WithRooms key={community.id} community={community} {...props} />
  ) : (
    <PaletteView rooms={[]} {...props} />
  )
}

function WithRooms({ community, ...rest }: PaletteProps & { community: CommunitySummary }) {
  const rooms = useRoomActions(community.id)
  const pages = usePageActions(community.id)
  return <PaletteView rooms={rooms} pages={pages} inCommunity={community.state === 'member'} {...rest} />
}

function useRoomActions(community: CommunityId): SpotlightActionData[] {
  const { go } = useNavigator()
  const spaces = inListOrder(useSpaces(community).value ?? [])
  const { nameOf, othersOf } = useSpaceNaming(community)
  useSpaceKeys(community)
  return spaces.map((space) => ({
    id: space.id,
    label: nameOf(space),
    description: space.topic,
    leftSection: <SpaceMark kind={space.kind} others={othersOf(space)} size={20} />,
    onClick: () => go({ at: 'room', community, space: space.id }),
  }))
}

function usePageActions(community: CommunityId): SpotlightActionData[] {
  const { t } = useText()
  const { go } = useNavigator()
  const icons = {
    people: IconAddressBook,
    about: IconId,
    members: IconUsers,
    invites: IconTicket,
    decisions: IconGavel,
    devices: IconDeviceLaptop,
  }
  const titles = { people: t('directory.title'), about: t('directory.edit'), devices: t('devices.title') }
  return (['people', 'about', 'members', 'invites', 'decisions', 'devices'] as const).map((at) => {
    const Icon = icons[at]
    return {
      id: at,
      label: at === 'people' || at === 'about' || at === 'devices' ? titles[at] : t(`people.${at}`),
      leftSection: <Icon size={20} aria-hidden="true" />,
      onClick: () => go({ at, community }),
    }
  })
}

function PaletteView({
  rooms,
  pages = [],
  inCommunity,
  onSheet,
  onInvite,
  onPrivate,
}: PaletteProps & { rooms: SpotlightActionData[]; pages?: SpotlightActionData[]; inCommunity?: boolean }) {
  const { t } = useText()
  const { go } = useNavigator()
  const communities = useCommunities() ?? []
  const [query, setQuery] = useState('')
  const { pane, togglePane } = useShell()
  const { space, community: here } = useHere()
  const inRoom = space !== undefined
  const searchAll = (text: string): void => {
    go({
      at: 'search',
      ...(here && { community: here }),
      wish: { text, kind: 'all', order: 'newest', scope: 'all', space },
    })
  }
  const finds = usePaletteFinds(query, here, searchAll)
  const groups: SpotlightActionGroupData[] = [
    { group: t('bring.palette'), actions: useLinkActions(query) },
    { group: t('palette.rooms'), actions: [...rooms, ...pages] },
    {
      group: t('palette.communities'),
      actions: communities.map(({ id, name }) => ({
        id,
        label: name,
        leftSection: <IconUsersGroup size={20} aria-hidden="true" />,
        onClick: () => go({ at: 'community', community: id }),
      })),
    },
    {
      group: t('palette.actions'),
      actions: [
        ...(inCommunity && inRoom
          ? [
              {
                id: 'connections',
                label: t('sync.title'),
                leftSection: <IconAffiliate size={20} aria-hidden="true" />,
                onClick: () => pane !== 'peers' && togglePane('peers'),
              },
            ]
          : []),
        ...(inCommunity
          ? [
              {
                id: 'invite',
                label: t('community.invite'),
                leftSection: <IconUserPlus size={20} aria-hidden="true" />,
                onClick: onInvite,
              },
              {
                id: 'export',
                label: t('archive.menu'),
                leftSection: <IconArchive size={20} aria-hidden="true" />,
                onClick: () => here && go({ at: 'archive', community: here }),
              },
              {
                id: 'new-private',
                label: t('spaces.newPrivate'),
                leftSection: <IconLock size={20} aria-hidden="true" />,
                onClick: () => onPrivate('private'),
              },
              {
                id: 'new-direct',
                label: t('spaces.newDirect'),
                leftSection: <IconMessage size={20} aria-hidden="true" />,
                onClick: () => onPrivate('direct'),
              },
            ]
          : []),
        {
          id: 'join',
          label: t('join.title'),
          leftSection: <IconDoorEnter size={20} aria-hidden="true" />,
          onClick: () => go({ at: 'join' }),
        },
        {
          id: 'create',
          label: t('create.title'),
          leftSection: <IconPlus size={20} aria-hidden="true" />,
          onClick: () => go({ at: 'create' }),
        },
        {
          id: 'archives',
          label: t('archive.title'),
          leftSection: <IconArchive size={20} aria-hidden="true" />,
          onClick: () => go({ at: 'archives' }),
        },
        {
          id: 'settings',
          label: t('settings.title'),
          leftSection: <IconSettings size={20} aria-hidden="true" />,
          onClick: () => go({ at: 'settings' }),
        },
        {
          id: 'sheet',
          label: t('keys.title'),
          leftSection: <IconKeyboard size={20} aria-hidden="true" />,
          onClick: onSheet,
        },
      ],
    },
    { group: t('paletteKeys.title'), actions: usePaletteKeys() },
    ...finds,
  ]
  return (
    <Spotlight
      actions={groups.filter(({ actions }) => actions.length > 0)}
      query={query}
      onQueryChange={setQuery}
      nothingFound={t('palette.nothing')}
      attributes={{ content: { 'aria-label': t('palette.title') } }}
      shortcut={null}
      scrollable
      maxHeight={440}
      searchProps={{
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.title'),
        leftSection: <IconSearch size={20} aria-hidden="true" />,
      }}
    />
  )
}
