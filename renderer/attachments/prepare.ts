/**
 * What of a chosen file is sent. Cameras write into their pictures where and when they were taken: these are drawn anew, so that nothing
 * is left but what can be seen. What moves (GIF, and the moving kinds of PNG and WebP) or is no picture a browser writes goes as it is.
 */
import { cleanMediaType, LIMITS } from '../../core/shared/index.ts'
import { openPicture } from '../ui/index.ts'
import { isMoving } from './moving.ts'

export interface Prepared {
  readonly blob: Blob
  readonly name: string
  /** As `cleanMediaType` has it. */
  readonly type: string
  /** Pixels of a picture, where they are known. */
  readonly width?: number
  readonly height?: number
  /** It may tell where and when it was taken. */
  readonly mayTell: boolean
}

const drawable: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp'])
const quality = 0.9
/** Bytes in which a file says whether it moves. */
const headBytes = 256 * 1024

/** Whether the person may choose between the file and a picture drawn anew from it. */
export const isDrawable = (file: Blob): boolean => drawable.has(cleanMediaType(file.type))

/** @throws DOMException when the file cannot be read any more */
export async function prepare(file: File, original: boolean): Promise<Prepared> {
  const type = cleanMediaType(file.type)
  const asItIs = { blob: file, name: file.name, type, mayTell: mayTell(type) }
  if (!type.startsWith('image/') || type === 'image/svg+xml') return asItIs
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer())
  const opened = await openPicture(file, LIMITS.attachmentDrawnBytes)
  if (!('bitmap' in opened)) return asItIs
  const { bitmap } = opened
  try {
    const sides = { width: bitmap.width, height: bitmap.height }
    if (original || !drawable.has(type) || isMoving(head)) return { ...asItIs, ...sides }
    return (await drawn(bitmap, file.name, type)) ?? { ...asItIs, ...sides }
  } finally {
    bitmap.close()
  }
}

/** Films and pictures of cameras carry it; GIF has no place for it. */
function mayTell(type: string): boolean {
  return /^(?:image|video)\//.test(type) && type !== 'image/gif' && type !== 'image/svg+xml'
}

/** Nothing when this browser cannot. */
async function drawn(bitmap: ImageBitmap, name: string, type: string): Promise<Prepared | undefined> {
  const scale = Math.min(1, LIMITS.attachmentDrawnSide / Math.max(bitmap.width, bitmap.height))
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)))
  if (width === undefined || height === undefined) return undefined
  const canvas = new OffscreenCanvas(width, height)
  const context = canvas.getContext('2d', { alpha: type !== 'image/jpeg' })
  if (!context) return undefined
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, width, height)
  const blob = await canvas.convertToBlob({ type, quality })
  // A browser that does not write this kind writes PNG instead.
  const ending = blob.type === type ? undefined : `.${blob.type.slice('image/'.length)}`
  const called = ending === undefined ? name : name.replace(/\.[^.]*$/, '') + ending
  return { blob, name: called, type: blob.type, width, height, mayTell: false }
}
