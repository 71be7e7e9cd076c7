import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, useNavigator, type CommunitySummary } from '../session/index.ts'
import { Notice } from '../ui/index.ts'

interface LeaveDialogProps {
  readonly community: CommunitySummary
  readonly opened: boolean
  readonly onClose: () => void
}

/** Leaving asks one thing: whether a copy stays here. */
export function LeaveDialog({ community, opened, onClose }: LeaveDialogProps) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const [keepData, setKeepData] = useState(true)
  const leave = useCommand((client) => client.communities.leave({ community: community.id, keepData }))

  const submit = async (): Promise<void> => {
    if (!(await leave.run()).ok) return
    onClose()
    if (!keepData) go({ at: 'start' })
  }

  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('leave.title', { name: community.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text>{t('leave.text')}</Text>
        <Radio.Group
          label={<span className="fm-unseen">{t('leave.title', { name: community.name })}</span>}
          value={keepData ? 'keep' : 'delete'}
          onChange={(value) => setKeepData(value === 'keep')}
        >
          <Stack gap="sm">
            <Radio value="keep" label={t('leave.keep')} description={t('leave.keepHint')} />
            <Radio value="delete" label={t('leave.delete')} description={t('leave.deleteHint')} />
          </Stack>
        </Radio.Group>
        {leave.refusal && (
          <Notice tone="bad" live>
            {refusal(leave.refusal)}
          </Notice>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button color="red" loading={leave.busy} onClick={() => void submit()}>
            {t('leave.submit')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
