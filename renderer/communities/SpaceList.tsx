/** The spaces of the open community, by kind, with what can be done in it. */
import { Menu } from '@mantine/core'
import { IconChevronDown, IconDoorExit, IconHash, IconPlus, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { PlaceLink, useSpaces, type CommunitySummary, type SpaceId, type SpaceView } from '../session/index.ts'
import { Count, IconButton } from '../ui/index.ts'
import { CareNotices } from './CareNotices.tsx'
import { CommunityParts, type Part } from './CommunityParts.tsx'
import { CreateRoomDialog } from './CreateRoomDialog.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { LeaveDialog } from './LeaveDialog.tsx'
import classes from './spaces.module.css'

interface SpaceListProps {
  readonly community: CommunitySummary
  readonly current: SpaceId | undefined
  /** The page that is open, where it is not a space. */
  readonly part?: Part | undefined
  readonly onChosen?: () => void
}

export function SpaceList({ community, current, part, onChosen }: SpaceListProps) {
  const { t } = useText()
  const spaces = useSpaces(community.id).value
  const [dialog, setDialog] = useState<'invite' | 'room' | 'leave' | undefined>()
  const close = (): void => setDialog(undefined)
  const member = community.state === 'member' && !community.pending
  return (
    <nav className={classes.list} aria-label={t('frame.list')} data-region="list">
      {member ? (
        <Menu position="bottom-start" width={220}>
          <Menu.Target>
            <button type="button" className={classes.title} aria-label={t('community.menu', { name: community.name })}>
              <span className={classes.name} title={community.name} dir="auto">
                {community.name}
              </span>
              <IconChevronDown size={16} aria-hidden="true" />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconUserPlus size={18} />} onClick={() => setDialog('invite')}>
              {t('community.invite')}
            </Menu.Item>
            <Menu.Item leftSection={<IconPlus size={18} />} onClick={() => setDialog('room')}>
              {t('community.newRoom')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item leftSection={<IconDoorExit size={18} />} color="red" onClick={() => setDialog('leave')}>
              {t('community.leave')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : (
        <div className={classes.title}>
          <span className={classes.name} title={community.name} dir="auto">
            {community.name}
          </span>
        </div>
      )}
      {!community.pending && (
        <div className={classes.scroll}>
          <div className={classes.section}>
            <h2 className={classes.heading}>{t('community.rooms')}</h2>
            {member && (
              <IconButton label={t('community.newRoom')} size={26} onClick={() => setDialog('room')}>
                <IconPlus size={16} aria-hidden="true" />
              </IconButton>
            )}
          </div>
          <ul className={classes.spaces}>
            {spaces?.map((space) => (
              <li key={space.id}>
                <SpaceLink community={community} space={space} current={space.id === current} onChosen={onChosen} />
              </li>
            ))}
          </ul>
          {spaces?.length === 0 && <p className={classes.none}>{t('community.noRooms')}</p>}
          <CommunityParts community={community.id} current={part} onChosen={onChosen} />
        </div>
      )}
      {member && <CareNotices key={community.id} community={community} onChosen={onChosen} />}
      <InviteDialog community={community} opened={dialog === 'invite'} onClose={close} />
      <CreateRoomDialog community={community.id} opened={dialog === 'room'} onClose={close} />
      <LeaveDialog community={community} opened={dialog === 'leave'} onClose={close} />
    </nav>
  )
}

interface SpaceLinkProps {
  readonly community: CommunitySummary
  readonly space: SpaceView
  readonly current: boolean
  readonly onChosen: (() => void) | undefined
}

function SpaceLink({ community, space, current, onChosen }: SpaceLinkProps) {
  const { t, short } = useText()
  return (
    <PlaceLink
      to={{ at: 'room', community: community.id, space: space.id }}
      className={classes.space}
      data-unread={space.unread > 0}
      aria-current={current ? 'page' : undefined}
      title={space.topic || space.name}
      onClick={onChosen}
    >
      <IconHash size={18} aria-hidden="true" className={classes.icon} />
      <span className={classes.name} dir="auto">
        {space.name}
      </span>
      <Count value={space.unread} shown={short(space.unread)} label={t('common.unread', { count: space.unread })} />
    </PlaceLink>
  )
}
