/**
 * What can be done with a message is a stop for Tab only once the message is gone to: else it would take hundreds of presses to leave the
 * list. Only the stops change, not what is drawn, so no row is drawn anew for it.
 */
import type { FocusEvent } from 'react'

export const toolStops = {
  onFocus: ({ target }: FocusEvent): void => setStops(target, 0),
  onBlur: ({ target, relatedTarget }: FocusEvent): void => {
    if (!(relatedTarget instanceof Node && target.closest('article')?.contains(relatedTarget))) setStops(target, -1)
  },
}

function setStops(within: Element, tabIndex: 0 | -1): void {
  for (const tool of within.closest('article')?.querySelectorAll<HTMLElement>('[data-tool]') ?? [])
    tool.tabIndex = tabIndex
}
