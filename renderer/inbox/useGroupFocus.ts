/** Goes through the groups of the inbox by key. */
import { useRef, type RefObject } from 'react'

interface GroupFocus {
  readonly list: RefObject<HTMLDivElement | null>
  /** True when there was one to go to. */
  move(by: 1 | -1): boolean
  /** The number of the group the focus is in. */
  focused(): number | undefined
}

export function useGroupFocus(): GroupFocus {
  const list = useRef<HTMLDivElement>(null)
  const all = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>('[data-group]') ?? [])]
  const focused = (): number | undefined => {
    const at = all().findIndex((group) => group.contains(document.activeElement))
    return at < 0 ? undefined : at
  }
  return {
    list,
    focused,
    move(by) {
      const groups = all()
      const at = focused()
      const next = groups[at === undefined ? (by === 1 ? 0 : groups.length - 1) : at + by]
      next?.querySelector<HTMLElement>('a')?.focus()
      next?.scrollIntoView({ block: 'nearest' })
      return next !== undefined
    },
  }
}
