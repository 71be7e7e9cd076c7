/** What may help somebody else to help, to be read before it is handed out. */
import { Button, CopyButton, Group, Loader, Modal, Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useText } from '../i18n/index.ts'
import { type CommunityId, useRun } from '../session/index.ts'
import { Notice, scrollable } from '../ui/index.ts'
import classes from './peers.module.css'

interface DiagnosticsDialogProps {
  readonly community: CommunityId
  readonly opened: boolean
  readonly onClose: () => void
}

export function DiagnosticsDialog({ opened, ...rest }: DiagnosticsDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={rest.onClose}
      size="lg"
      title={t('sync.diagnostics')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Diagnostics {...rest} />
    </Modal>
  )
}

function Diagnostics({ community, onClose }: Omit<DiagnosticsDialogProps, 'opened'>) {
  const { t, refusal } = useText()
  const { told: text, start, refusal: trouble } = useRun<string>()
  useEffect(
    () =>
      void start(async (client, tell, signal) =>
        tell((await client.network.diagnostics({ community }, { signal })).text),
      ),
    [start, community],
  )
  return (
    <Stack>
      <Text c="dimmed">{t('sync.diagnosticsHint')}</Text>
      {text === undefined && !trouble && <Loader size="sm" aria-label={t('common.loading')} />}
      {trouble && (
        <Notice tone="bad" live>
          {refusal(trouble)}
        </Notice>
      )}
      {text !== undefined && (
        <section aria-label={t('sync.diagnostics')} {...scrollable} className={classes.report}>
          <pre dir="ltr">{text}</pre>
        </section>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('common.close')}
        </Button>
        {text !== undefined && (
          <CopyButton value={text} timeout={2500}>
            {({ copied, copy }) => (
              <Button data-autofocus onClick={copy}>
                <span aria-live="polite">{copied ? t('common.copied') : t('common.copy')}</span>
              </Button>
            )}
          </CopyButton>
        )}
      </Group>
    </Stack>
  )
}
