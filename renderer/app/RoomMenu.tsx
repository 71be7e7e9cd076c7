/** What is done with a room as a whole. */
import { Menu } from '@mantine/core'
import { IconCalendar, IconChecks, IconDots, IconMessages, IconPin, IconSettings } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { CalendarPopover } from '../chat/index.ts'
import { RoomSettingsDialog } from '../communities/index.ts'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunitySummary, type SpaceView } from '../session/index.ts'
import { IconButton } from '../ui/index.ts'
import { useShell } from './shell-state.ts'

interface RoomMenuProps {
  readonly community: CommunitySummary
  readonly space: SpaceView
  /** Goes to a moment, ms; nothing in a board. */
  readonly toMoment?: (moment: number) => void
}

export function RoomMenu({ community: { id: community, state }, space, toMoment }: RoomMenuProps) {
  const { t } = useText()
  const { pane, togglePane } = useShell()
  const more = useRef<HTMLButtonElement>(null)
  const [part, setPart] = useState<'calendar' | 'settings' | undefined>()
  const read = useCommand((client) => client.rooms.markAllRead({ community, space: space.id }))
  const show = (kind: 'threads' | 'pinned') => () => {
    if (pane !== kind) togglePane(kind)
  }
  const button = (
    <IconButton label={t('talk.more')} ref={more}>
      <IconDots size={20} aria-hidden="true" />
    </IconButton>
  )
  const close = (): void => {
    setPart(undefined)
    // The calendar hung on another button in the same place.
    requestAnimationFrame(() => document.activeElement === document.body && more.current?.focus())
  }
  if (part === 'calendar' && toMoment) {
    return (
      <CalendarPopover onDay={toMoment} onClose={close}>
        {button}
      </CalendarPopover>
    )
  }
  return (
    <>
      <Menu position="bottom-end" width={230} trapFocus withInitialFocusPlaceholder={false} menuItemTabIndex={0}>
        <Menu.Target>{button}</Menu.Target>
        <Menu.Dropdown aria-label={t('talk.more')}>
          {toMoment && (
            <Menu.Item leftSection={<IconMessages size={18} />} onClick={show('threads')}>
              {t('talk.threads')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconPin size={18} />} onClick={show('pinned')}>
            {t('talk.pinned')}
          </Menu.Item>
          {toMoment && (
            <Menu.Item leftSection={<IconCalendar size={18} />} onClick={() => setPart('calendar')}>
              {t('talk.toDate')}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconChecks size={18} />}
            disabled={space.unread === 0}
            onClick={() => void read.run()}
          >
            {t('talk.allRead')}
          </Menu.Item>
          {state === 'member' && space.mayChange && space.kind !== 'direct' && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={<IconSettings size={18} />} onClick={() => setPart('settings')}>
                {t('talk.settings')}
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      <RoomSettingsDialog community={community} space={space} opened={part === 'settings'} onClose={close} />
    </>
  )
}
