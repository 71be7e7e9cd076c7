/** How large an archive would be; asked again whenever something else is wished for. */
import { useEffect, useState } from 'react'
import { command, useConnection, type ArchivePlanView, type Refusal } from '../session/index.ts'
import type { Wish } from './export-work.ts'

interface Planned {
  readonly of: Wish
  readonly plan?: ArchivePlanView
  readonly trouble?: Refusal
}

/** Nothing is asked while there is no wish that could be made. */
export function usePlan(wish: Wish | undefined): Omit<Planned, 'of'> {
  const connection = useConnection()
  const [planned, setPlanned] = useState<Planned | undefined>()
  useEffect(() => {
    if (!wish) return undefined
    // Finding it out is work: it ends with the wish.
    const stop = new AbortController()
    const { signal } = stop
    void command(connection, (client) => client.archives.plan(wish, { signal })).then((outcome) => {
      if (!signal.aborted)
        setPlanned({ of: wish, ...(outcome.ok ? { plan: outcome.value } : { trouble: outcome.refusal }) })
    })
    return () => stop.abort()
  }, [connection, wish])
  return wish !== undefined && planned?.of === wish ? planned : {}
}
