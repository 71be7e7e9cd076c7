/** The keys of a list of messages: from one to the next, and what is done with the one that is meant. */
import { isInPane, useShortcut } from '../ui/index.ts'
import type { MessageRow } from '../session/index.ts'
import type { MessageActions } from './message-actions.ts'
import type { Room } from './useRoom.ts'
import { rowElements, type Scroll } from './useScroll.ts'

interface ListKeys {
  readonly room: Room
  readonly scroll: Scroll
  readonly actions: MessageActions
  /** The list is a thread beside the room: keys mean it only while the person is there. */
  readonly beside: boolean
  readonly toPresent: () => void
}

export function useListKeys({ room, scroll, actions, beside, toPresent }: ListKeys): void {
  const { box, atEnd } = scroll
  const { rows, markRead } = room
  const here = (): boolean => !beside || box.current?.closest('[data-talk]')?.contains(document.activeElement) === true
  const aimed = (act: ((row: MessageRow) => void) | undefined) => (): boolean => {
    if (!act) return false
    const id = idMeant(box.current, here())
    const row = rows.first?.id === id ? rows.first : rows.list.find((each) => each.id === id)
    if (!row || (row.withdrawn && act !== actions.thread)) return false
    act(row)
    return true
  }
  useShortcut('next-message', () => here() && step(box.current, 1))
  useShortcut('previous-message', () => here() && step(box.current, -1))
  useShortcut('reply', aimed(actions.reply))
  useShortcut('thread', aimed(actions.thread))
  useShortcut('react', aimed(actions.react && ((row) => actions.show(row, 'react'))))
  useShortcut('mark-read', () => {
    if (!here()) return false
    markRead(rows.list.reduce((most, { arrival, called = 0 }) => Math.max(most, arrival, called), 0))
    return true
  })
  useShortcut('close', () => {
    // Who is in the pane closes that first.
    if (beside || (atEnd && !rows.below) || isInPane()) return false
    toPresent()
    return true
  })
}

/** The message with the focus, else the one that is pointed at, else the last one in sight of the list the person is in. */
function idMeant(box: HTMLElement | null, isHere: boolean): string | undefined {
  if (!box) return undefined
  const elements = rowElements(box)
  const { bottom } = box.getBoundingClientRect()
  const meant =
    elements.find((element) => element.contains(document.activeElement)) ??
    elements.find((element) => element.matches(':hover')) ??
    (isHere ? elements.findLast((element) => element.getBoundingClientRect().top < bottom) : undefined)
  return meant?.dataset['row']
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
