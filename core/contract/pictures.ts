/** Pictures members show of themselves. Lists name them; the bytes of each are asked for once. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import type { PictureName } from '../shared/index.ts'
import { communityId, memberId, procedure } from './base.ts'

const pictureName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/)
  .transform((name) => name as PictureName)

const here = { community: communityId }
/** base64url. Its real limit is checked by core, which answers with a sentence. */
const pictureText = z.string().max(100_000)

export const pictures = {
  /** Who shows which; `me` is who asks. Those who show none are not listed. */
  watch: procedure
    .input(z.object(here))
    .output(
      eventIterator(
        z.object({ me: memberId, pictures: z.array(z.object({ member: memberId, picture: pictureName })) }),
      ),
    ),
  /** One of them, in base64url. Its header was checked, its pixels were not. Refused: person/no-such-picture. */
  read: procedure
    .input(z.object({ ...here, picture: pictureName }))
    .output(z.object({ type: z.enum(['image/webp', 'image/jpeg']), bytes: z.string() })),
  /** Shows this picture of me in place of any before; an empty one takes it away. Refused: person/not-a-picture, community/left … */
  set: procedure.input(z.object({ ...here, picture: pictureText })),
}
