/** The picture a member shows of themselves. It stands in profiles. */
import {
  base64url,
  fromBase64url,
  LIMITS,
  pictureHead,
  type PictureHead,
  type PictureName,
} from '../../shared/index.ts'
import { digest } from '../../identity/index.ts'
import type { Entry } from '../codec/entry.ts'
import { entry } from './fields.ts'

export interface Picture {
  readonly name: PictureName
  readonly head: PictureHead
  readonly bytes: Uint8Array
}

/** In profiles: the author's picture in place of the one before; nothing takes it away. Entries hold no byte strings, so it is base64url. */
export const pictureEntry = (at: number, bytes: Uint8Array | undefined): Entry =>
  entry('picture', at, { picture: bytes ? base64url(bytes) : '' })

/** `picture` is missing where there is to be none; nothing at all when the entry is of another kind or holds what is no picture. */
export function readPicture(of: Entry): { readonly picture?: Picture } | undefined {
  const written = of.kind === 'picture' ? of.fields.get('picture') : undefined
  if (typeof written !== 'string' || written.length > MOST_TEXT) return undefined
  if (written === '') return {}
  const bytes = fromBase64url(written)
  const picture = bytes && pictureOf(bytes)
  return picture && base64url(picture.bytes) === written ? { picture } : undefined
}

/** A picture as it may be kept and shown, judged by its header alone. */
export function pictureOf(bytes: Uint8Array): Picture | undefined {
  const head = pictureHead(bytes)
  if (!head) return undefined
  const name = base64url(digest('folkmoot/picture/1', bytes).subarray(0, 16)) as PictureName
  return { name, head, bytes }
}

/** Base64 takes four characters for three bytes. */
const MOST_TEXT = Math.ceil((LIMITS.pictureBytes * 4) / 3)
