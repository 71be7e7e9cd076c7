/**
 * Where somebody was before something opened over or beside the screen, so that they are there again when it has gone. What is chosen in a menu
 * is gone before what it opens, and could not be gone back to by that.
 */
const inPane = '[data-region="context"]'
const passing = `${inPane}, [role="menu"], [role="dialog"]`
/** Frames in which what closes goes from the screen. */
const mostFrames = 40
let outside: HTMLElement | undefined

/** To be called once, before anything is drawn. */
export function watchFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && !target.closest(passing)) outside = target
  })
}

export const isInPane = (): boolean => (document.activeElement?.closest(inPane) ?? null) !== null

/** What was open closes: once it took the focus with it, that is given back. Where it went somewhere else, it stays. */
export function giveFocusBack(frames = mostFrames): void {
  const { activeElement } = document
  if (activeElement === document.body) backOutside()
  else if (activeElement?.closest(passing) && frames > 0) requestAnimationFrame(() => giveFocusBack(frames - 1))
}

function backOutside(): void {
  if (!outside?.isConnected) return
  outside.focus({ preventScroll: true })
  // The tools of a message are there while it has the focus.
  if (document.activeElement === document.body) outside.closest<HTMLElement>('article')?.focus({ preventScroll: true })
}
