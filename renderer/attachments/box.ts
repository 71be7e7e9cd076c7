/** How large a picture or film is drawn among messages: known before it is here, so that nothing moves when it comes. Pure. */
export interface Sides {
  readonly width?: number | undefined
  readonly height?: number | undefined
}

export interface Box {
  /** Pixels; less where there is less room. */
  readonly inlineSize: number
  /** Width for each unit of height. */
  readonly aspectRatio: number
}

const [widest, highest, least] = [420, 320, 160]
/** What is longer or higher than this is cut; all of it is seen when it is opened. */
const [narrowRatio, wideRatio] = [0.5, 3]
const usual = { width: 4, height: 3 }

export function boxOf({ width, height }: Sides): Box {
  const known = width !== undefined && height !== undefined
  const ratio = known ? width / height : usual.width / usual.height
  const aspectRatio = Math.min(wideRatio, Math.max(narrowRatio, ratio))
  const fitting = Math.min(widest, highest * aspectRatio)
  // What is small is not blown up.
  return { aspectRatio, inlineSize: Math.round(Math.min(fitting, Math.max(least, width ?? widest))) }
}
