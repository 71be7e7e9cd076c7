/** Screens say what a key does while they are there; the app listens to the keyboard once, for all of them. */
import { useEffect, useEffectEvent } from 'react'
import type { Action } from './keymap.ts'

/** True when it did something; false hands the key to whoever registered before. */
type Handler = (digit: number | undefined) => boolean

const handlers = new Map<Action, Handler[]>()

export function useShortcut(action: Action, handler: Handler): void {
  const latest = useEffectEvent(handler)
  useEffect(() => {
    const mine: Handler = (digit) => latest(digit)
    handlers.set(action, [...(handlers.get(action) ?? []), mine])
    return () =>
      void handlers.set(
        action,
        (handlers.get(action) ?? []).filter((other) => other !== mine),
      )
  }, [action])
}

/** Asks the newest screen first. */
export function runShortcut(action: Action, digit?: number): boolean {
  return (handlers.get(action) ?? []).toReversed().some((handler) => handler(digit))
}
