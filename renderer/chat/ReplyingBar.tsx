/** Over the composer: whom one is answering, and the way out of it. */
import { IconArrowForwardUp, IconX } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import { IconButton } from '../ui/index.ts'
import { beginningOf } from './beginning.ts'
import classes from './talk.module.css'

export function ReplyingBar({ row, onStop }: { row: MessageRow; onStop: () => void }) {
  const { t } = useText()
  return (
    <div className={classes.replying}>
      <IconArrowForwardUp size={16} aria-hidden="true" className={classes.sign} />
      <span className={classes.answering}>{t('talk.replying', { name: row.authorName })}</span>
      <span className={classes.beginning} dir="auto">
        {beginningOf(row.text)}
      </span>
      <IconButton label={t('talk.replyStop')} size={26} onClick={onStop}>
        <IconX size={16} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
