/** What the dialogs of boards have in common: a title over a form that is saved, and closes once it is. */
import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import type { Outcome, Refusal } from '../session/index.ts'
import { Form } from '../ui/index.ts'

interface BoardDialogProps {
  readonly title: string
  readonly opened: boolean
  readonly onClose: () => void
  readonly wide?: boolean
  readonly children: ReactNode
}

export function BoardDialog({ title, opened, onClose, wide = false, children }: BoardDialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      {...(wide && { size: 'lg' })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {children}
    </Modal>
  )
}

interface SaveFormProps {
  readonly save: { readonly busy: boolean; readonly refusal: Refusal | undefined; run(): Promise<Outcome<unknown>> }
  readonly onClose: () => void
  readonly children: ReactNode
}

export function SaveForm({ save, onClose, children }: SaveFormProps) {
  const { t, refusal } = useText()
  const submit = async (): Promise<void> => {
    if ((await save.run()).ok) onClose()
  }
  return (
    <Form
      action={t('common.save')}
      busy={save.busy}
      trouble={save.refusal && refusal(save.refusal)}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {children}
    </Form>
  )
}
