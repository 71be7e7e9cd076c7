import { Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { LIMITS, useCommand, useNavigator, type CommunitySummary, type MemberId } from '../session/index.ts'
import { Form } from '../ui/index.ts'
import { Honest } from './Honest.tsx'
import { mostPrivate } from './limits.ts'
import { MemberPicker } from './MemberPicker.tsx'

interface NewPrivateDialogProps {
  readonly community: CommunitySummary
  readonly opened: boolean
  readonly onClose: () => void
}

/** Makes a room only some know of, and goes there. */
export function NewPrivateDialog({ community, opened, onClose }: NewPrivateDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('spaces.createTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <NewPrivateForm community={community} onClose={onClose} />
    </Modal>
  )
}

function NewPrivateForm({ community, onClose }: Omit<NewPrivateDialogProps, 'opened'>) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const [name, setName] = useState('')
  const [topic, setTopic] = useState('')
  const [people, setPeople] = useState<readonly MemberId[]>([])
  const create = useCommand((client) =>
    client.spaces.createPrivate({ community: community.id, name, topic, people: [...people] }),
  )

  const submit = async (): Promise<void> => {
    const outcome = await create.run()
    if (!outcome.ok) return
    onClose()
    go({ at: 'room', community: community.id, space: outcome.value.space })
  }

  return (
    <Form
      action={t('spaces.createDo')}
      busy={create.busy}
      trouble={create.refusal && refusal(create.refusal)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        label={t('room.name')}
        placeholder={t('spaces.namePlaceholder')}
        required
        maxLength={LIMITS.spaceNameChars}
        dir="auto"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextInput
        label={`${t('room.topic')} (${t('common.optional')})`}
        maxLength={LIMITS.spaceTopicChars}
        dir="auto"
        value={topic}
        onChange={(event) => setTopic(event.target.value)}
      />
      <MemberPicker
        community={community.id}
        label={t('spaces.people')}
        value={people}
        onChange={setPeople}
        most={mostPrivate}
      />
      <Honest community={community} />
    </Form>
  )
}
