/** The spaces of the open community, by kind, with what can be done in it. */
import { Menu } from '@mantine/core'
import {
  IconChecks,
  IconArchive,
  IconChevronDown,
  IconDeviceLaptop,
  IconDoorExit,
  IconLock,
  IconMessage,
  IconPlus,
  IconUserPlus,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, useNavigator, type CommunitySummary, type SpaceId } from '../session/index.ts'
import { giveFocusBack } from '../ui/index.ts'
import { CareNotices } from './CareNotices.tsx'
import { CommunityParts, HomeLink, type Part } from './CommunityParts.tsx'
import { CreateRoomDialog } from './CreateRoomDialog.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { LeaveDialog } from './LeaveDialog.tsx'
import { SpaceGroups } from './SpaceGroups.tsx'
import classes from './spaces.module.css'

interface SpaceListProps {
  readonly community: CommunitySummary
  readonly current: SpaceId | undefined
  /** The page that is open, where it is not a space. */
  readonly part?: Part | undefined
  readonly onChosen?: () => void
  /** Asks for the people of a private room or a conversation. */
  readonly onPrivate: (kind: 'private' | 'direct') => void
}

export function SpaceList({ community, current, part, onChosen, onPrivate }: SpaceListProps) {
  const { t } = useText()
  const { go } = useNavigator()
  const read = useCommand((client) => client.spaces.markAllRead({ community: community.id }))
  const [dialog, setDialog] = useState<'invite' | 'room' | 'board' | 'leave' | undefined>()
  const close = (): void => {
    setDialog(undefined)
    giveFocusBack()
  }
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
            <Menu.Item leftSection={<IconLock size={18} />} onClick={() => onPrivate('private')}>
              {t('spaces.newPrivate')}
            </Menu.Item>
            <Menu.Item leftSection={<IconMessage size={18} />} onClick={() => onPrivate('direct')}>
              {t('spaces.newDirect')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconChecks size={18} />}
              disabled={community.unread === 0}
              onClick={() => void read.run()}
            >
              {t('inbox.markAll')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconDeviceLaptop size={18} />}
              onClick={() => {
                onChosen?.()
                go({ at: 'devices', community: community.id })
              }}
            >
              {t('devices.title')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconArchive size={18} />}
              onClick={() => {
                onChosen?.()
                go({ at: 'archive', community: community.id })
              }}
            >
              {t('archive.menu')}
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
          <HomeLink community={community.id} current={part} onChosen={onChosen} />
          <SpaceGroups
            community={community}
            current={current}
            onChosen={onChosen}
            {...(member
              ? { onNew: (kind) => (kind === 'room' || kind === 'board' ? setDialog(kind) : onPrivate(kind)) }
              : {})}
          />
          <CommunityParts community={community.id} current={part} onChosen={onChosen} />
        </div>
      )}
      {member && <CareNotices key={community.id} community={community} onChosen={onChosen} />}
      <InviteDialog community={community} opened={dialog === 'invite'} onClose={close} />
      <CreateRoomDialog community={community.id} kind="room" opened={dialog === 'room'} onClose={close} />
      <CreateRoomDialog community={community.id} kind="board" opened={dialog === 'board'} onClose={close} />
      <LeaveDialog community={community} opened={dialog === 'leave'} onClose={close} />
    </nav>
  )
}
