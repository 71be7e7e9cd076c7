/** The mark: people in a ring around what they share. One list of shapes, for the SVG and for the pixels. */
export type Colour = readonly [red: number, green: number, blue: number]

export type Shape =
  | { readonly kind: 'disc'; readonly x: number; readonly y: number; readonly radius: number }
  | { readonly kind: 'ring'; readonly x: number; readonly y: number; readonly radius: number; readonly width: number }
  | { readonly kind: 'card'; readonly inset: number; readonly corner: number }

export interface Layer {
  readonly colour: Colour
  readonly opacity: number
  readonly shapes: readonly Shape[]
}

/** Side of the square all shapes are measured in. */
export const side = 64
const middle = side / 2
const people = 6

function ringOfPeople(distance: number, radius: number): Shape[] {
  return Array.from({ length: people }, (_, index) => {
    const angle = (index / people) * 2 * Math.PI - Math.PI / 2
    return { kind: 'disc', x: middle + distance * Math.cos(angle), y: middle + distance * Math.sin(angle), radius }
  })
}

function moot(colour: Colour, distance: number, radius: number): Layer[] {
  const link: Shape = { kind: 'ring', x: middle, y: middle, radius: distance, width: radius * 0.3 }
  const centre: Shape = { kind: 'disc', x: middle, y: middle, radius: radius * 1.3 }
  return [
    { colour, opacity: 0.4, shapes: [link] },
    { colour, opacity: 1, shapes: [...ringOfPeople(distance, radius), centre] },
  ]
}

const green: Colour = [18, 112, 79]
const white: Colour = [255, 255, 255]
const black: Colour = [0, 0, 0]

/** On its card, as desktops and stores show it. */
export const appIcon: readonly Layer[] = [
  { colour: green, opacity: 1, shapes: [{ kind: 'card', inset: 3, corner: 14 }] },
  ...moot(white, 17.5, 5),
]

/** Round, for trays of any colour. */
export const trayIcon: readonly Layer[] = [
  { colour: green, opacity: 1, shapes: [{ kind: 'disc', x: middle, y: middle, radius: 31 }] },
  ...moot(white, 19, 6),
]

/** Black alone: macOS colours it itself. */
export const templateIcon: readonly Layer[] = moot(black, 23, 7)
