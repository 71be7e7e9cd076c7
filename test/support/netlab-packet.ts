/**
 * Ethernet frames as a line carries them. The kernel leaves checksums to the network card, which a line of ours has none of: so they are
 * made here.
 */

const ETHERNET = 14

interface Inner {
  /** Where the segment begins, and ends. */
  readonly from: number
  readonly to: number
  /** Where in it the checksum stands. */
  readonly sum: number
  /** Sum of what counts for it of the header before. */
  readonly pseudo: number
}

const checksumAt: Readonly<Record<number, number>> = { 6: 16, 17: 6, 58: 2 }

/** Makes the checksum of the TCP, UDP or ICMPv6 in a frame right; other frames stay as they are. */
export function mendChecksum(frame: Buffer): void {
  const inner = innerOf(frame)
  if (!inner) return
  frame.writeUInt16BE(0, inner.from + inner.sum)
  let sum = inner.pseudo + sumOf(frame, inner.from, inner.to)
  while (sum > 0xff_ff) sum = (sum & 0xff_ff) + Math.floor(sum / 0x1_00_00)
  const checksum = ~sum & 0xff_ff
  frame.writeUInt16BE(checksum === 0 ? 0xff_ff : checksum, inner.from + inner.sum)
}

/** Changes one byte of what a TCP or UDP frame carries, such that nothing below the program it is for can notice. */
export function spoil(frame: Buffer, at: number): void {
  const inner = innerOf(frame)
  if (!inner || inner.sum === 2) return
  const header = inner.sum === 6 ? 8 : (frame.readUInt8(inner.from + 12) >> 4) * 4
  const bytes = inner.to - inner.from - header
  if (bytes <= 0) return
  const place = inner.from + header + (at % bytes)
  frame.writeUInt8(frame.readUInt8(place) ^ 0xff, place)
}

function innerOf(frame: Buffer): Inner | undefined {
  const type = frame.length > ETHERNET ? frame.readUInt16BE(12) : 0
  if (type === 0x08_00) return innerOf4(frame)
  return type === 0x86_dd ? innerOf6(frame) : undefined
}

function innerOf4(frame: Buffer): Inner | undefined {
  const from = ETHERNET + (frame.readUInt8(ETHERNET) & 15) * 4
  const to = Math.min(frame.length, ETHERNET + frame.readUInt16BE(ETHERNET + 2))
  const isPiece = (frame.readUInt16BE(ETHERNET + 6) & 0x3f_ff) !== 0
  return isPiece ? undefined : innerAt(frame, frame.readUInt8(ETHERNET + 9), from, to, [ETHERNET + 12, ETHERNET + 20])
}

function innerOf6(frame: Buffer): Inner | undefined {
  const from = ETHERNET + 40
  const to = Math.min(frame.length, from + frame.readUInt16BE(ETHERNET + 4))
  return innerAt(frame, frame.readUInt8(ETHERNET + 6), from, to, [ETHERNET + 8, ETHERNET + 40])
}

function innerAt(
  frame: Buffer,
  protocol: number,
  from: number,
  to: number,
  [ends, after]: readonly [number, number],
): Inner | undefined {
  const sum = checksumAt[protocol]
  if (sum === undefined || to - from < sum + 2) return undefined
  return { from, to, sum, pseudo: sumOf(frame, ends, after) + protocol + (to - from) }
}

function sumOf(frame: Buffer, from: number, to: number): number {
  let sum = 0
  let at = from
  for (; at + 1 < to; at += 2) sum += frame.readUInt16BE(at)
  return at < to ? sum + (frame.readUInt8(at) << 8) : sum
}
