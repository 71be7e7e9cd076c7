/** The threads of a room, those in which something was said last first. */
import { useText } from '../i18n/index.ts'
import { useThreads, type CommunityId, type EntryId, type SpaceId } from '../session/index.ts'
import { Pane } from '../ui/index.ts'
import { Snippet } from './Snippet.tsx'
import classes from './snippet.module.css'
import { useWhen } from './ThreadChip.tsx'

interface ThreadsPaneProps {
  readonly community: CommunityId
  readonly space: SpaceId
  readonly name: string
  /** The thread one comes back from: it has the focus then. */
  readonly from: EntryId | undefined
  readonly onThread: (root: EntryId) => void
  readonly onClose: () => void
}

export function ThreadsPane({ community, space, name, from, onThread, onClose }: ThreadsPaneProps) {
  const { t } = useText()
  const when = useWhen()
  const threads = useThreads(community, space).value
  return (
    <Pane title={t('talk.threads')} onClose={onClose}>
      {threads?.length === 0 && <p className={classes.none}>{t('talk.threadsNone')}</p>}
      <ul className={classes.list} aria-label={t('talk.threadsHere', { name })}>
        {threads?.map(({ root, first, posts, unread, last }) => (
          <Snippet
            key={root}
            row={first}
            title={t('talk.thread')}
            focused={root === from}
            onOpen={() => onThread(root)}
          >
            <span className={classes.about} data-unread={unread > 0}>
              {unread > 0 && <span className={classes.dot} aria-hidden="true" />}
              <span>{t('talk.posts', { count: posts })}</span>
              {unread > 0 && <span>· {t('talk.unread', { count: unread })}</span>}
              {last > 0 && <span>· {t('talk.last', { when: when(last) })}</span>}
            </span>
          </Snippet>
        ))}
      </ul>
    </Pane>
  )
}
