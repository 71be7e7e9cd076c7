import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanLine, cleanOptionalLine, cleanOptionalText, cleanText, textErrors } from '../../../core/shared/index.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        'a',
        'e\u0301',
        ' ',
        '\n',
        '\t',
        '\u200B',
        '\u200D',
        '\u202E',
        '\uFE0F',
        '\uFEFF',
        '\u3164',
        '\uD800',
        '👩‍🌾',
        '\u0301',
      ),
      { maxLength: 20 },
    )
    .map((all) => all.join('')),
)

describe('text people type', () => {
  it('is cleaned once and for all', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = cleanOptionalLine(text, 1000)
        const lines = cleanOptionalText(text, { chars: 1000 })
        expect(cleanOptionalLine(line, 1000)).toBe(line)
        expect(cleanOptionalText(lines, { chars: 1000 })).toBe(lines)
        expect(line).toBe(line.normalize('NFC'))
        expect(line.isWellFormed() && lines.isWellFormed()).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('is on one line, composed and without marks that turn or hide it', () => {
    expect(cleanLine('  Ada\n\tof \u202Ethe\u200B mill ', 64)).toBe('Ada of the mill')
    expect(cleanLine('e\u200B\u0301', 64)).toBe('\u00E9')
    expect(cleanLine('👩‍🌾 ✌️', 64)).toBe('👩‍🌾 ✌️')
  })

  it.each([
    '',
    '   ',
    '\u200B',
    '\u3164',
    '\u115F\u1160',
    '\uFFA0',
    '\u2800',
    '\u200D\uFE0F',
    '\u034F',
    '\uFEFF',
    '\u{E0001}',
  ])('is refused when nothing of it can be seen: %j', (text) => {
    expect(() => cleanLine(text, 64)).toThrow(expect.objectContaining({ code: 'text/empty' }))
    expect(() => cleanText(text, { chars: 64 })).toThrow(expect.objectContaining({ code: 'text/empty' }))
    expect(cleanOptionalLine(text, 64)).toBe('')
  })

  it('keeps the lines of a text, but not blank ones around it', () => {
    expect(cleanText('\r\n \r\n  one\r\n\r\ntwo \u0007\n\n', { chars: 100 })).toBe('  one\n\ntwo')
  })

  it('is counted in what people see or in bytes, and told apart from what is too long', () => {
    expect(cleanLine('🦊'.repeat(64), 64)).toHaveLength(128)
    expect(() => cleanLine('🦊'.repeat(65), 64)).toThrow(
      expect.objectContaining({ code: 'text/too-long', details: { have: 65, most: 64, unit: 'characters' } }),
    )
    expect(() => cleanText('äää', { bytes: 5 })).toThrow(expect.objectContaining({ code: 'text/too-long' }))
    expect(textErrors.is(new Error('x'), 'empty')).toBe(false)
  })

  it('takes time in proportion to its length, whatever white space it holds', () => {
    const gap = ' '.repeat(1_000_000)
    expect(cleanOptionalText(`a${gap}b`, { chars: 2_000_000 })).toHaveLength(1_000_002)
    expect(cleanOptionalText(`${gap}b${gap}`, { chars: 2_000_000 })).toHaveLength(1_000_001)
    expect(cleanOptionalText('\n \t'.repeat(300_000), { chars: 2_000_000 })).toBe('')
    expect(cleanOptionalLine(`a${gap}b`, 10)).toBe('a b')
  })
})
