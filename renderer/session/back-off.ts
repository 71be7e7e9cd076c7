const first = 250
const most = 8000

/** Milliseconds before the next try after `tries` failed ones: at once almost, then slower, never more than some seconds. */
export function backOff(tries: number): number {
  return Math.min(most, first * 2 ** Math.max(0, tries - 1))
}
