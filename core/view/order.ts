/**
 * Where a message stands: first rule of order. Its time is its author's claim, raised above everything it had seen, so that no answer
 * stands before what it answers, however wrong clocks are; ties go by the entry's id. Pure: the same entries give the same order.
 */

/** @param seen times of all held entries it had seen, the feed's own previous one among them */
export function orderTime(claimed: number, seen: readonly number[]): number {
  return Math.max(claimed, ...seen.map((time) => time + 1))
}
