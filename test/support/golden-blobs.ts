/** An attached file spelled out in bytes from known seeds: `test/fixtures/v1/blobs.json` holds what this made when the form was frozen. */
import { type BlobPlace, BlobSealing } from '../../core/blobs/index.ts'
import { base64url, type CommunityId, hex, type MemberId, type SpaceId } from '../../core/shared/index.ts'
import { seededRandom } from './surroundings.ts'

export type GoldenBlobs = ReturnType<typeof makeGoldenBlobs>

/** Bytes as hex, ids as they are written in core. */
export function makeGoldenBlobs() {
  const random = seededRandom('golden-blobs/1')
  const [community, space, author] = [0, 1, 2].map(() => base64url(random.bytes(32)))
  const place = { community, space, author } as { community: CommunityId; space: SpaceId; author: MemberId } & BlobPlace
  const files = [0, 300].map((size) => {
    const bytes = random.bytes(size)
    const sealing = new BlobSealing({ place, size, random })
    const chunks = [...sealing.append(bytes)]
    const { ref, chunks: last } = sealing.finish()
    return {
      bytes: hex(bytes),
      key: hex(ref.key),
      root: ref.root,
      chunks: [...chunks, ...last].map(({ id, bytes: sealed }) => ({ id, bytes: hex(sealed) })),
    }
  })
  return { version: 1, place, files }
}
