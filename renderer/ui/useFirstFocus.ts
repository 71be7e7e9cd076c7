import { useEffect, useRef, type RefObject } from 'react'

/** For the one field a page is there for: it has the focus when the page opens. */
export function useFirstFocus<T extends HTMLElement>(): RefObject<T | null> {
  const field = useRef<T>(null)
  useEffect(() => field.current?.focus(), [])
  return field
}
