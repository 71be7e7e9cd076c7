/** Gives a member another role; each says in plain words what it means. */
import { Modal, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunityId, type MemberDetail, type Role } from '../session/index.ts'
import { Form, Notice } from '../ui/index.ts'

interface RoleDialogProps {
  readonly community: CommunityId
  readonly detail: MemberDetail
  /** I am the only owner: a second one is what this is for. */
  readonly second: boolean
  readonly opened: boolean
  readonly onClose: () => void
}

export function RoleDialog({ opened, onClose, ...rest }: RoleDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('roleDialog.title', { name: rest.detail.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <RoleForm {...rest} onClose={onClose} />
    </Modal>
  )
}

const order: readonly Role[] = ['owner', 'moderator', 'member']

function RoleForm({ community, detail, second, onClose }: Omit<RoleDialogProps, 'opened'>) {
  const { t, refusal } = useText()
  const { id, name, me, role: present, mayGive } = detail
  const offered = order.filter((role) => role === present || mayGive.includes(role))
  const [role, setRole] = useState<Role>(second && mayGive.includes('owner') ? 'owner' : present)
  const give = useCommand((client) => client.members.setRole({ community, member: id, role }))
  const submit = async (): Promise<void> => {
    if ((await give.run()).ok) onClose()
  }
  const labels = {
    owner: t('roleDialog.toOwner', { name }),
    moderator: t('roleDialog.toModerator', { name }),
    member: t('roleDialog.toMember', { name }),
  }
  return (
    <Form
      action={role === present ? t('common.save') : labels[role]}
      busy={give.busy}
      disabled={role === present}
      trouble={give.refusal && refusal(give.refusal)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {second && <Text>{t('roleDialog.secondWhy')}</Text>}
      <Radio.Group
        label={<span className="fm-unseen">{t('roleDialog.title', { name })}</span>}
        value={role}
        onChange={(value) => setRole(order.find((one) => one === value) ?? present)}
      >
        <Stack gap="sm">
          {offered.map((one) => (
            <Radio
              key={one}
              value={one}
              data-autofocus={one === role || undefined}
              label={one === present ? `${t(`role.${one}`)} (${t('roleDialog.now')})` : t(`role.${one}`)}
              description={t(`person.means.${one}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {role === 'owner' && present !== 'owner' && <Notice>{t('roleDialog.ownerWarning')}</Notice>}
      {me && role !== present && <Notice tone="warn">{t('roleDialog.stepDownWarning')}</Notice>}
    </Form>
  )
}
