/** What is asked for by the other mouse button, or by the menu key, on a space, a group of them or a community: to have all of it read. */
import { Menu } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, type Client } from '../session/index.ts'

interface ReadMenuProps {
  /** Of what is to be read. */
  readonly title: string
  readonly unread: number
  readonly read: (client: Client) => Promise<unknown>
  /** One element. */
  readonly children: ReactElement
}

export function ReadMenu({ title, unread, read, children }: ReadMenuProps) {
  const { t } = useText()
  const mark = useCommand(read)
  return (
    <Menu trapFocus returnFocus withInitialFocusPlaceholder={false} menuItemTabIndex={0}>
      <Menu.ContextMenu disabled={unread === 0}>{children}</Menu.ContextMenu>
      <Menu.Dropdown aria-label={title}>
        <Menu.Item leftSection={<IconChecks size={18} aria-hidden="true" />} onClick={() => void mark.run()}>
          {t('inbox.markAll')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
