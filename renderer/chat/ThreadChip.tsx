/** Under a message: that there is a thread, how long it is, whether something in it is new, and the way in. */
import { IconMessages } from '@tabler/icons-react'
import { daysBetween, useText } from '../i18n/index.ts'
import type { MessageRow, ThreadSummary } from '../session/index.ts'
import classes from './talk.module.css'

interface ThreadChipProps {
  readonly row: MessageRow
  readonly thread: ThreadSummary
  readonly onOpen: (row: MessageRow) => void
}

export function ThreadChip({ row, thread, onOpen }: ThreadChipProps) {
  const { t } = useText()
  const when = useWhen()
  return (
    <button type="button" className={classes.thread} data-unread={thread.unread > 0} onClick={() => onOpen(row)}>
      <IconMessages size={15} aria-hidden="true" />
      <span>{t('talk.posts', { count: thread.posts })}</span>
      {thread.last > 0 && <span className={classes.quiet}>{t('talk.last', { when: when(thread.last) })}</span>}
      {thread.unread > 0 && (
        <>
          <span className={classes.dot} aria-hidden="true" />
          <span className="fm-unseen">{t('talk.unread', { count: thread.unread })}</span>
        </>
      )}
    </button>
  )
}

/** Today by the clock, else by the day. */
export function useWhen(): (moment: number) => string {
  const { format } = useText()
  return (moment) => (daysBetween(moment, Date.now()) === 0 ? format.time(moment) : format.day(moment))
}
