/** Something that takes a while: begun by the person, stopped by them or by leaving the screen. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { command } from './command.ts'
import type { Client } from './connection.ts'
import { useConnection } from './context.tsx'
import type { Refusal } from './refusal.ts'

export interface Run<T> {
  /** What was told last. */
  readonly told: T | undefined
  readonly state: 'idle' | 'running' | 'done' | 'stopped' | 'refused'
  readonly refusal: Refusal | undefined
}

export type Work<T> = (client: Client, tell: (told: T) => void, signal: AbortSignal) => Promise<void>

const idle = { told: undefined, state: 'idle', refusal: undefined } as const

export function useRun<T>() {
  const connection = useConnection()
  const [run, setRun] = useState<Run<T>>(idle)
  const current = useRef<AbortController | undefined>(undefined)
  const stop = useCallback(() => current.current?.abort(), [])
  useEffect(() => stop, [stop])

  const start = useCallback(
    async (work: Work<T>): Promise<void> => {
      stop()
      const mine = new AbortController()
      current.current = mine
      const tell = (change: Partial<Run<T>>): void => {
        if (current.current === mine) setRun((before) => ({ ...before, ...change }))
      }
      setRun({ ...idle, state: 'running' })
      const outcome = await command(connection, (client) =>
        work(client, (told) => !mine.signal.aborted && tell({ told }), mine.signal),
      )
      if (mine.signal.aborted) tell({ state: 'stopped' })
      else if (outcome.ok) tell({ state: 'done' })
      else tell({ state: 'refused', refusal: outcome.refusal })
    },
    [connection, stop],
  )
  const reset = useCallback(() => {
    stop()
    current.current = undefined
    setRun(idle)
  }, [stop])
  return { ...run, start, stop, reset }
}
