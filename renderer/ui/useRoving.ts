/** One stop for the Tab key in a long list, moved by the arrow keys; the list keeps it drawn wherever it scrolls. */
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { VirtualizerHandle } from 'virtua'

interface Item {
  readonly kind: string
  readonly key: string
}

const pageRows = 10

/** The index of the member to go to; headings are passed over. */
export function nextStop(lines: readonly Item[], from: number, key: string): number | undefined {
  const stops = lines.flatMap(({ kind }, index) => (kind === 'member' ? [index] : []))
  const at = stops.indexOf(from)
  const last = stops.length - 1
  const to: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + pageRows,
    PageUp: at - pageRows,
    Home: 0,
    End: last,
  }
  const wanted = to[key]
  return wanted === undefined ? undefined : stops[Math.min(last, Math.max(0, wanted))]
}

export function useRoving(lines: readonly Item[], preferred: string | undefined) {
  const box = useRef<HTMLElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const [chosen, setChosen] = useState<string | undefined>()
  const frame = useRef(0)
  const find = (key: string | undefined): number =>
    lines.findIndex((line) => line.kind === 'member' && line.key === key)
  const known = [find(chosen), find(preferred), lines.findIndex(({ kind }) => kind === 'member')].find((at) => at >= 0)
  const stop = known === undefined ? undefined : lines[known]?.key

  useEffect(() => () => cancelAnimationFrame(frame.current), [])

  /** Once it is drawn: the list needs some frames to scroll to what is far away, and hides what it has not measured. */
  const focus = (key: string, frames = 30): void => {
    cancelAnimationFrame(frame.current)
    const element = box.current?.querySelector<HTMLElement>(`[data-stop="${key}"]`) ?? null
    element?.focus()
    const done = element !== null && element === document.activeElement
    if (!done && frames > 0) frame.current = requestAnimationFrame(() => focus(key, frames - 1))
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    if (known === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const next = nextStop(lines, known, event.key)
    const key = next === undefined ? undefined : lines[next]?.key
    if (next === undefined || key === undefined) return
    event.preventDefault()
    // Above the first member of a group stands its heading, which should be seen too.
    list.current?.scrollToIndex(lines[next - 1]?.kind === 'heading' ? next - 1 : next, { align: 'nearest' })
    setChosen(key)
    focus(key)
  }
  return { box, list, stop, kept: known === undefined ? [] : [known], onKeyDown, onStop: setChosen }
}
