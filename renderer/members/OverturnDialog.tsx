/** Ends a decision as if it had never been made, or signs one that waits: two short questions of one kind. */
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, type ActionId, type CommunityId } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
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
    <Ask title={t('decide.overturnTitle')} submit={t('decide.overturn')} command={overturn} {...rest}>
      {removed !== undefined && <Text>{t('decide.overturnRemoval', { name: removed })}</Text>}
      <Text>{t('decide.overturnText')}</Text>
    </Ask>
  )
}

export function SignDialog({ name, community, action, ...rest }: DecideDialogProps & { name: string }) {
  const { t } = useText()
  const sign = useCommand((client) => client.members.signRemoval({ community, action }))
  return (
    <Ask title={t('decide.signTitle')} submit={t('decide.sign')} command={sign} {...rest}>
      <Text>{t('decide.signText', { name })}</Text>
    </Ask>
  )
}

interface AskProps extends Omit<DecideDialogProps, 'community' | 'action'> {
  readonly title: string
  readonly submit: string
  readonly command: Pick<ReturnType<typeof useCommand<[], unknown>>, 'run' | 'busy' | 'refusal'>
  readonly children: ReactNode
}

function Ask({ title, submit, command, said, opened, onClose, children }: AskProps) {
  const { t, refusal } = useText()
  const run = async (): Promise<void> => {
    if ((await command.run()).ok) onClose()
  }
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        {said && <blockquote className={classes.quote}>{said}</blockquote>}
        {children}
        {command.refusal && (
          <Notice tone="bad" live>
            {refusal(command.refusal)}
          </Notice>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button loading={command.busy} onClick={() => void run()}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
