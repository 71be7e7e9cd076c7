/** What can be done with a message: shown when it is pointed at or has the focus. The menu is made only when it is opened. */
import { Menu } from '@mantine/core'
import { IconArrowBackUp, IconCopy, IconDots, IconHistory, IconInfoCircle, IconPencil } from '@tabler/icons-react'
import { useEffect, useRef, type ReactNode, type Ref } from 'react'
import { useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import { Details } from './Details.tsx'
import classes from './message.module.css'
import { mayChange, type MessageActions, type MessagePart } from './message-actions.ts'

interface MessageToolsProps {
  readonly row: MessageRow
  readonly part: MessagePart | undefined
  readonly actions: MessageActions
}

export function MessageTools({ row, part, actions }: MessageToolsProps) {
  const { t } = useText()
  const more = useRef<HTMLButtonElement>(null)
  useFocusBack(part, more)
  const { edit } = actions
  const button = (
    <MoreButton
      ref={more}
      open={part === 'menu'}
      onClick={() => actions.show(row, part === 'menu' ? undefined : 'menu')}
    />
  )
  return (
    <div className={classes.tools} data-open={part === 'menu' || part === 'details'}>
      {edit && mayChange(row) && (
        <button
          type="button"
          className={classes.tool}
          aria-label={t('message.edit')}
          title={t('message.edit')}
          onClick={() => edit(row)}
        >
          <IconPencil size={18} aria-hidden="true" />
        </button>
      )}
      {part === 'menu' ? (
        <MessageMenu row={row} actions={actions}>
          {button}
        </MessageMenu>
      ) : part === 'details' ? (
        <Details row={row} onClose={() => actions.show(row, undefined)}>
          {button}
        </Details>
      ) : (
        button
      )}
    </div>
  )
}

interface MoreButtonProps {
  readonly open: boolean
  readonly onClick: () => void
  readonly ref: Ref<HTMLButtonElement>
}

function MoreButton({ open, ...rest }: MoreButtonProps) {
  const { t } = useText()
  return (
    <button
      type="button"
      aria-label={t('message.more')}
      title={t('message.more')}
      aria-haspopup="menu"
      aria-expanded={open}
      {...rest}
      className={classes.tool}
    >
      <IconDots size={18} aria-hidden="true" />
    </button>
  )
}

function MessageMenu({ row, actions, children }: Omit<MessageToolsProps, 'part'> & { children: ReactNode }) {
  const { t } = useText()
  const { edit, withdraw, show } = actions
  const own = mayChange(row)
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

/** What was open is gone, and the focus with it: it goes back to where it came from, unless it went somewhere else. */
function useFocusBack(part: MessagePart | undefined, to: { readonly current: HTMLElement | null }): void {
  const before = useRef(part)
  useEffect(() => {
    const closed = before.current !== undefined && part === undefined
    before.current = part
    if (closed && document.activeElement === document.body) to.current?.focus()
  }, [part, to])
}
