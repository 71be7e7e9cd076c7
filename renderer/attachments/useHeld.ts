import { useCallback, useSyncExternalStore } from 'react'
import { useConnection, type FileView } from '../session/index.ts'
import { HeldFiles, type Held } from './held.ts'
import type { FilePlace } from './place.ts'
import { readWhole } from './read.ts'

const files = new HeldFiles()

/** A file that is on this device, in memory as long as it is wanted; nothing until it has been read. */
export function useHeld(of: FilePlace, { size, type }: FileView, wanted: boolean): Held | undefined {
  const connection = useConnection()
  const { community, space, message, at } = of
  const name = `${community} ${space} ${message} ${at}`
  const hold = useCallback(
    (told: () => void) =>
      wanted
        ? files.hold(
            name,
            (signal) => readWhole(connection, { community, space, message, at }, { size, type }, signal),
            told,
          )
        : () => undefined,
    [connection, name, community, space, message, at, size, type, wanted],
  )
  return useSyncExternalStore(hold, () => (wanted ? files.get(name) : undefined))
}
