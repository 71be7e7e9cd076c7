/** How a file of a message stands, as long as somebody looks; and fetching it. */
import { useCallback, useEffect, useState } from 'react'
import { command, follow, useConnection, type FileProgress, type FileView, type Refusal } from '../session/index.ts'
import type { FilePlace } from './place.ts'

export interface FileStanding {
  readonly state: FileView['state']
  /** Bytes that are here. */
  readonly held: number
  /** Nobody met now has it. */
  readonly waits: boolean
  readonly refusal: Refusal | undefined
  fetch(): void
  stop(): void
}

/** With `byItself` it is fetched without being asked for. */
export function useFile(of: FilePlace, file: FileView, byItself: boolean): FileStanding {
  const connection = useConnection()
  const { community, space, message, at } = of
  const [live, setLive] = useState<FileProgress>()
  const [refusal, setRefusal] = useState<Refusal>()
  const [asked, setAsked] = useState(false)
  const state = file.state === 'here' ? 'here' : (live?.state ?? file.state)
  const isLooked = file.state !== 'here' && (file.state === 'coming' || (file.state === 'away' && (asked || byItself)))

  useEffect(() => {
    if (!isLooked) return undefined
    const stop = new AbortController()
    void follow(
      connection,
      (client, signal) => client.files.watch({ community, space, message, at }, { signal }),
      { value: setLive, refused: setRefusal },
      stop.signal,
    )
    return () => stop.abort()
  }, [connection, community, space, message, at, isLooked])

  const ask = useCallback(async (): Promise<Refusal | undefined> => {
    const outcome = await command(connection, ({ files }) => files.fetch({ community, space, message, at }))
    return outcome.ok ? undefined : outcome.refusal
  }, [connection, community, space, message, at])
  const begins = byItself && file.state === 'away'
  useEffect(() => {
    if (begins) void ask().then(setRefusal)
  }, [begins, ask])

  return {
    state,
    held: live?.held ?? 0,
    waits: state === 'coming' && live?.asked === 0,
    refusal,
    fetch: () => {
      setAsked(true)
      void ask().then(setRefusal)
    },
    // Where this does not arrive it goes on being fetched, and is shown so.
    stop: () => void command(connection, ({ files }) => files.stop({ community, space, message, at })),
  }
}
