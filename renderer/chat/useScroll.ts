/**
 * Where the person is in the list: kept while rows come and go above, at the end while they are at the end. Nothing moves while
 * the pointer is pressed on the list: what was pressed would no longer lie under the pointer when it is let go, and be missed.
 */
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import type { VirtualizerHandle } from 'virtua'

/** Pixels from the end that still count as the end. */
const nearEnd = 48

interface Anchor {
  readonly id: string
  readonly top: number
}

export interface Scroll {
  readonly box: RefObject<HTMLDivElement | null>
  readonly list: RefObject<VirtualizerHandle | null>
  /** The newest row is in sight, and new ones are followed. */
  readonly atEnd: boolean
  /** Applies a change of rows without moving what the person looks at. */
  around(apply: () => void): void
  toEnd(): void
  /** The person goes somewhere else: the end is followed no longer. */
  release(): void
  /** To be called whenever the list was scrolled or something in it changed its size. */
  moved(): void
  resized(): void
  /** The pointer is pressed on the list, or no longer. */
  press(pressed: boolean): void
}

export function useScroll(): Scroll {
  const box = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const pinned = useRef(true)
  const released = useRef(false)
  const pressed = useRef(false)
  const [atEnd, setAtEnd] = useState(true)

  const toEnd = useCallback(() => {
    pinned.current = true
    setAtEnd(true)
    const element = box.current
    if (!element || pressed.current) return
    // The list goes on seeking what was jumped to while rows are measured: it is told that it is no longer wanted.
    if (released.current) list.current?.scrollTo(element.scrollHeight)
    released.current = false
    element.scrollTop = element.scrollHeight
  }, [])

  const release = useCallback(() => {
    pinned.current = false
    released.current = true
  }, [])

  const around = useCallback(
    (apply: () => void) => {
      const anchor = pinned.current ? undefined : anchorOf(box.current)
      apply()
      if (pinned.current) toEnd()
      else restore(box.current, anchor)
    },
    [toEnd],
  )

  const moved = useCallback(() => {
    const element = box.current
    if (!element) return
    pinned.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd
    setAtEnd(pinned.current)
  }, [])

  const resized = useCallback(() => {
    if (pinned.current) toEnd()
  }, [toEnd])

  const press = useCallback(
    (now: boolean) => {
      if (pressed.current === now) return
      pressed.current = now
      if (!now) resized()
    },
    [resized],
  )

  return { box, list, atEnd, around, toEnd, release, moved, resized, press }
}

/** To be called where the box is drawn: holds the list while the pointer is pressed on something in it. */
export function useHold({ box, press }: Scroll): void {
  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const stop = new AbortController()
    const { signal } = stop
    // The box itself is what lies under its scroll bar.
    const begin = ({ target }: Event): void => press(target !== element)
    // After the click that it makes.
    const over = (): void => void setTimeout(press, 0, false)
    element.addEventListener('pointerdown', begin, { signal })
    for (const type of ['pointerup', 'pointercancel', 'blur']) window.addEventListener(type, over, { signal })
    return () => stop.abort()
  }, [box, press])
}

export function rowElements(box: HTMLElement | null): HTMLElement[] {
  return [...(box?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
}

/** The topmost row that is in sight, and where it stands. */
function anchorOf(box: HTMLElement | null): Anchor | undefined {
  if (!box) return undefined
  const { top } = box.getBoundingClientRect()
  for (const element of rowElements(box)) {
    const place = element.getBoundingClientRect()
    if (place.bottom > top) return { id: element.dataset['row'] ?? '', top: place.top }
  }
  return undefined
}

function restore(box: HTMLElement | null, anchor: Anchor | undefined): void {
  if (!box || !anchor) return
  const element = rowElements(box).find(({ dataset }) => dataset['row'] === anchor.id)
  const slip = element ? element.getBoundingClientRect().top - anchor.top : 0
  if (Math.abs(slip) > 1) box.scrollTop += slip
}
