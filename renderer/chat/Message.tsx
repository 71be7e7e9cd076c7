/** One message in the list. Drawn again only when its own row or its place in the group changed. */
import { IconBackspace, IconPin } from '@tabler/icons-react'
import { memo } from 'react'
import { MessageFiles, useFilesTold } from '../attachments/index.ts'
import { MemberName, MessageBody, PersonTile } from '../content/index.ts'
import { daysBetween, useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import { firstWords } from './beginning.ts'
import { DayLine } from './DayLine.tsx'
import { ImportedMark, ImportedReactions, ImportedTile } from './Imported.tsx'
import { Marks } from './Marks.tsx'
import classes from './message.module.css'
import type { MessageActions, MessagePart } from './message-actions.ts'
import { MessageTools } from './MessageTools.tsx'
import { Reactions } from './Reactions.tsx'
import { ReplyLine } from './ReplyLine.tsx'
import { Standing } from './Standing.tsx'
import { ThreadChip } from './ThreadChip.tsx'

interface MessageProps {
  readonly row: MessageRow
  readonly head: boolean
  readonly day: boolean
  readonly fresh: boolean
  /** What is open about this message. */
  readonly part: MessagePart | undefined
  /** The composer is changing it. */
  readonly editing: boolean
  /** Somebody has just gone to it. */
  readonly flash: boolean
  readonly actions: MessageActions
  /** Goes to a day, by the line that begins one. */
  readonly onDay?: ((moment: number) => void) | undefined
}

export const Message = memo(function Message(props: MessageProps) {
  const { row, head, day, fresh, part, editing, flash, actions, onDay } = props
  const { t, format } = useText()
  const filesTold = useFilesTold()
  // The list stands in the order of `time`; where the author's clock tells another day, the whole date is shown.
  const clock = daysBetween(row.at, row.time) === 0 ? format.time(row.at) : format.moment(row.at)
  return (
    <>
      {day && <DayLine moment={row.time} onDay={onDay} />}
      {fresh && (
        <div className={classes.fresh}>
          <span>{t('room.newLine')}</span>
        </div>
      )}
      <article
        className={classes.message}
        data-row={row.id}
        data-head={head}
        data-editing={editing}
        data-flash={flash}
        tabIndex={-1}
        // What is heard by who goes from one to the next: enough to know it by, and not the whole of it twice.
        aria-label={t('talk.heard', {
          name: row.authorName,
          time: clock,
          text: row.withdrawn ? t('talk.replyWithdrawn') : firstWords(row.text) || filesTold(row.files),
        })}
      >
        {row.reply && <ReplyLine reply={row.reply} onJump={actions.jump} />}
        {head ? <AuthorTile row={row} /> : <time className={classes.gutter}>{format.clock(row.at)}</time>}
        <div className={classes.main}>
          {head && (
            <header className={classes.head}>
              <MemberName name={row.authorName} role={row.authorRole} />
              <time className={classes.time} dateTime={format.iso(row.at)}>
                {clock}
              </time>
              {row.late && <span className={classes.late}>{t('room.late')}</span>}
            </header>
          )}
          {head && row.imported && <ImportedMark imported={row.imported} />}
          {!head && <span className="fm-unseen">{row.authorName}</span>}
          {row.pinned && !row.withdrawn && (
            <span className={classes.pinned}>
              <IconPin size={13} aria-hidden="true" />
              {t('talk.pinned')}
            </span>
          )}
          {row.withdrawn ? <Withdrawn row={row} /> : row.text !== '' && <MessageBody text={row.text} />}
          {row.files.length > 0 && <MessageFiles place={actions.place} message={row.id} files={row.files} />}
          {actions.extra?.under(row)}
          <Marks row={row} part={part} actions={actions} />
          {row.imported && <ImportedReactions imported={row.imported} />}
          {row.reactions.length > 0 && <Reactions row={row} react={actions.react} />}
          {row.thread && actions.thread && <ThreadChip row={row} thread={row.thread} onOpen={actions.thread} />}
        </div>
        {row.mine && <Standing reached={row.reached} />}
        <MessageTools row={row} part={part} actions={actions} />
      </article>
    </>
  )
})

function AuthorTile({ row }: { row: MessageRow }) {
  return row.imported ? <ImportedTile /> : <PersonTile id={row.author} name={row.authorName} />
}

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
