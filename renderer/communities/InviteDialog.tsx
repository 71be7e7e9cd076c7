/** Making an invite link, and handing it on: as text, or as a picture. */
import { Button, Checkbox, Group, Modal, Select, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunitySummary } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import { knowable, needsApproval } from './approval.ts'
import { InviteLink } from './InviteLink.tsx'

interface InviteDialogProps {
  readonly community: CommunitySummary
  readonly opened: boolean
  readonly onClose: () => void
}

export function InviteDialog({ community, opened, onClose }: InviteDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('invite.title', { name: community.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <InviteForm community={community} />
    </Modal>
  )
}

const people = [1, 5, 20, 100, 1000]
const hoursGood = [1, 24, 72, 168, 720]
const roles = ['member', 'moderator'] as const

function InviteForm({ community }: { community: CommunitySummary }) {
  const { t, format, refusal } = useText()
  const [uses, setUses] = useState(20)
  const [hours, setHours] = useState(168)
  const [role, setRole] = useState<'member' | 'moderator'>('member')
  const many = needsApproval(community.members)
  const [approval, setApproval] = useState(many)
  const make = useCommand((client) => client.invites.create({ community: community.id, uses, hours, role, approval }))
  const [made, setMade] = useState<{ link: string; uses: number; expires: number } | undefined>()

  if (made) {
    return <InviteLink {...made} approval={approval} name={community.name} onAnother={() => setMade(undefined)} />
  }

  const submit = async (): Promise<void> => {
    const outcome = await make.run()
    if (outcome.ok) setMade(outcome.value)
  }
  const lasting = (count: number): string =>
    count < 48 ? t('invite.hours', { count }) : t('invite.days', { count: count / 24 })

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack>
        <Text c="dimmed">{t('invite.intro')}</Text>
        <Group grow preventGrowOverflow={false}>
          <Select
            label={t('invite.uses')}
            allowDeselect={false}
            data={people.map((count) => ({ value: String(count), label: format.number(count) }))}
            value={String(uses)}
            onChange={(value) => setUses(Number(value))}
          />
          <Select
            label={t('invite.expiry')}
            allowDeselect={false}
            data={hoursGood.map((count) => ({ value: String(count), label: lasting(count) }))}
            value={String(hours)}
            onChange={(value) => setHours(Number(value))}
          />
        </Group>
        {community.myRole === 'owner' && (
          <Select
            label={t('invites.role')}
            allowDeselect={false}
            data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
            value={role}
            onChange={(value) => setRole(value === 'moderator' ? 'moderator' : 'member')}
          />
        )}
        <Checkbox
          label={t('invites.approvalLabel')}
          description={
            many
              ? `${t('invites.approvalHint')} ${t('invites.approvalWhy', { count: knowable })}`
              : t('invites.approvalHint')
          }
          checked={approval}
          onChange={(event) => setApproval(event.target.checked)}
        />
        {make.refusal && (
          <Notice tone="bad" live>
            {refusal(make.refusal)}
          </Notice>
        )}
        <Group justify="flex-end">
          <Button type="submit" data-autofocus loading={make.busy}>
            {t('invite.make')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
