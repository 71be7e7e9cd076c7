/** Moments as archives write them. A clock may claim any number: what no calendar knows is written as its last day. */

/** ms: the end of the year 9999, after which a year has more than four digits. */
export const LATEST = 253_402_300_799_999

/** `2026-11-22T14:05:09.123Z` */
export function isoMoment(ms: number): string {
  return new Date(Math.min(LATEST, Math.max(0, ms))).toISOString()
}
