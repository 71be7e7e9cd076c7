/** The committed icons are the drawing, and every program that reads them finds the sizes it looks for. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { appIcon, side, templateIcon, trayIcon } from '../../build/icons/mark.ts'
import { draw, icns, ico, png } from '../../build/icons/pixels.ts'

const icon = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../../build/icons/${name}`, import.meta.url)))

/** Width and the pixels of one of our own PNGs: one IDAT, no filter. */
function decoded(file: Buffer): { width: number; pixels: Buffer } {
  const width = file.readUInt32BE(16)
  const at = file.indexOf('IDAT')
  const rows = inflateSync(file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4)))
  const lines = Array.from({ length: width }, (_, row) =>
    rows.subarray(row * (width * 4 + 1) + 1, (row + 1) * (width * 4 + 1)),
  )
  return { width, pixels: Buffer.concat(lines) }
}

it.each([
  ['icon.png', appIcon, 512],
  ['linux/16x16.png', appIcon, 16],
  ['linux/256x256.png', appIcon, 256],
  ['tray.png', trayIcon, 24],
  ['tray@2x.png', trayIcon, 48],
  ['trayTemplate.png', templateIcon, 18],
] as const)('%s is the drawing', (name, layers, size) => {
  const { width, pixels } = decoded(icon(name))
  expect(width).toBe(size)
  expect(pixels.equals(draw(layers, size))).toBe(true)
})

it('is clear at the corner, green on the card and white in the middle', () => {
  const pixels = draw(appIcon, side)
  const at = (x: number, y: number): number[] => [...pixels.subarray((y * side + x) * 4, (y * side + x) * 4 + 4)]
  expect(at(0, 0)[3]).toBe(0)
  expect(at(32, 5)).toEqual([18, 112, 79, 255])
  expect(at(32, 32)).toEqual([255, 255, 255, 255])
})

it('Windows and macOS find their containers whole', () => {
  const windows = icon('icon.ico')
  expect(windows.readUInt16LE(4)).toBe(7)
  const [size, offset] = [windows.readUInt32LE(6 + 6 * 16 + 8), windows.readUInt32LE(6 + 6 * 16 + 12)]
  expect(offset + size).toBe(windows.length)
  expect(decoded(windows.subarray(offset)).width).toBe(256)
  expect(decoded(ico(appIcon, [16]).subarray(22)).pixels.equals(decoded(png(appIcon, 16)).pixels)).toBe(true)
  const apple = icon('icon.icns')
  expect(apple.readUInt32BE(4)).toBe(apple.length)
  expect(icns(appIcon).subarray(0, 12).toString('latin1')).toMatch(/^icns.{4}icp4$/s)
})
