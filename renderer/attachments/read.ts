/** A file of a message, read from core piece by piece. */
import { attachmentKind } from '../../core/shared/index.ts'
import { command, fromBase64, LIMITS, type Client, type Connection, type Outcome } from '../session/index.ts'
import { pixelsOf } from './pixels.ts'
import type { FilePlace } from './place.ts'

/** The file is shorter than its message says, which core would not have it be. */
const wrong = { code: 'files/wrong', details: {}, text: 'This file is not what its message says.' } as const

/** It is no picture of the kinds that are shown, or unfolds to more than is drawn. */
export const unshown = { code: 'files/unshown', details: {}, text: 'This picture cannot be shown.' } as const

/** Hands out every piece in order; false when the file ended too early. */
export async function readPieces(
  client: Client,
  of: FilePlace,
  size: number,
  take: (piece: Uint8Array<ArrayBuffer>, upTo: number) => void | Promise<void>,
  signal: AbortSignal,
): Promise<boolean> {
  for (let from = 0; from < size;) {
    const most = Math.min(LIMITS.attachmentPieceBytes, size - from)
    const piece = fromBase64((await client.files.read({ ...of, from, most }, { signal })).chunk)
    if (piece.length === 0 || piece.length > most) return false
    from += piece.length
    await take(piece, from)
  }
  return true
}

/** The whole, to be shown as what it says it is: never as anything that could be a program. */
export async function readWhole(
  connection: Connection,
  of: FilePlace,
  { size, type }: { readonly size: number; readonly type: string },
  signal: AbortSignal,
): Promise<Outcome<Blob>> {
  const parts: Blob[] = []
  const outcome = await command(connection, (client) =>
    // Each a blob of its own, so that the browser may lay it on the disk.
    readPieces(client, of, size, (piece) => void parts.push(new Blob([piece])), signal),
  )
  if (!outcome.ok) return outcome
  if (!outcome.value) return { ok: false, refusal: wrong }
  const kind = attachmentKind(type)
  const whole = new Blob(parts, { type: kind === 'file' ? 'application/octet-stream' : type })
  return kind === 'picture' && !(await mayDraw(whole)) ? { ok: false, refusal: unshown } : { ok: true, value: whole }
}

/** Bytes in which a picture says how large it is: cameras may put much before it. */
const headBytes = 1024 * 1024

async function mayDraw(picture: Blob): Promise<boolean> {
  const pixels = pixelsOf(new Uint8Array(await picture.slice(0, headBytes).arrayBuffer()))
  return pixels !== undefined && pixels.width * pixels.height <= LIMITS.attachmentShownPixels
}
