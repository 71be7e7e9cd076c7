/** Removing a member, with what it can and what it cannot do said before it is done. */
import { Button, Group, Modal, Radio, Stack, Text, Textarea } from '@mantine/core'
import { IconCircleCheck, IconCircleMinus } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, useCommand, type CommunityId, type MemberDetail } from '../session/index.ts'
import { Notice, useFirstFocus } from '../ui/index.ts'
import classes from './dialogs.module.css'

interface RemoveDialogProps {
  readonly community: CommunityId
  readonly detail: MemberDetail
  readonly opened: boolean
  readonly onClose: () => void
}

export function RemoveDialog({ community, detail, opened, onClose }: RemoveDialogProps) {
  const { t } = useText()
  const [waits, setWaits] = useState(false)
  const { name } = detail
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={waits ? t('removal.waitsTitle') : t('removal.title', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {waits ? (
        <Waits name={name} onClose={onClose} />
      ) : (
        <RemoveForm community={community} detail={detail} onClose={onClose} onWaits={() => setWaits(true)} />
      )}
    </Modal>
  )
}

function Waits({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useText()
  const close = useFirstFocus<HTMLButtonElement>()
  return (
    <Stack>
      <Notice live>{t('removal.waits', { name })}</Notice>
      <Group justify="flex-end">
        <Button ref={close} onClick={onClose}>
          {t('common.close')}
        </Button>
      </Group>
    </Stack>
  )
}

interface RemoveFormProps extends Omit<RemoveDialogProps, 'opened'> {
  readonly onWaits: () => void
}

function RemoveForm({ community, detail, onClose, onWaits }: RemoveFormProps) {
  const { t, refusal } = useText()
  const { id, name, removalWaits } = detail
  const [keep, setKeep] = useState<'all' | 'none'>('all')
  const [reason, setReason] = useState('')
  const remove = useCommand((client) => client.members.remove({ community, member: id, keep, reason }))
  const submit = async (): Promise<void> => {
    const outcome = await remove.run()
    if (!outcome.ok) return
    if (outcome.value.state === 'unsigned') onWaits()
    else onClose()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack>
        {removalWaits && <Notice tone="warn">{t('removal.second', { count: LIMITS.removalsPerDay })}</Notice>}
        <Effects title={t('removal.does')} icon={<IconCircleCheck size={18} aria-hidden="true" />}>
          {[t('removal.keys', { name }), t('removal.writes', { name })]}
        </Effects>
        <Effects title={t('removal.cannot')} icon={<IconCircleMinus size={18} aria-hidden="true" />}>
          {[t('removal.read', { name }), t('removal.offline')]}
        </Effects>
        <Radio.Group
          label={t('removal.written', { name })}
          value={keep}
          onChange={(value) => setKeep(value === 'none' ? 'none' : 'all')}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="all" label={t('removal.keep')} description={t('removal.keepHint')} />
            <Radio value="none" label={t('removal.aside')} description={t('removal.asideHint')} />
          </Stack>
        </Radio.Group>
        <Textarea
          label={`${t('removal.reason')} (${t('common.optional')})`}
          description={t('removal.reasonHint')}
          autosize
          minRows={2}
          maxRows={5}
          maxLength={LIMITS.reasonChars}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Text c="dimmed">{t('removal.nothingDeleted')}</Text>
        {remove.refusal && (
          <Notice tone="bad" live>
            {refusal(remove.refusal)}
          </Notice>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" color="red" loading={remove.busy}>
            {t('removal.submit', { name })}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Effects({ title, icon, children }: { title: string; icon: ReactNode; children: readonly string[] }) {
  return (
    <section>
      <h3 className={classes.heading}>{title}</h3>
      <ul className={classes.effects}>
        {children.map((sentence) => (
          <li key={sentence}>
            {icon}
            <span>{sentence}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
