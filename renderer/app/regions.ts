/** F6 goes round the parts of the window in the order they are read. */
const order = ['rail', 'list', 'main', 'composer', 'context'] as const

const focusable = 'a[href], button:not([disabled]), input, textarea, select, [tabindex="0"]'

/** The index to go to from one part to the next that is there. */
export function nextRegion(count: number, at: number, by: 1 | -1): number {
  if (at === -1) return by === 1 ? 0 : count - 1
  return (at + by + count) % count
}

export function cycleRegion(by: 1 | -1): boolean {
  const regions = order.flatMap((name) => [...document.querySelectorAll<HTMLElement>(`[data-region="${name}"]`)])
  if (regions.length === 0) return false
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const region = regions[nextRegion(regions.length, at, by)]
  if (!region) return false
  const inside =
    region.querySelector<HTMLElement>('[aria-current="page"], textarea') ?? region.querySelector<HTMLElement>(focusable)
  const target = region.tabIndex >= 0 ? region : inside
  target?.focus()
  return target !== null
}
