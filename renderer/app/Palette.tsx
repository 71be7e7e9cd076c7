/** Everything one can go to or do, found by typing. */
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight'
import {
  IconDoorEnter,
  IconGavel,
  IconHash,
  IconKeyboard,
  IconPlus,
  IconSearch,
  IconSettings,
  IconTicket,
  IconUserPlus,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
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
import { useHere } from './here.ts'
import { useSpaceKeys } from './useKeys.ts'

interface PaletteProps {
  readonly onSheet: () => void
  readonly onInvite: () => void
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
  const spaces = useSpaces(community).value ?? []
  useSpaceKeys(community)
  return spaces.map((space) => ({
    id: space.id,
    label: space.name,
    description: space.topic,
    leftSection: <IconHash size={20} aria-hidden="true" />,
    onClick: () => go({ at: 'room', community, space: space.id }),
  }))
}

function usePageActions(community: CommunityId): SpotlightActionData[] {
  const { t } = useText()
  const { go } = useNavigator()
  const icons = { members: IconUsers, invites: IconTicket, decisions: IconGavel }
  return (['members', 'invites', 'decisions'] as const).map((at) => {
    const Icon = icons[at]
    return {
      id: at,
      label: t(`people.${at}`),
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
}: PaletteProps & { rooms: SpotlightActionData[]; pages?: SpotlightActionData[]; inCommunity?: boolean }) {
  const { t } = useText()
  const { go } = useNavigator()
  const communities = useCommunities() ?? []
  const groups: SpotlightActionGroupData[] = [
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
        ...(inCommunity
          ? [
              {
                id: 'invite',
                label: t('community.invite'),
                leftSection: <IconUserPlus size={20} aria-hidden="true" />,
                onClick: onInvite,
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
  ]
  return (
    <Spotlight
      actions={groups.filter(({ actions }) => actions.length > 0)}
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
