/** Ends a decision as if it had never been made, or signs one that waits: two short questions of one kind. */
import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, type ActionId, type CommunityId } from '../session/index.ts'
import { Ask } from '../ui/index.ts'
import classes from './dialogs.module.css'

interface DecideDialogProps {
  readonly community: CommunityId
  readonly action: ActionId
  /** The decision, as a sentence. */
  readonly said?: ReactNode
  readonly opened: boolean
  readonly onClose: () => void
}

/** `removed`: whose removal it is. */
export function OverturnDialog({
  removed,
  community,
  action,
  ...rest
}: DecideDialogProps & { removed?: string | undefined }) {
  const { t } = useText()
  const overturn = useCommand((client) => client.members.overturn({ community, action }))
  return (
    <Decide title={t('decide.overturnTitle')} submit={t('decide.overturn')} command={overturn} {...rest}>
      {removed !== undefined && <Text>{t('decide.overturnRemoval', { name: removed })}</Text>}
      <Text>{t('decide.overturnText')}</Text>
    </Decide>
  )
}

export function SignDialog({ name, community, action, ...rest }: DecideDialogProps & { name: string }) {
  const { t } = useText()
  const sign = useCommand((client) => client.members.signRemoval({ community, action }))
  return (
    <Decide title={t('decide.signTitle')} submit={t('decide.sign')} command={sign} {...rest}>
      <Text>{t('decide.signText', { name })}</Text>
    </Decide>
  )
}

interface DecideProps extends Omit<DecideDialogProps, 'community' | 'action'> {
  readonly title: string
  readonly submit: string
  readonly command: Pick<ReturnType<typeof useCommand<[], unknown>>, 'run' | 'busy' | 'refusal'>
  readonly children: ReactNode
}

function Decide({ title, submit, command, said, opened, onClose, children }: DecideProps) {
  const { refusal } = useText()
  const run = async (): Promise<void> => {
    if ((await command.run()).ok) onClose()
  }
  return (
    <Ask
      opened={opened}
      title={title}
      action={submit}
      tone="plain"
      busy={command.busy}
      trouble={command.refusal && refusal(command.refusal)}
      onYes={() => void run()}
      onClose={onClose}
    >
      {said && <blockquote className={classes.quote}>{said}</blockquote>}
      {children}
    </Ask>
  )
}
