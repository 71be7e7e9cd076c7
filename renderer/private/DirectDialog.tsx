import { Modal } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useCommand, useNavigator, type CommunitySummary, type MemberId } from '../session/index.ts'
import { Honest } from './Honest.tsx'
import { mostDirect } from './limits.ts'
import { PeopleForm } from './PeopleForm.tsx'

interface DirectDialogProps {
  readonly community: CommunitySummary
  readonly opened: boolean
  readonly onClose: () => void
}

/** Writes to one or a few: whoever they are, they always have the same conversation. */
export function DirectDialog({ community, opened, onClose }: DirectDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('spaces.directTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <DirectForm community={community} onClose={onClose} />
    </Modal>
  )
}

function DirectForm({ community, onClose }: Omit<DirectDialogProps, 'opened'>) {
  const { t } = useText()
  const { go } = useNavigator()
  const open = useCommand((client, people: readonly MemberId[]) =>
    client.spaces.direct({ community: community.id, people: [...people] }),
  )
  const submit = async (people: readonly MemberId[]): Promise<void> => {
    const outcome = await open.run(people)
    if (!outcome.ok) return
    onClose()
    go({ at: 'room', community: community.id, space: outcome.value.space })
  }
  return (
    <PeopleForm
      community={community.id}
      label={t('spaces.with')}
      action={t('spaces.directDo')}
      most={mostDirect}
      busy={open.busy}
      refusal={open.refusal}
      onPeople={(people) => void submit(people)}
      onClose={onClose}
    >
      <Honest community={community} fixed />
    </PeopleForm>
  )
}
