/** Whether something lay over the screens when a key was pressed: a dialog that Escape closes is gone before others hear of it. */
const over = '[role="dialog"][aria-modal="true"]'
let wasCovered = false

/** To be called before anything is drawn, so that it looks before any dialog does. */
export function watchCover(): void {
  window.addEventListener('keydown', () => void (wasCovered = isCovered()), { capture: true })
}

export const coveredAtPress = (): boolean => wasCovered || isCovered()

function isCovered(): boolean {
  return document.querySelector(over) !== null
}

/** Does it once nothing lies over the screens any more, and whatever lay there has given the focus back. */
export function whenUncovered(act: () => void): void {
  requestAnimationFrame(() => (isCovered() ? whenUncovered(act) : act()))
}
