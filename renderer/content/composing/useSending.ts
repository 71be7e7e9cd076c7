/** A message goes once its files have been handed over: until then it waits, unchanged, for who has sent it may change their mind. */
import { useEffect, useEffectEvent, useState } from 'react'
import { type Tray, useTrayState } from '../../attachments/index.ts'
import { LIMITS } from '../../session/index.ts'

export function useSending(tray: Tray | undefined) {
  const { items } = useTrayState(tray)
  const [wanted, setWanted] = useState(false)
  /** It was to be sent, and could not be because of a file. */
  const [stuck, setStuck] = useState(false)
  const hasFailed = items.some(({ step }) => step === 'failed')
  const isReady = items.every(({ step }) => step === 'ready')
  if (wanted && hasFailed) {
    setWanted(false)
    setStuck(true)
  }
  if (stuck && !hasFailed) setStuck(false)
  return {
    count: items.length,
    waiting: wanted,
    stuck,
    stop: () => setWanted(false),
    /** Whether it may be sent now; else it waits, or says why it cannot. */
    mayGo(): boolean {
      setWanted(!isReady && !hasFailed)
      setStuck(hasFailed)
      return isReady && items.length <= LIMITS.attachmentsPerMessage
    },
    isDue: wanted && isReady,
  }
}

/** Sends what has waited. */
export function useDue(isDue: boolean, send: () => void): void {
  const due = useEffectEvent(send)
  useEffect(() => {
    if (isDue) due()
  }, [isDue])
}
