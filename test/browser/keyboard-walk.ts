/** Walks a screen as somebody does who has no mouse: Tab by Tab until it begins again, and tells what nobody could reach, see or leave. */
import type { Page } from 'playwright-core'

export interface Walk {
  /** Every stop, in the order of the walk. */
  readonly stops: readonly string[]
  /** What is wrong, in words that say where. */
  readonly faults: readonly string[]
}

/** Presses between two looks at how far the walk is. */
const stride = 12
/** A screen with more stops than this is none to be walked through. */
const most = 480

export async function walkByTab(page: Page): Promise<Walk> {
  await page.evaluate(beginWalk)
  for (let pressed = 0; pressed < most; pressed += stride) {
    for (let each = 0; each < stride; each += 1) await page.keyboard.press('Tab')
    if (await page.evaluate(() => (globalThis as never as Walking).walking.isRound())) break
  }
  return page.evaluate(() => (globalThis as never as Walking).walking.end())
}

interface Walking {
  walking: { isRound: () => boolean; end: () => Walk }
}

/** Runs in the page, and takes nothing of this module with it. */
function beginWalk(): void {
  const stops: Element[] = []
  const unseen = new Set<Element>()
  const away = new Set<Element>()
  const unfocused = new Map<Element, string>()
  let looks = ''
  let round = false
  const still = document.createElement('style')
  still.textContent = '*, *::before, *::after { transition: none !important; animation: none !important; }'
  document.head.append(still)

  const told = (element: Element): string => {
    const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''
    const kind = element.getAttribute('role') ?? element.getAttribute('type') ?? ''
    return `${element.tagName.toLowerCase()}${kind === '' ? '' : `[${kind}]`} “${name.slice(0, 40)}”`
  }
  /** How it and what stands around it look: a ring may be drawn by a parent, or by what stands for a hidden input. */
  const looksOf = (element: Element): string => {
    const around: Element[] = [element]
    for (let up = element.parentElement, steps = 0; up && steps < 3; up = up.parentElement, steps += 1) around.push(up)
    around.push(...(element.parentElement?.children ?? []))
    return around
      .flatMap((each) =>
        [undefined, '::before', '::after'].map((part) => {
          const style = getComputedStyle(each, part)
          return [style.outline, style.boxShadow, style.border, style.backgroundColor, style.textDecorationLine].join()
        }),
      )
      .join()
  }
  const isShown = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect()
    return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true })
  }
  /** Where a control is drawn: a hidden input by its label. */
  const drawn = (element: Element): Element =>
    element instanceof HTMLInputElement ? (element.labels?.[0] ?? element.parentElement ?? element) : element

  const arrive = (event: FocusEvent): void => {
    const element = event.target
    if (!(element instanceof Element)) return
    const before = stops.at(-1)
    if (
      looks !== '' &&
      before?.isConnected &&
      before !== element &&
      looks === (unfocused.get(before) ?? looksOf(before))
    )
      unseen.add(before)
    looks = looksOf(element)
    // Some go back a few stops by themselves, as where a list is drawn anew under the focus.
    if (stops.slice(0, -1).includes(element)) round = true
    if (round) return
    stops.push(element)
    const { top, bottom, left, right } = drawn(element).getBoundingClientRect()
    if (bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth) away.add(element)
  }
  const interactive =
    'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex], [contenteditable="true"]'
  const active = document.activeElement
  // What the walk itself brings about, such as the way back to the present of a list it scrolled, is for another round.
  const there = new Set(document.querySelectorAll(interactive))
  for (const each of there) if (each !== active) unfocused.set(each, looksOf(each))
  if (active && active !== document.body) {
    // It has the focus already, and may have been given it by a mouse: no ring is due.
    stops.push(active)
  }
  document.addEventListener('focusin', arrive, true)
  /** What keeps the keyboard to itself until it is closed. */
  const modal = (): Element | undefined =>
    [...document.querySelectorAll('[role="dialog"], [role="menu"]')].findLast(
      (each) => isShown(each) && (each.matches('[aria-modal="true"]') || each.contains(document.activeElement)),
    )
  const hasOwnKeys =
    '[role="menu"], table, [class*="Spotlight"], [role="listbox"], [role="radiogroup"], [role="tablist"], [role="log"], [role="grid"], [role="toolbar"]'

  const isExcused = (element: Element, reached: ReadonlySet<Element>): boolean => {
    if (element.closest('[inert], [aria-hidden="true"]')) return true
    if (element.matches(':disabled, [aria-disabled="true"]') || !(isShown(element) || isShown(drawn(element))))
      return true
    // One of a group of radio buttons stands for all: arrows go to the others.
    if (element instanceof HTMLInputElement && element.type === 'radio') {
      return [...reached].some((other) => other instanceof HTMLInputElement && other.name === element.name)
    }
    if (element instanceof HTMLInputElement && element.type === 'file') return true
    if (!(element instanceof HTMLElement) || element.tabIndex >= 0) return false
    // What is no stop of its own: a place that is gone to by program, or one of several that arrows go through.
    if (element.matches(':not(a, button, input, select, textarea, summary)')) return true
    if (element.closest(hasOwnKeys)) return true
    const list = element.closest('ul, ol, [role="list"]')
    if (list && [...reached].some((other) => list.contains(other))) return true
    // Backspace takes away what a field's own small buttons do.
    return element.closest('[class*="Pill"], [class*="Input-section"], [class*="InputWrapper"]') !== null
  }

  const end = (): Walk => {
    document.removeEventListener('focusin', arrive, true)
    still.remove()
    const reached = new Set(stops)
    const within = modal() ?? document
    // What was said is drawn anew as one scrolls: it is reached by way of the list it stands in.
    const isInLog = (element: Element): boolean =>
      stops.some((each) => each.matches('[role="log"]') && each !== element && each.contains(element))
    const missed = [...within.querySelectorAll(interactive)].filter(
      (element) => there.has(element) && !reached.has(element) && !isExcused(element, reached) && !isInLog(element),
    )
    const ahead = [...document.querySelectorAll('[tabindex]')].filter(
      (each) => Number(each.getAttribute('tabindex')) > 0,
    )
    return {
      stops: stops.map(told),
      faults: [
        ...missed.map((each) => `never reached: ${told(each)}`),
        ...[...unseen].filter((each) => each.isConnected).map((each) => `focus not to be seen: ${told(each)}`),
        ...[...away].map((each) => `focused out of sight: ${told(each)}`),
        ...ahead.map((each) => `stands out of the reading order: ${told(each)}`),
      ],
    }
  }
  Object.assign(globalThis, { walking: { isRound: () => round, end } })
}
