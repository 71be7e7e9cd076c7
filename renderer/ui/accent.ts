/**
 * Colours made from a hue: one for each community, one for each member. Every pair meant to be read together is shifted in
 * lightness until its contrast is at least 4.5:1, in both themes, whatever the hue.
 */
export type Scheme = 'light' | 'dark'

export interface Accent {
  /** Background of filled controls, under white. */
  readonly solid: string
  readonly solidHover: string
  /** Quiet background, under `text` or the ordinary text colour. */
  readonly soft: string
  /** Readable on the page's backgrounds and on `soft`. */
  readonly text: string
}

type Rgb = readonly [number, number, number]
const enough = 4.6

/** Linear sRGB of an OKLCH colour, clipped into the gamut. */
function linear(lightness: number, chroma: number, hue: number): Rgb {
  const angle = (hue * Math.PI) / 180
  const a = chroma * Math.cos(angle)
  const b = chroma * Math.sin(angle)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number): number => Math.min(1, Math.max(0, value))
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

function hex(rgb: Rgb): string {
  const gamma = (value: number): number => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055)
  return `#${rgb
    .map((value) =>
      Math.round(gamma(value) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

/** Relative luminance of `#rrggbb` as WCAG defines it. */
function luminance(colour: string): number {
  const part = (from: number): number => {
    const value = Number.parseInt(colour.slice(from, from + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05)
}

/** Moves from a lightness in steps until the colour is readable against all of the others. */
function readable(lightness: number, step: number, chroma: number, hue: number, against: readonly string[]): string {
  let colour = hex(linear(lightness, chroma, hue))
  for (let l = lightness; l > 0 && l < 1; l += step) {
    colour = hex(linear(l, chroma, hue))
    if (against.every((other) => contrast(colour, other) >= enough)) return colour
  }
  return colour
}

/** The page backgrounds of tokens.css that accent text may stand on. */
export const grounds = { light: ['#ffffff', '#f5f6f7', '#ebedef'], dark: ['#1e2124', '#191b1e', '#26292d'] } as const

export function accentOf(hue: number, scheme: Scheme): Accent {
  const solid = readable(0.56, -0.01, 0.11, hue, ['#ffffff'])
  const solidHover = readable(0.5, -0.01, 0.11, hue, ['#ffffff'])
  const light = scheme === 'light'
  const soft = hex(light ? linear(0.94, 0.035, hue) : linear(0.32, 0.045, hue))
  const text = light
    ? readable(0.52, -0.01, 0.11, hue, [...grounds.light, soft])
    : readable(0.78, 0.01, 0.1, hue, [...grounds.dark, soft])
  return { solid, solidHover, soft, text }
}

/** The hue of the app where no community is open: moss. */
export const ownHue = 163

/** As many as the eye tells apart at this size. No reds and no murky yellows: the first mean danger, the second look ill. */
const hues = [60, 135, 163, 190, 218, 245, 270, 295, 320, 342]

/** A hue that always belongs to the same id. */
export function hueOf(id: string): number {
  let hash = 2166136261
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 16777619)
  return hues[(hash >>> 8) % hues.length] ?? ownHue
}
