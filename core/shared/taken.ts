/**
 * A MessagePort does not say how much of what was sent has been taken. So a page says it: beside the contract's frames it
 * sends plain numbers, each the size of what it has taken since the last one.
 */
import { LIMITS } from './limits.ts'

/** What a frame counts: its characters, or bytes. */
export function frameSize(frame: unknown): number {
  if (typeof frame === 'string') return frame.length
  return typeof frame === 'object' && frame !== null && 'byteLength' in frame ? Number(frame.byteLength) : 0
}

/** To be called with each frame that came; tells often enough that the sender never waits for a page that has taken all. */
export function takenCounter(tell: (taken: number) => void): (frame: unknown) => void {
  let taken = 0
  return (frame) => {
    taken += frameSize(frame)
    if (taken < LIMITS.screenBacklog / 4) return
    tell(taken)
    taken = 0
  }
}
