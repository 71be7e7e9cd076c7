import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunityId, type InviteRecord } from '../session/index.ts'
import { Notice } from '../ui/index.ts'

interface RevokeDialogProps {
  readonly community: CommunityId
  readonly invite: InviteRecord
  readonly opened: boolean
  readonly onClose: () => void
}

/** Ends an invite, and says what that can do and what not. */
export function RevokeDialog({ community, invite: { key }, opened, onClose }: RevokeDialogProps) {
  const { t, refusal } = useText()
  const revoke = useCommand((client) => client.invites.revoke({ community, key }))
  const submit = async (): Promise<void> => {
    if ((await revoke.run()).ok) onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('invites.revokeTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text>{t('invites.revokeText')}</Text>
        {revoke.refusal && (
          <Notice tone="bad" live>
            {refusal(revoke.refusal)}
          </Notice>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button color="red" loading={revoke.busy} onClick={() => void submit()}>
            {t('invites.revoke')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
