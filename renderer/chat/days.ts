/** Days as calendars name them (2026-11-22), on this device's clock. Pure. */

export function dayText(moment: number): string {
  // Others claim any time: beyond the last moment there is (ECMA-262, 21.4.1.1) no date is one.
  const date = new Date(Math.min(moment, 8.64e15))
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Where that day begins, ms. */
export function momentOf(day: string): number {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date).getTime()
}
