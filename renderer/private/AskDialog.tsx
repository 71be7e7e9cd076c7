/** A question before something that is not undone by itself: what it does, and the two answers. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import type { Refusal } from '../session/index.ts'
import { Notice } from '../ui/index.ts'

interface AskDialogProps {
  readonly opened: boolean
  readonly title: string
  readonly text: string
  readonly action: string
  readonly busy: boolean
  readonly refusal: Refusal | undefined
  readonly onYes: () => void
  readonly onClose: () => void
}

export function AskDialog({ opened, title, text, action, busy, refusal, onYes, onClose }: AskDialogProps) {
  const { t, refusal: sentence } = useText()
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <Text>{text}</Text>
        {refusal && (
          <Notice tone="bad" live>
            {sentence(refusal)}
          </Notice>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button color="red" loading={busy} onClick={onYes}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
