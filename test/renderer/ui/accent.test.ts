import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { accentOf, contrast, grounds, hueOf } from '../../../renderer/ui/accent.ts'

const hues = Array.from({ length: 72 }, (_, index) => index * 5)

describe('accents', () => {
  test.each(['light', 'dark'] as const)('are readable in %s, whatever the hue', (scheme) => {
    for (const hue of hues) {
      const { solid, solidHover, soft, text } = accentOf(hue, scheme)
      expect(contrast('#ffffff', solid), `white on solid ${hue}`).toBeGreaterThanOrEqual(4.5)
      expect(contrast('#ffffff', solidHover), `white on hover ${hue}`).toBeGreaterThanOrEqual(4.5)
      for (const ground of [...grounds[scheme], soft]) {
        expect(contrast(text, ground), `text ${hue} on ${ground}`).toBeGreaterThanOrEqual(4.5)
      }
    }
  })

  test.each([
    ['light', '#1c2024'],
    ['dark', '#e4e7ea'],
  ] as const)('let ordinary text stand on the soft one in %s', (scheme, text) => {
    for (const hue of hues) expect(contrast(text, accentOf(hue, scheme).soft)).toBeGreaterThanOrEqual(4.5)
  })

  test('are measured against the grounds that tokens.css has', () => {
    const tokens = readFileSync(new URL('../../../renderer/ui/tokens.css', import.meta.url), 'utf8')
    for (const ground of [...grounds.light, ...grounds.dark]) expect(tokens).toContain(ground)
  })

  test('belong to their id', () => {
    expect(hueOf('garden')).toBe(hueOf('garden'))
    expect(new Set(Array.from({ length: 200 }, (_, index) => hueOf(`id ${index}`))).size).toBe(10)
  })
})

test('contrast is the one of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})
