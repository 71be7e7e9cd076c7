/** A question before something that matters: what it does, and the two answers. The safe one has the focus. */
import { Button, Group, Modal, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { Notice } from './Notice.tsx'

interface AskProps {
  readonly opened: boolean
  readonly title: string
  readonly children: ReactNode
  readonly action: string
  /** danger: not undone by itself. */
  readonly tone?: 'danger' | 'plain'
  /** The other answer, where "Cancel" would not say it. */
  readonly keep?: string
  readonly busy: boolean
  /** Why it could not be done. */
  readonly trouble: string | undefined
  readonly onYes: () => void
  readonly onClose: () => void
}

export function Ask({
  opened,
  title,
  children,
  action,
  tone = 'danger',
  keep,
  busy,
  trouble,
  onYes,
  onClose,
}: AskProps) {
  const { t } = useText()
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        {children}
        {trouble !== undefined && (
          <Notice tone="bad" live>
            {trouble}
          </Notice>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            {keep ?? t('common.cancel')}
          </Button>
          <Button {...(tone === 'danger' && { color: 'red' })} loading={busy} onClick={onYes}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
