/** Gives a community to a keeper: its link, then what it says of itself, then the person's yes. */
import { Modal, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, useCommand, type CommunityId, type KeeperPreview } from '../session/index.ts'
import { Form } from '../ui/index.ts'
import classes from './peers.module.css'

interface KeeperDialogProps {
  readonly community: CommunityId
  readonly opened: boolean
  readonly onClose: () => void
}

export function KeeperDialog({ opened, ...rest }: KeeperDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={rest.onClose}
      title={t('keepers.addTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <KeeperForm {...rest} />
    </Modal>
  )
}

function KeeperForm({ community, onClose }: Omit<KeeperDialogProps, 'opened'>) {
  const { t, refusal } = useText()
  const [link, setLink] = useState('')
  const [seen, setSeen] = useState<KeeperPreview | undefined>()
  const look = useCommand((client) => client.keepers.preview({ link: link.trim() }))
  const add = useCommand((client) => client.keepers.add({ community, link: link.trim() }))
  const trouble = look.refusal ?? add.refusal
  const submit = async (): Promise<void> => {
    if (seen) {
      if ((await add.run()).ok) onClose()
      return
    }
    const outcome = await look.run()
    if (outcome.ok) setSeen(outcome.value)
  }
  return (
    <Form
      action={seen ? t('keepers.addDo') : t('keepers.look')}
      busy={look.busy || add.busy}
      disabled={link.trim() === ''}
      trouble={trouble && refusal(trouble)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t('keepers.link')}
        description={t('keepers.addHint')}
        dir="ltr"
        maxLength={LIMITS.inviteLinkChars}
        value={link}
        onChange={(event) => {
          setLink(event.target.value)
          setSeen(undefined)
          look.reset()
          add.reset()
        }}
      />
      <div aria-live="polite">{seen && <Seen keeper={seen} />}</div>
    </Form>
  )
}

function Seen({ keeper: { name, addresses, budget } }: { keeper: KeeperPreview }) {
  const { t, format } = useText()
  return (
    <div className={classes.card}>
      <Text fw={600}>
        <bdi>{name === '' ? t('keepers.unnamed') : name}</bdi>
      </Text>
      {budget !== undefined && <p className={classes.note}>{t('keepers.offers', { size: format.bytes(budget) })}</p>}
      <p className={classes.note}>
        {t('keepers.at')}{' '}
        <span className={classes.address} dir="ltr">
          {addresses.join(', ')}
        </span>
      </p>
      <p>{t('keepers.addMeans')}</p>
    </div>
  )
}
