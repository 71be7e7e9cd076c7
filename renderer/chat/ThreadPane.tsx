/** One thread beside its room: what it began with, what was said about it, and where to answer. */
import { useCallback } from 'react'
import { useSpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { useNavigator, type CommunitySummary, type EntryId, type SpaceView } from '../session/index.ts'
import { Pane, useShortcut } from '../ui/index.ts'
import { Message } from './Message.tsx'
import { Talk, type Target } from './Talk.tsx'
import classes from './thread.module.css'
import type { useMessageActions } from './useMessageActions.ts'
import type { Room } from './useRoom.ts'

interface ThreadPaneProps {
  readonly community: CommunitySummary
  readonly space: SpaceView
  readonly root: EntryId
  /** The message in it that was asked for. */
  readonly target: Target | undefined
  /** Nothing may be written. */
  readonly closed: boolean
  readonly onClose: () => void
  /** The person goes to the room. */
  readonly onLeave: () => void
  /** Back to the list it was opened out of. */
  readonly onBack: (() => void) | undefined
}

/** To be keyed by its root. */
export function ThreadPane({ community, space, root, target, closed, onClose, onLeave, onBack }: ThreadPaneProps) {
  const { t } = useText()
  const { go } = useNavigator()
  const name = useSpaceNaming(community.id).nameOf(space)
  const { id } = space
  const elsewhere = useCallback(
    (to: EntryId) => {
      onLeave()
      go({ at: 'room', community: community.id, space: id, to })
    },
    [go, onLeave, community.id, id],
  )
  useShortcut('back', () => {
    onBack?.()
    return onBack !== undefined
  })
  return (
    <Pane
      title={t('talk.thread')}
      subtitle={name}
      filled
      onClose={onClose}
      back={onBack && { label: t('talk.threadsBack'), onBack }}
    >
      <div className={classes.thread} data-talk="thread">
        <Talk
          community={community.id}
          space={space}
          name={t('talk.threadMessages', { name })}
          root={root}
          placeholder={t('talk.threadWrite')}
          // Who opened a thread means to answer; who looks for a message in it is led there.
          eager={target === undefined}
          target={target}
          closed={closed ? <div className={classes.closed} /> : undefined}
          empty={undefined}
          renderLead={(talking) => <Lead {...talking} />}
          onElsewhere={elsewhere}
        />
      </div>
    </Pane>
  )
}

interface LeadProps {
  readonly room: Room
  readonly talking: ReturnType<typeof useMessageActions>
}

/** What the thread began with, and how many answers there are. */
function Lead({ room: { rows }, talking: { open, editing, actions } }: LeadProps) {
  const { t } = useText()
  const { first, total } = rows
  return (
    <div className={classes.lead}>
      {first ? (
        <Message
          row={first}
          head
          day={false}
          fresh={false}
          part={open?.id === first.id ? open.part : undefined}
          editing={editing?.id === first.id}
          flash={false}
          actions={actions}
        />
      ) : (
        <p className={classes.missing}>{t('talk.threadMissing')}</p>
      )}
      <div className={classes.count}>{total === 0 ? t('talk.threadEmpty') : t('talk.posts', { count: total })}</div>
    </div>
  )
}
