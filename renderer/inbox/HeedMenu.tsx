/** The bell of a room: how much one is told of it, and of its community. */
import { Menu } from '@mantine/core'
import { IconBell, IconBellOff } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import { useHeed, type CommunityId, type EntryId, type SpaceId } from '../session/index.ts'
import { IconButton } from '../ui/index.ts'
import { HeedItems } from './HeedItems.tsx'

interface HeedMenuProps {
  readonly community: CommunityId
  readonly space: SpaceId
  /** The topic that is open. */
  readonly root?: EntryId | undefined
}

export function HeedMenu({ community, space, root }: HeedMenuProps) {
  const { t } = useText()
  const heed = useHeed(community)
  const level = heed?.rooms.find((each) => each.space === space)?.level ?? heed?.level
  const muted = heed?.threads.some((each) => each.space === space && each.root === root && each.follow === 'mute')
  return (
    <Menu position="bottom-end" withInitialFocusPlaceholder={false} width={240}>
      <Menu.Target>
        <IconButton label={t('heed.toRoom')}>
          {level === 'none' || muted === true ? (
            <IconBellOff size={20} aria-hidden="true" />
          ) : (
            <IconBell size={20} aria-hidden="true" />
          )}
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <HeedItems community={community} space={space} root={root} whole />
      </Menu.Dropdown>
    </Menu>
  )
}
