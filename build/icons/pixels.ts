/** Draws layers as pixels and packs them as PNG, ICO and ICNS, with nothing but Node. */
import { crc32, deflateSync } from 'node:zlib'
import { side, type Layer, type Shape } from './mark.ts'

/** How far a point is outside the shape's edge; negative is inside. */
function distance(shape: Shape, x: number, y: number): number {
  if (shape.kind === 'disc') return Math.hypot(x - shape.x, y - shape.y) - shape.radius
  if (shape.kind === 'ring') {
    return Math.abs(Math.hypot(x - shape.x, y - shape.y) - shape.radius) - shape.width / 2
  }
  const half = side / 2
  const reach = half - shape.inset - shape.corner
  const [dx, dy] = [Math.abs(x - half) - reach, Math.abs(y - half) - reach]
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - shape.corner
}

/** RGBA rows of a square picture; edges are as soft as one pixel. */
export function draw(layers: readonly Layer[], size: number): Buffer {
  const scale = side / size
  const pixels = Buffer.alloc(size * size * 4)
  for (let at = 0; at < size * size; at++) {
    const x = ((at % size) + 0.5) * scale
    const y = (Math.floor(at / size) + 0.5) * scale
    let [red, green, blue, alpha] = [0, 0, 0, 0]
    for (const { colour, opacity, shapes } of layers) {
      const edge = Math.min(...shapes.map((shape) => distance(shape, x, y))) / scale
      const cover = Math.min(Math.max(0.5 - edge, 0), 1) * opacity
      const whole = cover + alpha * (1 - cover)
      const mix = (above: number, below: number): number =>
        whole === 0 ? 0 : (above * cover + below * alpha * (1 - cover)) / whole
      ;[red, green, blue, alpha] = [mix(colour[0], red), mix(colour[1], green), mix(colour[2], blue), whole]
    }
    pixels.set([red, green, blue, alpha * 255].map(Math.round), at * 4)
  }
  return pixels
}

export function png(layers: readonly Layer[], size: number): Buffer {
  const pixels = draw(layers, size)
  const rows = Array.from({ length: size }, (_, row) =>
    Buffer.concat([Buffer.of(0), pixels.subarray(row * size * 4, (row + 1) * size * 4)]),
  )
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 6], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), content])
  return Buffer.concat([number32(content.length), body, number32(crc32(body))])
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** For Windows: several sizes, each as PNG. */
export function ico(layers: readonly Layer[], sizes: readonly number[]): Buffer {
  const pictures = sizes.map((size) => png(layers, size))
  const head = Buffer.alloc(6 + 16 * sizes.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(sizes.length, 4)
  let offset = head.length
  for (const [index, picture] of pictures.entries()) {
    const at = 6 + 16 * index
    const size = (sizes[index] ?? 0) % 256
    head.set([size, size], at)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(picture.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += picture.length
  }
  return Buffer.concat([head, ...pictures])
}

/** For macOS: a type for each size, each as PNG. */
export function icns(layers: readonly Layer[]): Buffer {
  const types = {
    icp4: 16,
    icp5: 32,
    ic07: 128,
    ic08: 256,
    ic09: 512,
    ic10: 1024,
    ic11: 32,
    ic12: 64,
    ic13: 256,
    ic14: 512,
  }
  const entries = Object.entries(types).map(([type, size]) => {
    const picture = png(layers, size)
    return Buffer.concat([Buffer.from(type), number32(picture.length + 8), picture])
  })
  const body = Buffer.concat(entries)
  return Buffer.concat([Buffer.from('icns'), number32(body.length + 8), body])
}
