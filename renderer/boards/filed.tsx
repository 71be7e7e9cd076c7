/** What a topic is filed under, as it is shown: its category with a dot of its colour, its tags, and what became of it. */
import { IconCircleCheck, IconLock, IconPin, IconUsersGroup } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import type { BoardCategory, TopicView } from '../session/index.ts'
import classes from './boards.module.css'

interface FiledProps {
  readonly topic: TopicView
  readonly categories: readonly BoardCategory[]
}

export function Filed({ topic, categories }: FiledProps) {
  const category = categories.find(({ id }) => id === topic.category)
  if (!category && topic.tags.length === 0) return null
  return (
    <span className={classes.filed}>
      {category && (
        <span className={classes.category}>
          <span className={classes.dot} data-colour={category.colour} aria-hidden="true" />
          <bdi>{category.name}</bdi>
        </span>
      )}
      {topic.tags.map((tag) => (
        <span key={tag} className={classes.tag} dir="auto">
          {tag}
        </span>
      ))}
    </span>
  )
}

/** Signs with words for those who do not see them. */
export function StateMarks({ topic, words = false }: { topic: TopicView; words?: boolean }) {
  const { t } = useText()
  const marks = [
    { on: topic.pinned, Icon: IconPin, label: t('boards.pinned'), kind: 'pinned' },
    { on: topic.answered, Icon: IconCircleCheck, label: t('boards.answered'), kind: 'answered' },
    { on: topic.wiki && !topic.withdrawn, Icon: IconUsersGroup, label: t('boards.isWiki'), kind: 'wiki' },
    { on: topic.closed, Icon: IconLock, label: t('boards.closed'), kind: 'closed' },
  ]
  return marks
    .filter(({ on }) => on)
    .map(({ Icon, label, kind }) => (
      <span key={kind} className={classes.state} data-kind={kind} title={label}>
        <Icon size={16} aria-hidden="true" />
        <span className={words ? undefined : 'fm-unseen'}>{label}</span>
      </span>
    ))
}
