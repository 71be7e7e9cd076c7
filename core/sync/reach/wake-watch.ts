import { type Clock, LIMITS } from '../../shared/index.ts'

/** Tells when this device has slept, or its clock was set: what was to be done at a time is then to be done now. Ends with the signal. */
export async function watchWaking(clock: Clock, onWake: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const before = clock.now()
    await clock.sleep(LIMITS.wakeCheck, signal).catch(() => undefined)
    const off = clock.now() - before - LIMITS.wakeCheck
    // Timers stand still while a device sleeps, and the clock goes on.
    if (!signal.aborted && Math.abs(off) > LIMITS.clockJump) onWake()
  }
}
