/** `node build/icons/draw.ts`: writes every icon anew beside this file. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { appIcon, side, templateIcon, trayIcon, type Layer, type Shape } from './mark.ts'
import { icns, ico, png } from './pixels.ts'

const short = (value: number): string => String(Number(value.toFixed(2)))

function element(shape: Shape): string {
  if (shape.kind === 'card') {
    const size = side - 2 * shape.inset
    return `<rect x="${shape.inset}" y="${shape.inset}" width="${size}" height="${size}" rx="${shape.corner}"/>`
  }
  const circle = `<circle cx="${short(shape.x)}" cy="${short(shape.y)}" r="${short(shape.radius)}"`
  return shape.kind === 'disc'
    ? `${circle}/>`
    : `${circle} fill="none" stroke="#fff" stroke-width="${short(shape.width)}"/>`
}

function svg(layers: readonly Layer[]): string {
  const groups = layers.map(({ colour, opacity, shapes }) => {
    const seen = opacity === 1 ? '' : ` opacity="${opacity}"`
    return `  <g fill="rgb(${colour.join(' ')})"${seen}>${shapes.map(element).join('')}</g>\n`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}">\n${groups.join('')}</svg>\n`
}

function write(name: string, content: string | Buffer): void {
  writeFileSync(join(import.meta.dirname, name), content)
}

mkdirSync(join(import.meta.dirname, 'linux'), { recursive: true })
write('icon.svg', svg(appIcon))
write('icon.png', png(appIcon, 512))
write('icon.ico', ico(appIcon, [16, 24, 32, 48, 64, 128, 256]))
write('icon.icns', icns(appIcon))
for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) write(`linux/${size}x${size}.png`, png(appIcon, size))
for (const [suffix, scale] of [
  ['', 1],
  ['@2x', 2],
] as const) {
  write(`tray${suffix}.png`, png(trayIcon, 24 * scale))
  write(`trayTemplate${suffix}.png`, png(templateIcon, 18 * scale))
}
