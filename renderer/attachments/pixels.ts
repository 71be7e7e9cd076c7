/**
 * How many pixels a picture unfolds to, by its own header: a small file can be one that takes more memory than there is. Only the header is
 * read; nothing is decoded. Pure.
 */
export interface Pixels {
  readonly width: number
  readonly height: number
}

/** Of the first bytes of a file; nothing when it is none of the kinds that are shown, or does not say. */
export function pixelsOf(head: Uint8Array): Pixels | undefined {
  const data = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const is = (at: number, name: string): boolean =>
    at + name.length <= head.length && [...name].every((char, index) => head[at + index] === char.charCodeAt(0))
  if (head.length < 30) return undefined
  // PNG (third edition, 11.2.1): the first chunk.
  if (is(1, 'PNG') && is(12, 'IHDR')) return { width: data.getUint32(16), height: data.getUint32(20) }
  // GIF (89a, 18): the screen all of it is drawn on.
  if (is(0, 'GIF8')) return { width: data.getUint16(6, true), height: data.getUint16(8, true) }
  if (is(0, 'RIFF') && is(8, 'WEBP')) return webpPixels(data, is)
  if (is(4, 'ftyp')) return avifPixels(data, is)
  return data.getUint16(0) === 0xffd8 ? jpegPixels(data) : undefined
}

type Is = (at: number, name: string) => boolean

/** RFC 9649, 2.5 to 2.7. */
function webpPixels(data: DataView, is: Is): Pixels | undefined {
  const short = (at: number): number => data.getUint16(at, true)
  if (is(12, 'VP8X')) {
    return { width: short(24) + data.getUint8(26) * 0x1_0000 + 1, height: short(27) + data.getUint8(29) * 0x1_0000 + 1 }
  }
  if (is(12, 'VP8 ')) return { width: short(26) & 0x3fff, height: short(28) & 0x3fff }
  if (!is(12, 'VP8L')) return undefined
  const sides = data.getUint32(21, true)
  return { width: (sides & 0x3fff) + 1, height: ((sides >>> 14) & 0x3fff) + 1 }
}

/** ITU T.81, B.2.2: the frame, of whatever process. */
function jpegPixels(data: DataView): Pixels | undefined {
  for (let at = 2; at + 9 <= data.byteLength;) {
    const mark = data.getUint8(at + 1)
    if (data.getUint8(at) !== 0xff) return undefined
    if (mark === 0xff) at += 1
    // C4, C8 and CC are tables among the marks of frames.
    else if (mark >= 0xc0 && mark <= 0xcf && mark !== 0xc4 && mark !== 0xc8 && mark !== 0xcc)
      return { width: data.getUint16(at + 7), height: data.getUint16(at + 5) }
    else at += 2 + data.getUint16(at + 2)
  }
  return undefined
}

/** ISO 14496-12, 8.11.4 and 23008-12, 6.5.3: the largest of all that are said, for one of them is the picture. */
function avifPixels(data: DataView, is: Is): Pixels | undefined {
  let found: Pixels | undefined
  for (let at = 8; at + 16 <= data.byteLength; at += 1) {
    if (!is(at, 'ispe')) continue
    const [width, height] = [data.getUint32(at + 8), data.getUint32(at + 12)]
    if (!found || width * height > found.width * found.height) found = { width, height }
  }
  return found
}
