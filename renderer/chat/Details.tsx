/** All there is to know about where a message is. */
import { Button, CopyButton, Popover, Stack, Text } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import classes from './message.module.css'

export function Details({ row, onClose }: { row: MessageRow; onClose: () => void }) {
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
      returnFocus
    >
      <Popover.Target>
        <button type="button" className={classes.tool} aria-label={t('room.details')} onClick={onClose}>
          <IconInfoCircle size={18} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('room.details')}>
        <Stack gap="xs">
          <Text size="sm">{t('room.written', { when: format.moment(row.at) })}</Text>
          {row.late && <Text size="sm">{t('room.lateLong')}</Text>}
          <Text size="sm">{row.mine ? where : t('room.onThisDevice')}</Text>
          <CopyButton value={row.text}>
            {({ copied, copy }) => (
              <Button size="xs" variant="default" onClick={copy}>
                {copied ? t('common.copied') : t('room.copyText')}
              </Button>
            )}
          </CopyButton>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
