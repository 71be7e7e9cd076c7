/** Whether a picture moves, by how its file begins: drawn anew, it would stand still. Pure. */
const [PNG_BEGIN, CHUNK_FRAME] = [8, 12]

export function isMoving(head: Uint8Array): boolean {
  const data = new DataView(head.buffer, head.byteOffset, head.byteLength)
  // WebP (RFC 9649, 2.7): the extended header says it in one bit.
  if (named(head, 0, 'RIFF') && named(head, 8, 'WEBP'))
    return named(head, 12, 'VP8X') && head.length > 20 && (data.getUint8(20) & 0x02) !== 0
  if (!named(head, 1, 'PNG')) return false
  // PNG (third edition, 11.3.6): `acTL` stands before the first `IDAT`.
  for (let at = PNG_BEGIN; at + CHUNK_FRAME <= head.length; at += CHUNK_FRAME + data.getUint32(at)) {
    if (named(head, at + 4, 'acTL')) return true
    if (named(head, at + 4, 'IDAT')) return false
  }
  return false
}

function named(bytes: Uint8Array, at: number, name: string): boolean {
  return [...name].every((char, index) => bytes[at + index] === char.charCodeAt(0))
}
