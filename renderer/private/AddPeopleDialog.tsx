import { Modal } from '@mantine/core'
import { useText } from '../i18n/index.ts'
import { useCommand, type CommunitySummary, type MemberId, type SpaceView } from '../session/index.ts'
import { Honest } from './Honest.tsx'
import { mostPrivate } from './limits.ts'
import { PeopleForm } from './PeopleForm.tsx'

interface AddPeopleDialogProps {
  readonly community: CommunitySummary
  readonly space: SpaceView
  readonly opened: boolean
  readonly onClose: () => void
}

export function AddPeopleDialog({ community, space, opened, onClose }: AddPeopleDialogProps) {
  const { t } = useText()
  const add = useCommand((client, people: readonly MemberId[]) =>
    client.spaces.addPeople({ community: community.id, space: space.id, people: [...people] }),
  )
  const submit = async (people: readonly MemberId[]): Promise<void> => {
    if ((await add.run(people)).ok) onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('spaces.addTitle', { name: space.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <PeopleForm
        community={community.id}
        label={t('spaces.people')}
        action={t('spaces.addDo')}
        most={mostPrivate + 1 - space.people.length}
        without={space.people}
        busy={add.busy}
        refusal={add.refusal}
        onPeople={(people) => void submit(people)}
        onClose={onClose}
      >
        <Honest community={community} />
      </PeopleForm>
    </Modal>
  )
}
