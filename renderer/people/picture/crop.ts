/** Which square of a picture is shown: numbers alone, so that mouse, fingers and keys all say the same. */
export interface Size {
  readonly width: number
  readonly height: number
}

export interface Crop {
  /** 1 is the largest square that fits. */
  readonly zoom: number
  /** The middle of the square, from 0 to 1 of the width and of the height. */
  readonly x: number
  readonly y: number
}

export interface Square {
  readonly left: number
  readonly top: number
  readonly side: number
}

export const mostZoom = 5
export const middle: Crop = { zoom: 1, x: 0.5, y: 0.5 }

/** The same, as near as the picture has it. */
export function within(size: Size, { zoom, x, y }: Crop): Crop {
  const near = clamp(zoom, 1, mostZoom)
  const side = Math.min(size.width, size.height) / near
  const [across, down] = [side / 2 / size.width, side / 2 / size.height]
  return { zoom: near, x: clamp(x, across, 1 - across), y: clamp(y, down, 1 - down) }
}

/** The square in pixels of the picture. */
export function squareOf(size: Size, crop: Crop): Square {
  const { zoom, x, y } = within(size, crop)
  const side = Math.min(size.width, size.height) / zoom
  return { left: x * size.width - side / 2, top: y * size.height - side / 2, side }
}

/** Draws the picture along by so many parts of what is seen: 1 is one side of the square. */
export function dragged(size: Size, crop: Crop, across: number, down: number): Crop {
  const { side } = squareOf(size, crop)
  return within(size, { ...crop, x: crop.x - (across * side) / size.width, y: crop.y - (down * side) / size.height })
}

/** How far the middle may go one way: from the least to the most; both are the same where there is no room. */
export function roomOf(size: Size, { zoom }: Crop): { readonly x: number; readonly y: number } {
  const side = Math.min(size.width, size.height) / clamp(zoom, 1, mostZoom)
  return { x: side / 2 / size.width, y: side / 2 / size.height }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
