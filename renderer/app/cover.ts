/**
 * What lies over the screens when a key is pressed. A dialog keeps the whole keyboard to itself, a menu and what hangs on a button keep Escape. It
 * is looked at before any of them hears of the key: they are gone before others do.
 */
const over = '[role="dialog"][aria-modal="true"]'
const hanging = '[role="dialog"]:not([aria-modal="true"]), [role="menu"]'
let wasCovered = false
let hung: HTMLElement | undefined

/** To be called before anything is drawn, so that it looks before any dialog does. */
export function watchCover(): void {
  window.addEventListener(
    'keydown',
    () => {
      wasCovered = isCovered()
      hung = [...document.querySelectorAll<HTMLElement>(hanging)].at(-1)
    },
    { capture: true },
  )
}

export const coveredAtPress = (): boolean => wasCovered || isCovered()

/**
 * Whether Escape was for a menu, or for what hangs on a button. Each of them closes where it hears of the key, which it does only while the focus
 * is in it; on a slow machine the focus may not have come there yet, and the key is brought to it.
 */
export function hangingTakes(escape: KeyboardEvent): boolean {
  const top = hung
  if (!top) return false
  if (escape.target instanceof Node && !top.contains(escape.target) && top.isConnected)
    top.dispatchEvent(new KeyboardEvent('keydown', { key: escape.key }))
  return true
}

function isCovered(): boolean {
  return document.querySelector(over) !== null
}

/** Does it once nothing lies over the screens any more, and whatever lay there has given the focus back. */
export function whenUncovered(act: () => void): void {
  requestAnimationFrame(() => (isCovered() ? whenUncovered(act) : act()))
}
