/** The messages of a room or a thread: a long list of which only what is near the view is drawn. */
import { Button, Loader } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { Virtualizer } from 'virtua'
import { useText } from '../i18n/index.ts'
import { scrollable } from '../ui/index.ts'
import { Announcer } from './Announcer.tsx'
import { linesOf, type Line } from './lines.ts'
import classes from './list.module.css'
import { Message } from './Message.tsx'
import type { MessageActions } from './message-actions.ts'
import { useFresh } from './useFresh.ts'
import { useHeight } from './useHeight.ts'
import { useSpot, type Spot } from './useJump.ts'
import { useListKeys } from './useListKeys.ts'
import type { OpenPart } from './useMessageActions.ts'
import { useReadMarks } from './useReadMarks.ts'
import type { Room } from './useRoom.ts'
import { useHold, type Scroll } from './useScroll.ts'
import { toolStops } from './tool-stops.ts'

/** Rows from an end at which more are fetched. */
const ahead = 25

interface MessageListProps {
  readonly room: Room
  readonly scroll: Scroll
  readonly name: string
  readonly actions: MessageActions
  /** What is open about which message. */
  readonly open: OpenPart | undefined
  /** The message that is being changed. */
  readonly editing: string | undefined
  /** Where somebody went. */
  readonly spot: Spot | undefined
  /** What a thread began with; nothing for the room itself. */
  readonly lead?: ReactNode
  readonly onDay?: ((moment: number) => void) | undefined
}

export function MessageList(props: MessageListProps) {
  const { room, scroll, name, actions, open, editing, spot, lead, onDay } = props
  const { t, short } = useText()
  const { rows, loading, older, newer } = room
  const { box, list, atEnd } = scroll
  const fresh = useFresh(rows, room.ready)
  const lines = useMemo(() => linesOf(rows.list, fresh, !rows.above), [rows.list, rows.above, fresh])
  const look = useReadMarks(
    useCallback(() => box.current, [box]),
    rows.list,
    room.markRead,
  )
  const [top, topHeight] = useHeight()
  const newest = rows.list.at(-1)?.arrival ?? 0
  const [seen, setSeen] = useState(newest)
  if (atEnd && !rows.below && seen !== newest) setSeen(newest)
  const below = rows.list.filter(({ arrival, mine }) => arrival > seen && !mine).length

  useFirstPlace(scroll, lines, rows.window)
  useHold(scroll)
  const flash = useSpot(spot, lines, scroll)

  const moved = (): void => {
    scroll.moved()
    look()
    const handle = list.current
    if (!handle) return
    if (handle.findItemIndex(handle.scrollOffset) < ahead) older()
    if (handle.findItemIndex(handle.scrollOffset + handle.viewportSize) > lines.length - ahead) newer()
  }
  const toPresent = (): void => void room.present().then(scroll.toEnd)
  useListKeys({ room, scroll, actions, beside: lead !== undefined, toPresent })

  return (
    <div className={classes.frame}>
      <div
        ref={box}
        className={classes.scroll}
        // Rows that are drawn because somebody scrolls are no news: the announcer below tells what really came.
        role="log"
        aria-live="off"
        aria-label={t('room.messages', { name })}
        {...scrollable}
        {...toolStops}
        {...(lead === undefined && { 'data-region': 'main' })}
      >
        <div className={classes.filler} data-top={lead !== undefined} />
        <div ref={top} className={classes.top}>
          {lead}
          {(lead === undefined || rows.above) && (
            <div className={classes.lead}>
              {rows.above
                ? loading === 'older' && <Loader size="sm" aria-label={t('room.loadingOlder')} />
                : t('room.start', { name })}
            </div>
          )}
        </div>
        <Virtualizer
          ref={list}
          scrollRef={box}
          startMargin={topHeight}
          data={lines}
          shift={rows.atTop}
          bufferSize={800}
          onScroll={moved}
          onResize={scroll.resized}
        >
          {({ row, head, day, fresh: isFresh }) => (
            <Message
              key={row.id}
              row={row}
              head={head}
              day={day}
              fresh={isFresh}
              part={open?.id === row.id ? open.part : undefined}
              editing={editing === row.id}
              flash={flash === row.id}
              actions={actions}
              onDay={onDay}
            />
          )}
        </Virtualizer>
        <div className={classes.foot} />
      </div>
      {(!atEnd || rows.below) && (
        <Button
          className={classes.jump}
          size="compact-md"
          radius="xl"
          variant={below > 0 ? 'filled' : 'default'}
          leftSection={<IconArrowDown size={16} aria-hidden="true" />}
          onClick={toPresent}
        >
          {below > 0 ? t('room.newBelow', { count: below, shown: short(below) }) : t('room.toPresent')}
        </Button>
      )}
      <Announcer rows={rows} ready={room.ready} />
    </div>
  )
}

/** Opens a room where it is read on: at the line that says what is new, else at the end. */
function useFirstPlace({ list, toEnd, moved }: Scroll, lines: readonly Line[], window: number): void {
  const placed = useRef(0)
  useLayoutEffect(() => {
    if (window === placed.current) return undefined
    placed.current = window
    const at = lines.findIndex(({ fresh }) => fresh)
    if (at <= 0 || window > 1) toEnd()
    else list.current?.scrollToIndex(at, { align: 'start', offset: -80 })
    // What is measured after this frame may move the end.
    const frame = requestAnimationFrame(moved)
    return () => cancelAnimationFrame(frame)
  }, [window, lines, list, toEnd, moved])
}
