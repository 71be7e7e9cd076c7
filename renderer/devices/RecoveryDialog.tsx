/** Making a recovery key: what it is for, the key itself, shown once, and the person's word that it is kept. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunitySummary } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import { RecoveryText } from './RecoveryText.tsx'

interface RecoveryDialogProps {
  readonly community: CommunitySummary
  readonly opened: boolean
  readonly onClose: () => void
}

export function RecoveryDialog({ community, opened, onClose }: RecoveryDialogProps) {
  const { t, refusal } = useText()
  const [text, setText] = useState<string | undefined>()
  const [kept, setKept] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const make = useCommand((client) => client.devices.makeRecovery({ community: community.id }))

  const end = (): void => {
    setText(undefined)
    setKept(false)
    setLeaving(false)
    make.reset()
    onClose()
  }
  const close = (): void => {
    // A key that is just being made would be there and never have been seen.
    if (make.busy) return
    if (text === undefined || kept) end()
    else setLeaving(true)
  }
  const submit = async (): Promise<void> => {
    const outcome = await make.run()
    if (outcome.ok) setText(outcome.value.text)
  }

  return (
    <Modal
      opened={opened}
      // A key that is on screen and not yet kept is let go only by somebody who means it.
      onClose={close}
      size="lg"
      closeOnClickOutside={text === undefined}
      title={t('recovery.dialog', { name: community.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {text === undefined ? (
        <Stack>
          <Text>{t('recovery.what')}</Text>
          <Text c="dimmed">{t('recovery.once')}</Text>
          {make.refusal && (
            <Notice tone="bad" live>
              {refusal(make.refusal)}
            </Notice>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" disabled={make.busy} onClick={end}>
              {t('recovery.later')}
            </Button>
            <Button data-autofocus loading={make.busy} onClick={() => void submit()}>
              {t('recovery.make')}
            </Button>
          </Group>
        </Stack>
      ) : (
        <RecoveryText
          text={text}
          name={community.name}
          kept={kept}
          leaving={leaving}
          onKept={setKept}
          onStay={() => setLeaving(false)}
          onDone={end}
        />
      )}
    </Modal>
  )
}
