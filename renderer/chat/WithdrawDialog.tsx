import { useText } from '../i18n/index.ts'
import { useCommand, type CommunityId, type MessageRow, type SpaceId } from '../session/index.ts'
import { Ask } from '../ui/index.ts'
import classes from './message.module.css'

interface WithdrawDialogProps {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly row: MessageRow | undefined
  readonly onClose: () => void
}

/** Taking a message back, with what that can do and what it cannot. */
export function WithdrawDialog({ community, space, row, onClose }: WithdrawDialogProps) {
  const { t, refusal } = useText()
  const withdraw = useCommand((client, { id }: MessageRow) => client.rooms.withdraw({ community, space, id }))
  const close = (): void => {
    withdraw.reset()
    onClose()
  }
  const submit = async (): Promise<void> => {
    if (row && (await withdraw.run(row)).ok) close()
  }
  return (
    <Ask
      opened={row !== undefined}
      title={t('message.withdrawTitle')}
      action={t('message.withdrawDo')}
      keep={t('message.keep')}
      busy={withdraw.busy}
      trouble={withdraw.refusal && refusal(withdraw.refusal)}
      onYes={() => void submit()}
      onClose={close}
    >
      <blockquote className={classes.quoted} dir="auto">
        {row?.text.slice(0, 300)}
      </blockquote>
      <p className={classes.plain}>{t('message.withdrawText')}</p>
    </Ask>
  )
}
