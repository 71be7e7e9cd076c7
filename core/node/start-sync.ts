import { FolkmootError, type ReachSettings } from '../shared/index.ts'
import type { Sync } from '../sync/index.ts'

/**
 * Starts with the person's switches in force from the first moment. A port of their own is taken in a second step: where it cannot be had,
 * any other does, which is told on the screens rather than keeping them out.
 * @returns why the switches are not in force as they stand
 */
export async function startSync(
  sync: Pick<Sync, 'configure' | 'start'>,
  settings: ReachSettings,
  signal: AbortSignal,
): Promise<FolkmootError | undefined> {
  await sync.configure({ ...settings, port: 0 }, signal)
  await sync.start(signal)
  if (settings.port === 0) return undefined
  try {
    await sync.configure(settings, signal)
    return undefined
  } catch (error) {
    if (error instanceof FolkmootError) return error
    throw error
  }
}
