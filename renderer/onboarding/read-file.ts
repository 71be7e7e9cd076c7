/** The invitation in a dropped or chosen file: a picture of a QR code, or a text that holds a link. */
import { linkIn } from './link.ts'

export type FileOutcome = { readonly link: string } | { readonly trouble: 'no-code' | 'too-big' }

const mostBytes = 25 * 1024 * 1024
const mostTextBytes = 256 * 1024
/** Longest sides a picture is looked at in: a code in a large photo is found in the small version, a dense one in the large. */
const sides = [800, 1600]

export async function readInvitation(file: Blob): Promise<FileOutcome> {
  if (file.size > mostBytes) return { trouble: 'too-big' }
  // A file may have lost its ending, and with it what it says of itself: what is no text may still be a picture.
  const link = linkIn((await readText(file)) ?? '') ?? linkIn((await readCode(file)) ?? '')
  return link === undefined ? { trouble: 'no-code' } : { link }
}

async function readText(file: Blob): Promise<string | undefined> {
  return file.type.startsWith('image/') || file.size > mostTextBytes ? undefined : file.text()
}

async function readCode(file: Blob): Promise<string | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (!picture) return undefined
  const { default: jsQR } = await import('jsqr')
  try {
    for (const side of sides) {
      const { data, width, height } = pixels(picture, side)
      const code = jsQR(data, width, height)
      if (code) return code.data
    }
    return undefined
  } finally {
    picture.close()
  }
}

function pixels(picture: ImageBitmap, side: number): ImageData {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height))
  const width = Math.max(1, Math.round(picture.width * scale))
  const height = Math.max(1, Math.round(picture.height * scale))
  const context = new OffscreenCanvas(width, height).getContext('2d')
  if (!context) return new ImageData(width, height)
  // Under a transparent picture there is paper.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(picture, 0, 0, width, height)
  return context.getImageData(0, 0, width, height)
}
