/**
 * A picture somebody chose becomes the small one that others see. It is drawn anew, so nothing of the file is left but what can be seen:
 * no place, no time, no camera. Decoding happens here, in the sandboxed page, and only of what the person chose themselves.
 */
import { barePicture, LIMITS, pictureHead } from '../../session/index.ts'
import type { Square } from './crop.ts'

/** The first that fits is taken: larger before smaller, finer before coarser. Some browsers write no WebP. */
const types = ['image/webp', 'image/jpeg']
const sides = [LIMITS.pictureSide, 192, 128, 64]
const qualities = [0.86, 0.75, 0.6, 0.45]

/** The square as a picture within the limits of bytes and pixels; nothing when this browser can write none. */
export async function encodePicture(bitmap: ImageBitmap, square: Square): Promise<Uint8Array | undefined> {
  for (const [type, side] of types.flatMap((each) => sides.map((of) => [each, of] as const))) {
    const canvas = drawn(bitmap, square, side)
    for (const quality of qualities) {
      const blob = await canvas.convertToBlob({ type, quality })
      if (blob.type !== type) break
      const bare = barePicture(new Uint8Array(await blob.arrayBuffer()))
      if (bare && pictureHead(bare)) return bare
    }
  }
  return undefined
}

function drawn(bitmap: ImageBitmap, square: Square, side: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(side, side)
  draw(canvas.getContext('2d', { alpha: false }), bitmap, square, side)
  return canvas
}

/** What is clear in the picture is white: initials must not shine through. */
export function draw(
  context: OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D | null,
  bitmap: ImageBitmap,
  { left, top, side: seen }: Square,
  side: number,
): void {
  if (!context) return
  context.fillStyle = '#fff'
  context.fillRect(0, 0, side, side)
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, left, top, seen, seen, 0, 0, side, side)
}
