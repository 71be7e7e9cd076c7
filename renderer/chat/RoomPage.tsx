/** A room: what was said, and where to say something. */
import { Button, Loader } from '@mantine/core'
import { useRef, type ReactNode } from 'react'
import {
  CommunityMentions,
  Composer,
  SpaceMark,
  useMentionable,
  useSpaceNaming,
  type ComposerHandle,
} from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { useSayTyping, type CommunitySummary, type SpaceView } from '../session/index.ts'
import { Bar, Empty, Notice } from '../ui/index.ts'
import { EditComposer } from './EditComposer.tsx'
import { EmptyRoom } from './EmptyRoom.tsx'
import { LostNotice } from './LostNotice.tsx'
import { lastOwn } from './message-actions.ts'
import { MessageList } from './MessageList.tsx'
import { useOutbox } from './outbox.ts'
import classes from './room.module.css'
import { TypingLine } from './TypingLine.tsx'
import { Unsent } from './Unsent.tsx'
import { useMessageActions } from './useMessageActions.ts'
import { useNoKey } from './useNoKey.ts'
import { useRoom } from './useRoom.ts'
import { useScroll } from './useScroll.ts'
import { WithdrawDialog } from './WithdrawDialog.tsx'

interface RoomPageProps {
  readonly community: CommunitySummary
  readonly space: SpaceView
  /** What else the bar offers. */
  readonly tools: ReactNode
  /** Stands in the composer's place where nothing may be written. */
  readonly closed?: ReactNode
}

/** To be keyed by the space: another room is another page. */
export function RoomPage({ community: { id: community }, space, tools, closed }: RoomPageProps) {
  const { t, refusal } = useText()
  const { nameOf, othersOf } = useSpaceNaming(community)
  const scroll = useScroll()
  const room = useRoom(community, space.id, scroll.around)
  const outbox = useOutbox(community, space.id)
  const composer = useRef<ComposerHandle>(null)
  const about = useMessageActions(community, space.id, closed === undefined)
  const waiting = useNoKey(community, outbox, composer)
  const name = nameOf(space)
  const others = othersOf(space)
  const { actions, open, editing, withdrawing } = about
  const sayTyping = useSayTyping(community, space.id)
  const mentions = useMentionable(community, space)

  const body = (): ReactNode => {
    if (room.refusal) return <Empty title={t('room.goneTitle')}>{refusal(room.refusal)}</Empty>
    if (!room.ready) return <Loader size="sm" className={classes.wait} aria-label={t('common.loading')} />
    if (room.rows.list.length === 0) {
      const write = <Button onClick={() => composer.current?.focus()}>{t('room.write')}</Button>
      return <EmptyRoom space={space} others={others} action={!closed && write} />
    }
    return <MessageList room={room} scroll={scroll} name={name} actions={actions} open={open} editing={editing?.id} />
  }
  const editLast = (): boolean => {
    const last = lastOwn(room.rows.list)
    if (!last || room.rows.below) return false
    about.setEditing(last)
    return true
  }

  const writing = editing ? (
    <EditComposer
      key={editing.id}
      community={community}
      space={space.id}
      row={editing}
      mentions={mentions}
      onDone={() => {
        about.setEditing(undefined)
        // The other composer is there only after this.
        requestAnimationFrame(() => composer.current?.focus())
      }}
    />
  ) : (
    <Composer
      ref={composer}
      room={space.id}
      placeholder={t('room.placeholder', { name: space.kind === 'room' ? `#${name}` : name })}
      mentions={mentions}
      onUp={editLast}
      onType={sayTyping}
      onSend={(text) => {
        waiting.over()
        outbox.send(text)
        void room.present().then(scroll.toEnd)
      }}
    >
      {waiting.forKey && (
        <Notice tone="warn" live>
          <strong>{t('message.waitTitle')}</strong> {t('message.wait')}
        </Notice>
      )}
    </Composer>
  )

  return (
    <section className={classes.room} aria-label={name}>
      <Bar icon={<SpaceMark kind={space.kind} others={others} size={19} />} title={name} subtitle={space.topic}>
        {tools}
      </Bar>
      <div className={classes.body}>
        <CommunityMentions community={community}>{body()}</CommunityMentions>
      </div>
      {!closed && <LostNotice community={community} space={space.id} />}
      <Unsent
        items={outbox.items}
        onRetry={outbox.retry}
        onEdit={(item) => {
          outbox.take(item)
          about.setEditing(undefined)
          composer.current?.putBack(item.text)
        }}
      />
      <TypingLine community={community} space={space.id} />
      {closed ?? writing}
      <WithdrawDialog
        community={community}
        space={space.id}
        row={withdrawing}
        onClose={() => about.setWithdrawing(undefined)}
      />
    </section>
  )
}
