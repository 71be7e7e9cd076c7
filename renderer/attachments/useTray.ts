import { useSyncExternalStore } from 'react'
import { draftPlace, useConnection, type Connection, type EntryId } from '../session/index.ts'
import { handingOf } from './hand-over.ts'
import type { SpacePlace } from './place.ts'
import { Tray, type TrayState } from './tray.ts'

/** One for each room and thread: what was attached is still there when the person comes back from elsewhere, as what was typed is. */
const trays = new WeakMap<Connection, Map<string, Tray>>()

export function useTray({ community, space }: SpacePlace, root?: EntryId): Tray {
  const connection = useConnection()
  const all = trays.get(connection) ?? new Map<string, Tray>()
  trays.set(connection, all)
  const name = draftPlace(space, root)
  const tray = all.get(name) ?? new Tray(handingOf(connection, { community, space }))
  all.set(name, tray)
  return tray
}

const nothing: TrayState = { items: [], trouble: undefined }
const none = { subscribe: () => () => undefined, snapshot: () => nothing }

/** What lies in it; without one, nothing. */
export function useTrayState(tray: Tray | undefined): TrayState {
  const { subscribe, snapshot } = tray ?? none
  return useSyncExternalStore(subscribe, snapshot)
}
