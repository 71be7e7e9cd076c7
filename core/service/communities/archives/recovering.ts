/** Whether an archive can bring somebody back: looked at before anything that is here makes room. */
import { join } from 'node:path'
import type { Log, Random } from '../../../shared/index.ts'
import { type Archive, fillLog } from '../../../archive/index.ts'
import { deviceOf } from '../../../identity/index.ts'
import { isInForce, membershipSchema, type RecoveryKey } from '../../../membership/index.ts'
import { openDatabase, type Profile, scratchFolder } from '../../../storage/index.ts'

export interface LookParts {
  readonly profile: Profile
  readonly random: Random
  readonly log: Log
  readonly signal: AbortSignal
}

/** Whether its log has a recovery key in force. @throws archive/damaged, membership/wrong-genesis, storage/…, the signal's reason */
export async function isInForceIn(
  archive: Archive,
  { seed }: Pick<RecoveryKey, 'seed'>,
  { profile, random, log, signal }: LookParts,
): Promise<boolean> {
  const { path, remove } = await scratchFolder(profile.folder)
  try {
    const database = openDatabase({ path: join(path, 'log.db'), key: random.bytes(32), schemas: [membershipSchema] })
    try {
      return isInForce(
        await fillLog(archive, 0, { database, community: archive.community, log }, signal),
        deviceOf(seed),
      )
    } finally {
      database.close()
    }
  } finally {
    await remove()
  }
}
