import { Text } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunityId, type InviteRecord } from '../session/index.ts'
import { Ask } from '../ui/index.ts'

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
    <Ask
      opened={opened}
      title={t('invites.revokeTitle')}
      action={t('invites.revoke')}
      busy={revoke.busy}
      trouble={revoke.refusal && refusal(revoke.refusal)}
      onYes={() => void submit()}
      onClose={onClose}
    >
      <Text>{t('invites.revokeText')}</Text>
    </Ask>
  )
}
