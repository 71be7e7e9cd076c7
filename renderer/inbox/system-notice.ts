/** The system's notifications, as far as this browser has them. */

interface Shown {
  readonly title: string
  readonly body: string
  /** Takes the place of one with the same tag. */
  readonly tag: string
}

export function mayNotify(): boolean {
  return 'Notification' in globalThis && Notification.permission === 'granted'
}

export function showNotice({ title, body, tag }: Shown, onClick: () => void): void {
  const shown = new Notification(title, { body, tag })
  shown.addEventListener('click', () => {
    shown.close()
    onClick()
  })
}

/** Brings the window to the person; where there is a shell around it, by that, since it may be hidden. */
export function comeForward(): void {
  window.focus()
  window.postMessage({ type: 'folkmoot:show' }, window.location.origin)
}
