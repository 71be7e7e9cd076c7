/** Over a message: the one it answers, in one line, and the way to it. */
import { IconArrowForwardUp } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import type { EntryId, ReplyView } from '../session/index.ts'
import { beginningOf } from './beginning.ts'
import classes from './talk.module.css'

export function ReplyLine({ reply, onJump }: { reply: ReplyView; onJump: (id: EntryId) => void }) {
  const { t } = useText()
  const { id, state, authorName, text } = reply
  const sign = <IconArrowForwardUp size={15} aria-hidden="true" className={classes.sign} />
  if (state === 'missing') {
    return (
      <div className={classes.answered}>
        {sign}
        <span className={classes.beginning}>{t('talk.replyMissing')}</span>
      </div>
    )
  }
  return (
    <button type="button" className={classes.answered} title={t('talk.replyGo')} onClick={() => onJump(id)}>
      {sign}
      <span className="fm-unseen">{t('talk.replyTo')}</span>
      <bdi className={classes.who}>{authorName}</bdi>
      <span className={classes.beginning} dir="auto">
        {state === 'withdrawn' ? t('talk.replyWithdrawn') : beginningOf(text)}
      </span>
    </button>
  )
}
