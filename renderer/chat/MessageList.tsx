/** The messages of a room: a long list of which only what is near the view is drawn. */
import { Button, Loader } from '@mantine/core'
import { IconArrowDown } from '@tabler/icons-react'
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Virtualizer } from 'virtua'
import { useText } from '../i18n/index.ts'
import { scrollable, useShortcut } from '../ui/index.ts'
import { Announcer } from './Announcer.tsx'
import { linesOf, type Line } from './lines.ts'
import classes from './list.module.css'
import { Message } from './Message.tsx'
import type { MessageActions } from './message-actions.ts'
import { useFresh } from './useFresh.ts'
import type { OpenPart } from './useMessageActions.ts'
import { useReadMarks } from './useReadMarks.ts'
import type { Room } from './useRoom.ts'
import { rowElements, type Scroll } from './useScroll.ts'

/** Rows from an end at which more are fetched. */
const ahead = 25
const leadHeight = 56

interface MessageListProps {
  readonly room: Room
  readonly scroll: Scroll
  readonly name: string
  readonly actions: MessageActions
  /** What is open about which message. */
  readonly open: OpenPart | undefined
  /** The message that is being changed. */
  readonly editing: string | undefined
}

export function MessageList({ room, scroll, name, actions, open, editing }: MessageListProps) {
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
  const newest = rows.list.at(-1)?.arrival ?? 0
  const [seen, setSeen] = useState(newest)
  if (atEnd && !rows.below && seen !== newest) setSeen(newest)
  const below = rows.list.filter(({ arrival, mine }) => arrival > seen && !mine).length

  useFirstPlace(scroll, lines, rows.window)

  const moved = (): void => {
    scroll.moved()
    look()
    const handle = list.current
    if (!handle) return
    if (handle.findItemIndex(handle.scrollOffset) < ahead) older()
    if (handle.findItemIndex(handle.scrollOffset + handle.viewportSize) > lines.length - ahead) newer()
  }
  const toPresent = (): void => void room.present().then(scroll.toEnd)

  useShortcut('next-message', () => step(box.current, 1))
  useShortcut('previous-message', () => step(box.current, -1))
  useShortcut('mark-read', () => {
    room.markRead(rows.list.reduce((most, { arrival }) => Math.max(most, arrival), 0))
    return true
  })
  useShortcut('close', () => {
    if (atEnd && !rows.below) return false
    toPresent()
    return true
  })

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
        data-region="main"
      >
        <div className={classes.filler} />
        <div className={classes.lead} style={{ blockSize: leadHeight }}>
          {rows.above
            ? loading === 'older' && <Loader size="sm" aria-label={t('room.loadingOlder')} />
            : t('room.start', { name })}
        </div>
        <Virtualizer
          ref={list}
          scrollRef={box}
          startMargin={leadHeight}
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
              actions={actions}
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
      <Announcer rows={rows.list} ready={room.ready} />
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

/** Moves the focus to the next message in either direction, from the one that has it or from the middle of the view. */
function step(box: HTMLElement | null, by: 1 | -1): boolean {
  if (!box) return false
  const elements = rowElements(box)
  const here = elements.findIndex((element) => element.contains(document.activeElement))
  const { top, bottom } = box.getBoundingClientRect()
  const inView = elements.findLastIndex(
    (element) => element.getBoundingClientRect().bottom <= bottom && element.getBoundingClientRect().top >= top,
  )
  const next = elements[here === -1 ? inView : here + by]
  next?.focus({ preventScroll: true })
  next?.scrollIntoView({ block: 'nearest' })
  return next !== undefined
}
