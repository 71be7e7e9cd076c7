/** What became of a message after it was written, in a word under it that opens the whole story. */
import { Popover, Text } from '@mantine/core'
import { IconArrowsSplit2, IconPencil } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import classes from './marks.module.css'
import type { MessageActions, MessagePart } from './message-actions.ts'
import { Versions } from './Versions.tsx'

interface MarksProps {
  readonly row: MessageRow
  readonly part: MessagePart | undefined
  readonly actions: MessageActions
}

export function Marks({ row, part, actions }: MarksProps) {
  const { t, format } = useText()
  const { editedAt, forked, withdrawn } = row
  const edited = editedAt !== undefined && !withdrawn
  if (!edited && !forked) return null
  const mark = (which: 'versions' | 'forked', icon: ReactNode, word: string, label: string, story: ReactNode) => {
    const open = part === which
    const button = (
      <button
        type="button"
        className={classes.mark}
        data-which={which}
        aria-label={`${word}: ${label}`}
        title={`${word}: ${label}`}
        aria-expanded={open}
        onClick={() => actions.show(row, open ? undefined : which)}
      >
        {icon}
        {word}
      </button>
    )
    const close = (): void => actions.show(row, undefined)
    return open ? (
      <Popover
        opened
        onDismiss={close}
        onChange={(now) => !now && close()}
        position="bottom-start"
        width={360}
        trapFocus
      >
        <Popover.Target>{button}</Popover.Target>
        <Popover.Dropdown aria-label={word} maw="calc(100vw - 24px)">
          <div tabIndex={-1} data-autofocus className={classes.story}>
            {story}
          </div>
        </Popover.Dropdown>
      </Popover>
    ) : (
      button
    )
  }
  return (
    <div className={classes.marks}>
      {edited &&
        mark(
          'versions',
          <IconPencil size={13} aria-hidden="true" />,
          t('message.edited'),
          t('message.editedLong', { when: format.moment(editedAt) }),
          <Versions row={row} earlier={actions.earlier} />,
        )}
      {forked &&
        mark(
          'forked',
          <IconArrowsSplit2 size={13} aria-hidden="true" />,
          t('message.forked'),
          t('message.forkedLong'),
          <Text size="sm">{t('message.forkedWhy', { name: row.authorName })}</Text>,
        )}
    </div>
  )
}
