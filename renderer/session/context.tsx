/** The session as the screens reach it: one connection, and one live query for each name. */
import { createContext, useContext, useState, useSyncExternalStore, type ReactNode } from 'react'
import type { Connection, LinkState } from './connection.ts'
import { LiveQuery, type Open, type Seen } from './live.ts'

class Session {
  readonly connection: Connection
  readonly #queries = new Map<string, LiveQuery<unknown>>()

  constructor(connection: Connection) {
    this.connection = connection
  }

  query<T>(name: string, open: Open<T>): LiveQuery<T> {
    // A name stands for one way of opening and so for one type: see queries.ts, the only caller that makes names.
    const known = this.#queries.get(name) as LiveQuery<T> | undefined
    if (known) return known
    const query = new LiveQuery<T>(this.connection, open, () => this.#queries.delete(name))
    this.#queries.set(name, query)
    return query
  }
}

const SessionContext = createContext<Session | undefined>(undefined)

export function SessionProvider({ connection, children }: { connection: Connection; children: ReactNode }) {
  const [session] = useState(() => new Session(connection))
  return <SessionContext value={session}>{children}</SessionContext>
}

function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new TypeError('there is no SessionProvider around this screen')
  return session
}

export function useConnection(): Connection {
  return useSession().connection
}

export function useLink(): LinkState {
  const { subscribe, snapshot } = useConnection()
  return useSyncExternalStore(subscribe, snapshot)
}

/** What a live query last said. `name` must say which query and all of its input. */
export function useLive<T>(name: string, open: Open<T>): Seen<T> {
  const { subscribe, snapshot } = useSession().query(name, open)
  return useSyncExternalStore(subscribe, snapshot)
}
