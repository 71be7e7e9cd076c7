/** One topic in the list. */
import { memo } from 'react'
import { ImportedTile, PersonTile } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { PlaceLink, type BoardCategory, type CommunityId, type SpaceId, type TopicView } from '../session/index.ts'
import { Count } from '../ui/index.ts'
import classes from './boards.module.css'
import { Filed, StateMarks } from './filed.tsx'

interface TopicRowProps {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly topic: TopicView
  readonly categories: readonly BoardCategory[]
  readonly now: number
}

export const TopicRow = memo(function TopicRow({ community, space, topic, categories, now }: TopicRowProps) {
  const { t, format, short } = useText()
  const { id, title, withdrawn, author, authorName, imported, replies, unread, last } = topic
  return (
    <PlaceLink to={{ at: 'topic', community, space, topic: id }} className={classes.row} data-unread={unread > 0}>
      {imported ? <ImportedTile /> : <PersonTile id={author} name={authorName} />}
      <span className={classes.what}>
        <span className={classes.line}>
          <span className={classes.rowTitle} data-withdrawn={withdrawn} dir="auto">
            {withdrawn ? t('boards.withdrawnTitle') : title}
          </span>
          <StateMarks topic={topic} />
        </span>
        <span className={classes.small}>
          <bdi className={classes.author}>{t('boards.by', { name: authorName })}</bdi>
          <Filed topic={topic} categories={categories} />
        </span>
      </span>
      <span className={classes.numbers}>
        <span className={classes.replies}>{t('boards.replies', { count: replies })}</span>
        <time className={classes.when} dateTime={format.iso(last)} title={format.moment(last)}>
          {format.ago(last, now)}
        </time>
      </span>
      <span className={classes.count}>
        <Count value={unread} shown={short(unread)} label={t('common.unread', { count: unread })} />
      </span>
    </PlaceLink>
  )
})
