/**
 * Puts the person where they can write, once the room they go to is drawn: for some frames, since the one before it goes first. What they
 * do themselves meanwhile goes before: from their first key or touch on, the focus is theirs.
 */
export function toComposer(frames = 20): void {
  const over = new AbortController()
  const { signal } = over
  for (const act of ['keydown', 'pointerdown']) {
    addEventListener(act, () => over.abort(), { capture: true, signal })
  }
  const step = (left: number): void => {
    requestAnimationFrame(() => {
      if (signal.aborted) return
      const area = document.querySelector<HTMLElement>('[data-region="composer"] textarea')
      if (area && area !== document.activeElement) area.focus()
      if (left > 0) step(left - 1)
      else over.abort()
    })
  }
  step(frames)
}
