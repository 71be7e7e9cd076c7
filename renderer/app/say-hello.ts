/** Puts the person where they can write, once the room they go to is drawn: for some frames, since the one before it goes first. */
export function toComposer(frames = 20): void {
  requestAnimationFrame(() => {
    const area = document.querySelector<HTMLElement>('[data-region="composer"] textarea')
    if (area && area !== document.activeElement) area.focus()
    if (frames > 0) toComposer(frames - 1)
  })
}
