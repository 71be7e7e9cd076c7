/** What a topic adds to its posts: quoting, accepting an answer, choosing some to be moved. */
import { Menu } from '@mantine/core'
import { IconArrowsRight, IconCircleCheck, IconQuote, IconSquareCheck } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { MessageExtra } from '../chat/index.ts'
import { useText } from '../i18n/index.ts'
import type { EntryId, FirstPost, MessageRow, TopicView } from '../session/index.ts'
import classes from './boards.module.css'
import { FirstPostLine } from './FirstPostParts.tsx'

export interface PostDeeds {
  readonly quote: ((row: MessageRow) => void) | undefined
  readonly accept: ((post: EntryId | undefined) => void) | undefined
  readonly choose: ((post: EntryId) => void) | undefined
  /** Opens what can be done about the first post. */
  readonly open: (dialog: 'text' | 'history') => void
}

/** The deeds must stay the same from one drawing to the next. */
export function usePostExtra(
  topic: TopicView | undefined,
  first: FirstPost | undefined,
  chosen: ReadonlySet<EntryId>,
  { quote, accept, choose, open }: PostDeeds,
): MessageExtra {
  const { t, format } = useText()
  const { id: root, answer } = topic ?? {}
  return useMemo<MessageExtra>(
    () => ({
      menu(row, done) {
        const and = (deed: () => void) => () => {
          deed()
          done()
        }
        const isReply = row.id !== root
        const isAnswer = row.id === answer
        return (
          <>
            {quote && !row.withdrawn && (
              <Menu.Item leftSection={<IconQuote size={18} />} onClick={and(() => quote(row))}>
                {t('boards.quote')}
              </Menu.Item>
            )}
            {accept && isReply && (!row.withdrawn || isAnswer) && (
              <Menu.Item
                leftSection={<IconCircleCheck size={18} />}
                onClick={and(() => accept(isAnswer ? undefined : row.id))}
              >
                {isAnswer ? t('boards.unaccept') : t('boards.accept')}
              </Menu.Item>
            )}
            {choose && isReply && (
              <Menu.Item leftSection={<IconArrowsRight size={18} />} onClick={and(() => choose(row.id))}>
                {chosen.has(row.id) ? t('boards.unselect') : t('boards.select')}
              </Menu.Item>
            )}
          </>
        )
      },
      under(row) {
        const [isAnswer, isChosen] = [row.id === answer, chosen.has(row.id)]
        const hasLine = row.id === root && !row.withdrawn && (topic?.wiki === true || first?.changed !== undefined)
        if (!isAnswer && !isChosen && !row.moved && !hasLine) return null
        return (
          <div className={classes.under}>
            {hasLine && topic && first && <FirstPostLine topic={topic} first={first} onOpen={open} />}
            {isAnswer && (
              <span className={classes.isAnswer}>
                <IconCircleCheck size={16} aria-hidden="true" />
                {t('boards.isAnswer')}
              </span>
            )}
            {isChosen && (
              <span className={classes.chosen}>
                <IconSquareCheck size={16} aria-hidden="true" />
                {t('boards.selected', { count: 1 })}
              </span>
            )}
            {row.moved && (
              <span>{t('boards.movedBy', { name: row.moved.byName, when: format.moment(row.moved.at) })}</span>
            )}
          </div>
        )
      },
    }),
    [t, format, topic, first, root, answer, chosen, quote, accept, choose, open],
  )
}
