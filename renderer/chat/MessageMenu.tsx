/** Everything else that can be done with a message. */
import { Menu } from '@mantine/core'
import {
  IconArrowBackUp,
  IconCopy,
  IconHistory,
  IconInfoCircle,
  IconLink,
  IconPencil,
  IconPin,
  IconPinnedOff,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import { mayChange, type MessageActions } from './message-actions.ts'

interface MessageMenuProps {
  readonly row: MessageRow
  readonly actions: MessageActions
  /** What it hangs on. */
  readonly children: ReactNode
}

export function MessageMenu({ row, actions, children }: MessageMenuProps) {
  const { t } = useText()
  const { edit, withdraw, pin, show, copyLink } = actions
  const own = mayChange(row)
  const PinIcon = row.pinned ? IconPinnedOff : IconPin
  return (
    <Menu
      opened
      position="bottom-end"
      width={230}
      onClose={() => show(row, undefined)}
      trapFocus
      withInitialFocusPlaceholder={false}
      menuItemTabIndex={0}
      closeOnItemClick={false}
    >
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown aria-label={t('message.more')}>
        {edit && own && (
          <Menu.Item leftSection={<IconPencil size={18} />} onClick={() => edit(row)}>
            {t('message.edit')}
          </Menu.Item>
        )}
        {pin && !row.withdrawn && (
          <Menu.Item leftSection={<PinIcon size={18} />} onClick={() => pin(row)}>
            {row.pinned ? t('talk.unpin') : t('talk.pin')}
          </Menu.Item>
        )}
        {!row.withdrawn && (
          <Menu.Item
            leftSection={<IconCopy size={18} />}
            onClick={() => {
              void navigator.clipboard.writeText(row.text)
              show(row, undefined)
            }}
          >
            {t('message.copy')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLink size={18} />} onClick={() => copyLink(row)}>
          {t('talk.copyLink')}
        </Menu.Item>
        {actions.extra?.menu(row, () => show(row, undefined))}
        {row.editedAt !== undefined && !row.withdrawn && (
          <Menu.Item leftSection={<IconHistory size={18} />} onClick={() => show(row, 'versions')}>
            {t('message.earlier')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconInfoCircle size={18} />} onClick={() => show(row, 'details')}>
          {t('message.where')}
        </Menu.Item>
        {withdraw && own && (
          <>
            <Menu.Divider />
            <Menu.Item color="red" leftSection={<IconArrowBackUp size={18} />} onClick={() => withdraw(row)}>
              {t('message.withdraw')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
