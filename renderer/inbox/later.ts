/** Until when something may be put off. */

const hour = 3_600_000
/** When a morning begins, o'clock. */
const morning = 8

export type Later = 'hour' | 'tomorrow' | 'monday'
export const laters: readonly Later[] = ['hour', 'tomorrow', 'monday']

/** @param now ms @returns ms, by this device's clock and zone */
export function untilOf(later: Later, now: number): number {
  if (later === 'hour') return now + hour
  const date = new Date(now)
  // On a Monday, the next one is meant.
  const days = later === 'tomorrow' ? 1 : (8 - date.getDay()) % 7 || 7
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, morning).getTime()
}
