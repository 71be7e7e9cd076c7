/** What was said in a room or a thread, and where to say something. */
import { Button, Loader } from '@mantine/core'
import { useCallback, useEffect, useImperativeHandle, useRef, type ReactNode, type Ref } from 'react'
import { CommunityMentions, type ComposerHandle } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import {
  draftPlace,
  usePins,
  type CommunityId,
  type EntryId,
  type MessageRow,
  type SpaceView,
} from '../session/index.ts'
import { Empty, Notice } from '../ui/index.ts'
import { lastOwn, type MessageExtra } from './message-actions.ts'
import { MessageList } from './MessageList.tsx'
import { isLost, useOutbox } from './outbox.ts'
import classes from './room.module.css'
import talk from './talk.module.css'
import { TypingLine } from './TypingLine.tsx'
import { Unsent } from './Unsent.tsx'
import { useJump } from './useJump.ts'
import { useMessageActions } from './useMessageActions.ts'
import { useNoKey } from './useNoKey.ts'
import { useReplying } from './useReplying.ts'
import { useRoom, type Goal, type Room } from './useRoom.ts'
import { useScroll } from './useScroll.ts'
import { WithdrawDialog } from './WithdrawDialog.tsx'
import { Writer } from './Writer.tsx'

/** A message somebody is on the way to. Each time is another, also to the same message. */
export interface Target {
  readonly id: EntryId
  readonly count: number
}

export interface TalkHandle {
  focus(): void
  /** Goes to a moment (ms). */
  toMoment(moment: number): void
  /** Goes to a message. */
  toMessage(id: EntryId): void
  /** Puts a text before what is being written. */
  write(text: string): void
}

interface TalkProps {
  readonly community: CommunityId
  readonly space: SpaceView
  readonly name: string
  /** The message whose thread this is; nothing for the room itself. */
  readonly root?: EntryId
  readonly placeholder: string
  /** The person came to write. */
  readonly eager?: boolean
  readonly target: Target | undefined
  /** Where somebody asked to be, each time as another object. */
  readonly moment?: Goal | undefined
  /** Stands in the composer's place where nothing may be written. */
  readonly closed: ReactNode
  /** Stands in the messages' place while there are none. */
  readonly empty: ReactNode
  /** Stands over what is written. */
  readonly notice?: ReactNode
  /** What a thread began with, as it is drawn by whoever shows the thread. */
  readonly renderLead?: (talk: { room: Room; talking: ReturnType<typeof useMessageActions> }) => ReactNode
  /** Opens the thread of a message, and goes to one in it. Must stay the same. Nothing within a thread. */
  readonly onThread?: (root: EntryId, to?: EntryId) => void
  /** What this place adds to its messages. */
  readonly extra?: MessageExtra | undefined
  /** Goes to a message that is not among these. Must stay the same. */
  readonly onElsewhere: (id: EntryId) => void
  readonly ref?: Ref<TalkHandle>
}

export function Talk(props: TalkProps) {
  const { community, space, name, root, placeholder, target, closed, empty, notice, renderLead, ref } = props
  const { onThread, onElsewhere, extra, eager = false, moment } = props
  const { t, refusal } = useText()
  const scroll = useScroll()
  const room = useRoom(community, space.id, scroll.around, root)
  const outbox = useOutbox(community, space.id, root)
  const composer = useRef<ComposerHandle>(null)
  const { replying, setReplying } = useReplying(draftPlace(space.id, root), room.rows)
  const mayPin = usePins(community, space.id).value?.mayPin === true
  const jumping = useJump(room, scroll)
  const { jump } = jumping

  const go = useCallback(
    async (goal: Goal): Promise<void> => {
      const found = await jump(goal, (where) => where.refusal === undefined && where.root === root)
      if (found.refusal || found.root === root) return
      if (!onThread || found.root === undefined) return onElsewhere(found.id)
      // It stands in a thread: the room shows what the thread began with, the thread shows the message.
      onThread(found.root, found.id)
      await jump({ id: found.root }, (where) => where.refusal === undefined && where.root === root)
    },
    [jump, root, onThread, onElsewhere],
  )
  const about = useMessageActions(
    community,
    space.id,
    { write: !closed, pin: !closed && mayPin },
    {
      reply: useCallback(
        (row: MessageRow) => {
          setReplying(row)
          requestAnimationFrame(() => composer.current?.focus())
        },
        [setReplying],
      ),
      jump: useCallback((id: EntryId) => void go({ id }), [go]),
      thread: useThread(onThread),
      extra,
    },
  )
  const { actions, open, editing } = about
  const waiting = useNoKey(community, outbox, composer)
  useEffect(() => {
    if (room.ready && target) void go({ id: target.id })
  }, [room.ready, target, go])
  useEffect(() => {
    if (moment) void go(moment)
  }, [moment, go])
  useImperativeHandle(ref, () => ({
    focus: () => composer.current?.focus(),
    toMoment: (wanted) => void go({ moment: wanted }),
    toMessage: (id) => void go({ id }),
    write: (text) => composer.current?.putBack(text),
  }))

  const body = (): ReactNode => {
    if (room.refusal) return <Empty title={t('room.goneTitle')}>{refusal(room.refusal)}</Empty>
    if (!room.ready) return <Loader size="sm" className={classes.wait} aria-label={t('common.loading')} />
    if (room.rows.list.length === 0 && !renderLead) return empty
    return (
      <MessageList
        room={room}
        scroll={scroll}
        name={name}
        actions={actions}
        open={open}
        editing={editing?.id}
        spot={jumping.spot}
        {...(renderLead && { lead: renderLead({ room, talking: about }) })}
        {...(!renderLead && { onDay: (moment: number) => void go({ moment }) })}
      />
    )
  }
  const trouble = jumping.trouble ?? about.trouble
  const calm = (): void => {
    jumping.calm()
    about.calm()
  }

  return (
    <>
      <div className={classes.body}>
        <CommunityMentions community={community}>{body()}</CommunityMentions>
      </div>
      {trouble && (
        <div className={talk.trouble}>
          <Notice
            tone="warn"
            live
            action={
              <Button size="compact-sm" variant="default" onClick={calm}>
                {t('common.close')}
              </Button>
            }
          >
            {trouble.code === 'message/unknown' ? t('talk.notHere') : refusal(trouble)}
          </Notice>
        </div>
      )}
      {notice}
      <Unsent
        items={outbox.items}
        onRetry={outbox.retry}
        onEdit={(item) => {
          outbox.take(item)
          about.setEditing(undefined)
          composer.current?.putBack(item.text, item.files, isLost(item))
        }}
      />
      <TypingLine community={community} space={space.id} root={root} />
      {closed ?? (
        <Writer
          community={community}
          space={space}
          {...(root !== undefined && { root })}
          placeholder={placeholder}
          composer={composer}
          editing={editing}
          replying={replying}
          forKey={waiting.forKey}
          eager={eager}
          onEdited={() => about.setEditing(undefined)}
          onReplied={() => setReplying(undefined)}
          onUp={() => {
            const last = lastOwn(room.rows.list)
            if (!last || room.rows.below) return false
            about.setEditing(last)
            return true
          }}
          onSend={(text, files) => {
            waiting.over()
            outbox.send({ text, files, reply: replying?.id })
            setReplying(undefined)
            void room.present().then(scroll.toEnd)
          }}
        />
      )}
      <WithdrawDialog
        community={community}
        space={space.id}
        row={about.withdrawing}
        onClose={() => about.setWithdrawing(undefined)}
      />
    </>
  )
}

function useThread(onThread: TalkProps['onThread']) {
  const open = useCallback(({ id }: MessageRow) => onThread?.(id), [onThread])
  return onThread && open
}
