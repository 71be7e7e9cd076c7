/** Marks as read what was really seen: rows scrolled into view while the window has the focus. */
import { useCallback, useEffect, useRef } from 'react'
import type { MessageRow } from '../session/index.ts'
import { rowElements } from './useScroll.ts'

/** Milliseconds a row must have been in view. */
const glance = 350

/** The highest arrival among the rows in sight; a row taller than the view counts once its end or all of the view is its. */
export function seenArrival(box: HTMLElement, arrivals: ReadonlyMap<string, number>): number {
  const view = box.getBoundingClientRect()
  return rowElements(box).reduce((most, element) => {
    const { top, bottom } = element.getBoundingClientRect()
    const seen = bottom > view.top && (bottom <= view.bottom + 1 || (top <= view.top && bottom >= view.bottom))
    return seen ? Math.max(most, arrivals.get(element.dataset['row'] ?? '') ?? 0) : most
  }, 0)
}

/** The answer asks for another look: to be called when the list moved or changed. */
export function useReadMarks(box: () => HTMLElement | null, rows: readonly MessageRow[], mark: (upTo: number) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(rows)

  const look = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const element = box()
      if (!element || !document.hasFocus() || document.visibilityState !== 'visible') return
      const upTo = seenArrival(element, new Map(latest.current.map(({ id, arrival }) => [id, arrival])))
      if (upTo > 0) mark(upTo)
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
