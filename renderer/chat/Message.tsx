/** One message in the list. Drawn again only when its own row or its place in the group changed. */
import { IconBackspace } from '@tabler/icons-react'
import { memo } from 'react'
import { MemberName, MessageBody } from '../content/index.ts'
import { daysBetween, useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import { Tile } from '../ui/index.ts'
import { Marks } from './Marks.tsx'
import classes from './message.module.css'
import type { MessageActions, MessagePart } from './message-actions.ts'
import { MessageTools } from './MessageTools.tsx'
import { Standing } from './Standing.tsx'

interface MessageProps {
  readonly row: MessageRow
  readonly head: boolean
  readonly day: boolean
  readonly fresh: boolean
  /** What is open about this message. */
  readonly part: MessagePart | undefined
  /** The composer is changing it. */
  readonly editing: boolean
  readonly actions: MessageActions
}

export const Message = memo(function Message({ row, head, day, fresh, part, editing, actions }: MessageProps) {
  const { t, format } = useText()
  // The list stands in the order of `time`; where the author's clock tells another day, the whole date is shown.
  const clock = daysBetween(row.at, row.time) === 0 ? format.time(row.at) : format.moment(row.at)
  return (
    <>
      {day && (
        <div className={classes.day}>
          <span>{format.day(row.time)}</span>
        </div>
      )}
      {fresh && (
        <div className={classes.fresh}>
          <span>{t('room.newLine')}</span>
        </div>
      )}
      <article className={classes.message} data-row={row.id} data-head={head} data-editing={editing} tabIndex={-1}>
        {head ? (
          <Tile id={row.author} name={row.authorName} round />
        ) : (
          <time className={classes.gutter}>{format.clock(row.at)}</time>
        )}
        <div className={classes.main}>
          {head && (
            <header className={classes.head}>
              <MemberName name={row.authorName} role={row.authorRole} />
              <time className={classes.time} dateTime={new Date(row.at).toISOString()}>
                {clock}
              </time>
              {row.late && <span className={classes.late}>{t('room.late')}</span>}
            </header>
          )}
          {!head && <span className="fm-unseen">{row.authorName}</span>}
          {row.withdrawn ? <Withdrawn row={row} /> : <MessageBody text={row.text} />}
          <Marks row={row} part={part} actions={actions} />
        </div>
        {row.mine && <Standing reached={row.reached} />}
        <MessageTools row={row} part={part} actions={actions} />
      </article>
    </>
  )
})

/** Its author took it back: that it was there stays to be seen, what it said does not. */
function Withdrawn({ row }: { row: MessageRow }) {
  const { t } = useText()
  return (
    <p className={classes.withdrawn}>
      <IconBackspace size={16} aria-hidden="true" className={classes.turned} />
      {row.mine ? t('message.withdrawnMine') : t('message.withdrawnBy', { name: row.authorName })}
    </p>
  )
}
