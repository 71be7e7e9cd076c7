/** Marks as read what was really seen: rows scrolled into view while the window has the focus. */
import { useCallback, useEffect, useRef } from 'react'
import type { MessageRow } from '../session/index.ts'
import { rowElements } from './useScroll.ts'

/** Milliseconds a row must have been in view. */
const glance = 350

/** Rows of which something was seen, by id. */
export interface Seen {
  readonly arrival: number
  /** Where a change of it calls the person. */
  readonly called?: number | undefined
}

/** The rows in sight; a row taller than the view counts once its end or all of the view is its. */
export function seenRows<Row extends Seen>(box: HTMLElement, rows: ReadonlyMap<string, Row>): Row[] {
  const view = box.getBoundingClientRect()
  return rowElements(box).flatMap((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    const seen = bottom > view.top && (bottom <= view.bottom + 1 || (top <= view.top && bottom >= view.bottom))
    return (seen && rows.get(element.dataset['row'] ?? '')) || []
  })
}

/** The answer asks for another look: to be called when the list moved or changed. */
export function useReadMarks(
  box: () => HTMLElement | null,
  rows: readonly MessageRow[],
  mark: (upTo: number, called: readonly number[]) => void,
) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(rows)

  const look = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const element = box()
      if (!element || !document.hasFocus() || document.visibilityState !== 'visible') return
      const seen = seenRows(element, new Map(latest.current.map((row) => [row.id, row])))
      const upTo = seen.reduce((most, { arrival }) => Math.max(most, arrival), 0)
      if (upTo > 0)
        mark(
          upTo,
          seen.flatMap(({ called }) => called ?? []),
        )
    }, glance)
  }, [box, mark])

  useEffect(() => {
    latest.current = rows
    look()
  }, [look, rows])
  useEffect(() => {
    window.addEventListener('focus', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer.current)
      window.removeEventListener('focus', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [look])
  return look
}
