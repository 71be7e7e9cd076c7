/**
 * Pictures of people, as they are kept and shown: small ones in the plainest form of WebP (RFC 9649, one `VP8 ` or `VP8L` chunk) or baseline
 * JPEG (ITU T.81). Nothing here decodes a picture. What else both formats can carry is refused: animations, place and time of the
 * camera, comments, and bytes behind the end. So a picture cannot be another file as well, and no larger than its header says.
 */
import { LIMITS } from './limits.ts'

export interface PictureHead {
  readonly type: 'image/webp' | 'image/jpeg'
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** What a picture is, or nothing when it is none, is too large in bytes or pixels, or carries anything besides. */
export function pictureHead(bytes: Uint8Array): PictureHead | undefined {
  if (bytes.length > LIMITS.pictureBytes) return undefined
  const head = startsWith(bytes, 'RIFF') ? webpHead(bytes) : jpegHead(bytes)
  return head && isSide(head.width) && isSide(head.height) ? head : undefined
}

/** The same picture without whatever an encoder put in besides; nothing when it is in neither format. */
export function barePicture(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const pieces = startsWith(bytes, 'RIFF') ? webpPieces(bytes) : jpegPieces(bytes)
  return pieces && Uint8Array.from(pieces.flatMap((piece) => [...piece]))
}

function isSide(pixels: number): boolean {
  return pixels >= 1 && pixels <= LIMITS.pictureSide
}

const [RIFF_HEADER, CHUNK_HEADER] = [12, 8]

function webpHead(bytes: Uint8Array): PictureHead | undefined {
  const data = viewOf(bytes)
  if (bytes.length < 40 || !startsWith(bytes, 'WEBP', 8) || data.getUint32(4, true) !== bytes.length - 8)
    return undefined
  const size = data.getUint32(16, true)
  if (RIFF_HEADER + CHUNK_HEADER + size + (size & 1) !== bytes.length) return undefined
  if (startsWith(bytes, 'VP8 ', 12)) {
    // A key frame that is shown, then the start code, then 14 bits for each side.
    if ((data.getUint8(20) & 1) !== 0 || data.getUint8(23) !== 0x9d || data.getUint16(24) !== 0x012a) return undefined
    return { type: 'image/webp', width: data.getUint16(26, true) & 0x3fff, height: data.getUint16(28, true) & 0x3fff }
  }
  if (!startsWith(bytes, 'VP8L', 12) || data.getUint8(20) !== 0x2f) return undefined
  const sides = data.getUint32(21, true)
  if (sides >>> 29 !== 0) return undefined
  return { type: 'image/webp', width: (sides & 0x3fff) + 1, height: ((sides >>> 14) & 0x3fff) + 1 }
}

/** The chunk with the pixels, in a file of its own. */
function webpPieces(bytes: Uint8Array): Uint8Array[] | undefined {
  const data = viewOf(bytes)
  for (let at = RIFF_HEADER; at + CHUNK_HEADER <= bytes.length;) {
    const size = data.getUint32(at + 4, true)
    const end = at + CHUNK_HEADER + size + (size & 1)
    if (end > bytes.length) return undefined
    if (startsWith(bytes, 'VP8 ', at) || startsWith(bytes, 'VP8L', at)) {
      const header = Uint8Array.from(bytes.subarray(0, RIFF_HEADER))
      viewOf(header).setUint32(4, 4 + end - at, true)
      return [header, bytes.subarray(at, end)]
    }
    at = end
  }
  return undefined
}

/** Marks of a baseline JPEG: tables, restart interval, the one frame, scans, and the JFIF header. */
const [APP0, SOF0, DHT, DQT, DRI, SOS, EOI] = [0xe0, 0xc0, 0xc4, 0xdb, 0xdd, 0xda, 0xd9]
const PLAIN: ReadonlySet<number> = new Set([APP0, SOF0, DHT, DQT, DRI, SOS])
/** Scans of one picture: one for each of three colours at most. */
const MOST_SCANS = 3

function jpegHead(bytes: Uint8Array): PictureHead | undefined {
  const parts = jpegParts(bytes)
  const [frame, ...more] = parts?.filter(({ mark }) => mark === SOF0) ?? []
  const scans = parts?.filter(({ mark }) => mark === SOS).length ?? 0
  if (!parts?.every(({ mark }) => PLAIN.has(mark)) || !frame || more.length > 0) return undefined
  if (frame.end - frame.start < 11 || scans < 1 || scans > MOST_SCANS) return undefined
  if (parts.at(-1)?.end !== bytes.length - 2) return undefined
  const data = viewOf(bytes)
  return { type: 'image/jpeg', width: data.getUint16(frame.start + 7), height: data.getUint16(frame.start + 5) }
}

function jpegPieces(bytes: Uint8Array): Uint8Array[] | undefined {
  const parts = jpegParts(bytes)?.filter(({ mark }) => PLAIN.has(mark))
  return parts && [START, ...parts.map(({ start, end }) => bytes.subarray(start, end)), END]
}
const START = Uint8Array.of(0xff, 0xd8)
const END = Uint8Array.of(0xff, EOI)

interface JpegPart {
  readonly mark: number
  /** Where its mark begins, and where it and the pixels behind it end. */
  readonly start: number
  readonly end: number
}

/** All parts between the start and the end of the picture; nothing when they do not follow each other so. */
function jpegParts(bytes: Uint8Array): JpegPart[] | undefined {
  const parts: JpegPart[] = []
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined
  for (let at = 2; bytes[at] === 0xff;) {
    const mark = bytes[at + 1] ?? 0
    if (mark === EOI) return parts
    // What stands alone has no place between the parts.
    if (mark < 0xc0 || (mark >= 0xd0 && mark <= 0xd8) || mark === 0xff || at + 4 > bytes.length) return undefined
    const size = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
    let end = at + 2 + size
    if (size < 2 || end > bytes.length) return undefined
    if (mark === SOS) end = pixelsEnd(bytes, end)
    parts.push({ mark, start: at, end })
    at = end
  }
  return undefined
}

/** Pixels go on until a mark that is neither a stuffed byte nor a restart. */
function pixelsEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const next = bytes[at + 1] ?? 0
    if (bytes[at] === 0xff && next !== 0 && (next < 0xd0 || next > 0xd7)) return at
  }
  return bytes.length
}

function startsWith(bytes: Uint8Array, text: string, at = 0): boolean {
  return [...text].every((letter, index) => bytes[at + index] === letter.codePointAt(0))
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
