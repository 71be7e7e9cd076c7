/** All there is to know about where a message is. */
import { Popover, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'

interface DetailsProps {
  readonly row: MessageRow
  readonly onClose: () => void
  /** What it hangs on. */
  readonly children: ReactNode
}

export function Details({ row, onClose, children }: DetailsProps) {
  const { t, format } = useText()
  const where = row.reached === 0 ? t('room.keptLong') : t('room.reached', { count: row.reached })
  return (
    <Popover
      opened
      onDismiss={onClose}
      onChange={(open) => !open && onClose()}
      position="bottom-end"
      width={300}
      trapFocus
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown aria-label={t('message.where')}>
        <Stack gap="xs" tabIndex={-1} data-autofocus style={{ outline: 'none' }}>
          <Text size="sm">{t('room.written', { when: format.moment(row.at) })}</Text>
          {row.late && <Text size="sm">{t('room.lateLong')}</Text>}
          <Text size="sm">{row.mine ? where : t('room.onThisDevice')}</Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
