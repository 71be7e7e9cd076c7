/** One command at a time from a form or a button: whether it is under way, and why it was refused. */
import { useCallback, useState } from 'react'
import type { Client, Connection } from './connection.ts'
import { useConnection } from './context.tsx'
import { lost, refusalOf, type Refusal } from './refusal.ts'

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

/** Sends a command over the link that is open now. Never rejects. */
export async function command<T>(connection: Connection, call: (client: Client) => Promise<T>): Promise<Outcome<T>> {
  const link = connection.snapshot()
  if (link.state !== 'open') return { ok: false, refusal: lost }
  try {
    return { ok: true, value: await call(link.open.client) }
  } catch (error) {
    return { ok: false, refusal: refusalOf(error) ?? lost }
  }
}

export function useCommand<Input extends readonly unknown[], T>(call: (client: Client, ...input: Input) => Promise<T>) {
  const connection = useConnection()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | undefined>()
  const run = async (...input: Input): Promise<Outcome<T>> => {
    setBusy(true)
    setRefusal(undefined)
    const outcome = await command(connection, (client) => call(client, ...input))
    setBusy(false)
    if (!outcome.ok) setRefusal(outcome.refusal)
    return outcome
  }
  const reset = useCallback(() => setRefusal(undefined), [])
  return { run, busy, refusal, reset }
}
