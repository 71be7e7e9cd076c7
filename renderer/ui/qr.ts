/** QR codes of links: as squares for the screen, and as a picture to send. */
import { encode } from 'uqr'

/** Bytes a code of the largest version carries at the lowest correction. */
const mostBytes = 2900
const pixel = 8
/** The one version at this correction that our own reader gets wrong (its table of blocks has an error there). */
const misread = 23

/** Rows of dark and light squares, with the quiet zone scanners need; nothing for a link that fits into no code. */
export function qrOf(link: string): readonly (readonly boolean[])[] | undefined {
  if (new TextEncoder().encode(link).length > mostBytes) return undefined
  const code = encode(link, { ecc: 'L', border: 4 })
  return code.version === misread ? encode(link, { ecc: 'L', border: 4, minVersion: misread + 1 }).data : code.data
}

/** The code as a picture for the screen, sharp at every size. */
export function pictureOf(code: readonly (readonly boolean[])[]): string {
  const dark = code.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])))
  const box = `viewBox="0 0 ${code.length} ${code.length}" shape-rendering="crispEdges"`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${box}><path fill="#fff" d="M0 0h${code.length}v${code.length}H0z"/><path d="${dark.join('')}"/></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

export function drawQr(code: readonly (readonly boolean[])[]): Promise<Blob> {
  const canvas = new OffscreenCanvas(code.length * pixel, code.length * pixel)
  const context = canvas.getContext('2d')
  if (!context) return Promise.resolve(new Blob())
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#000'
  code.forEach((row, y) => row.forEach((dark, x) => dark && context.fillRect(x * pixel, y * pixel, pixel, pixel)))
  return canvas.convertToBlob({ type: 'image/png' })
}
