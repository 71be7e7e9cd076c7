/** A profile whose core is stopped, made to look as if a Folkmoot from the future had opened it. */
import { communitySchemas } from '../../core/service/communities/community.ts'
import { profileSchemas } from '../../core/service/index.ts'
import type { CommunityId } from '../../core/shared/index.ts'
import { fileKeyStore, openProfile } from '../../core/storage/index.ts'

/** The whole profile, or one community of it. */
export async function fromTheFuture(folder: string, community?: CommunityId): Promise<void> {
  const signal = AbortSignal.timeout(10_000)
  const profile = await openProfile({ folder, keyStore: fileKeyStore(folder), schemas: profileSchemas, signal })
  try {
    const database = community === undefined ? profile.database : profile.openCommunity(community, communitySchemas)
    const room = community === undefined ? 'registry' : 'documents'
    database.statement('UPDATE schema SET version = version + 1 WHERE room = ?').run(room)
  } finally {
    profile.close()
  }
}
