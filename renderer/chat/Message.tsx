/** One message in the list. Drawn again only when its own row or its place in the group changed. */
import { IconInfoCircle } from '@tabler/icons-react'
import { memo } from 'react'
import { MemberName, MessageBody } from '../content/index.ts'
import { daysBetween, useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import { Tile } from '../ui/index.ts'
import { Details } from './Details.tsx'
import classes from './message.module.css'
import { Standing } from './Standing.tsx'

interface MessageProps {
  readonly row: MessageRow
  readonly head: boolean
  readonly day: boolean
  readonly fresh: boolean
  readonly detailed: boolean
  readonly onDetails: (id: string | undefined) => void
}

export const Message = memo(function Message({ row, head, day, fresh, detailed, onDetails }: MessageProps) {
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
      <article className={classes.message} data-row={row.id} data-head={head} tabIndex={-1}>
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
          <MessageBody text={row.text} />
        </div>
        {row.mine && <Standing reached={row.reached} />}
        <div className={classes.tools}>
          {detailed ? (
            <Details row={row} onClose={() => onDetails(undefined)} />
          ) : (
            <button
              type="button"
              className={classes.tool}
              aria-label={t('room.details')}
              title={t('room.details')}
              onClick={() => onDetails(row.id)}
            >
              <IconInfoCircle size={18} aria-hidden="true" />
            </button>
          )}
        </div>
      </article>
    </>
  )
})
