import { describe, expect, test } from 'vitest'
import { markupText, parseMarkup, type Block, type Inline } from '../../../core/shared/markup.ts'

const words = (text: string): string => markupText(parseMarkup(text))

function links(blocks: readonly Block[]): string[] {
  const inLine = (line: readonly Inline[]): string[] =>
    line.flatMap((part) =>
      'children' in part ? [...(part.type === 'link' ? [part.href] : []), ...inLine(part.children)] : [],
    )
  return blocks.flatMap((block) => {
    if (block.type === 'paragraph' || block.type === 'heading') return inLine(block.children)
    if (block.type === 'quote') return links(block.children)
    if (block.type === 'list') return block.items.flatMap(links)
    return block.type === 'table' ? block.rows.flat().flatMap(inLine) : []
  })
}

describe('what people write', () => {
  test('becomes the blocks it means', () => {
    const kinds = parseMarkup(
      '# Title\n\ntext\n\n> quote\n\n- a\n- b\n\n3. c\n\n```js\nx\n```\n\n---\n\n|a|\n|-|\n|b|',
    ).map(({ type }) => type)
    expect(kinds).toEqual(['heading', 'paragraph', 'quote', 'list', 'list', 'code', 'rule', 'table'])
  })

  test('has no link that leads nowhere, and keeps its words', () => {
    for (const text of ['see [this]() and that', 'see [this](<>) and that', 'see [this](javascript:x) and that'])
      expect(links(parseMarkup(text))).toEqual([])
    expect(words('see [*this*]() and that')).toBe('see this and that')
  })

  test('keeps its line ends, as in a chat', () => {
    expect(parseMarkup('one\ntwo')).toEqual([
      {
        type: 'paragraph',
        children: [{ type: 'text', text: 'one' }, { type: 'break' }, { type: 'text', text: 'two' }],
      },
    ])
  })

  test('may be strong, leaning, struck, code and nested', () => {
    expect(parseMarkup('**a *b* ~~c~~** `d`')).toEqual([
      {
        type: 'paragraph',
        children: [
          {
            type: 'strong',
            children: [
              { type: 'text', text: 'a ' },
              { type: 'em', children: [{ type: 'text', text: 'b' }] },
              { type: 'text', text: ' ' },
              { type: 'strike', children: [{ type: 'text', text: 'c' }] },
            ],
          },
          { type: 'text', text: ' ' },
          { type: 'code', text: 'd' },
        ],
      },
    ])
  })

  test('begins a list where it says', () => {
    expect(parseMarkup('7. seven')).toMatchObject([{ type: 'list', start: 7 }])
  })

  test('is found by its words alone', () => {
    expect(words('**Bring** the [spade](https://example.org)\n- and *seeds*')).toBe('Bring the spade\nand seeds')
    expect(words('|a|b|\n|-|-|\n|c|d|')).toBe('a b\nc d')
  })
})

describe('links', () => {
  test('lead to the web, to mail, and to Folkmoot', () => {
    const text = 'https://example.org/a?b=c [m](mailto:ada@example.org) [j](folkmoot://join#x) <http://example.org>'
    expect(links(parseMarkup(text))).toEqual([
      'https://example.org/a?b=c',
      'mailto:ada@example.org',
      'folkmoot://join#x',
      'http://example.org',
    ])
  })

  test.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java\tscript:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](&#x6A;&#x61;vascript:alert(1))',
    '[x](%6Aavascript:alert(1))',
    '[x](vbscript:x)',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](data:image/svg+xml;base64,PHN2Zz4=)',
    '[x](file:///etc/passwd)',
    '[x](//evil.example)',
    '[x](/settings)',
    '[x](#/settings)',
    '[x](blob:null/x)',
    '<javascript:alert(1)>',
    '[x]( javascript:alert(1))',
    '[x][y]\n\n[y]: javascript:alert(1)',
    '[x](http:// evil)',
  ])('do not lead anywhere else: %s', (text) => {
    expect(links(parseMarkup(text))).toEqual([])
  })

  test('are never made of pictures, which would be fetched', () => {
    const blocks = parseMarkup('![track](https://evil.example/pixel.png)')
    expect(JSON.stringify(blocks)).not.toContain('image')
    expect(words('![track](https://evil.example/pixel.png)')).toContain('track')
  })
})

describe('HTML', () => {
  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'a <b>b</b> <!-- c -->',
    '<div>\n\n*x*\n\n</div>',
    '&lt;script&gt;',
  ])('is only text: %s', (text) => {
    const kinds = new Set(parseMarkup(text).map(({ type }) => type))
    expect([...kinds]).toEqual(['paragraph'])
    expect(words(text).replaceAll(/\s/g, '')).toContain(text.includes('&lt;') ? '<script>' : '<')
  })
})

describe('hostile texts', () => {
  const depth = (value: unknown): number =>
    typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0

  test.each([
    ['quotes in quotes', '>'.repeat(5000) + ' x'],
    ['lists in lists', Array.from({ length: 300 }, (_, n) => `${' '.repeat(n * 2)}- x`).join('\n')],
    ['stars', '*'.repeat(30_000) + 'x'],
    ['open brackets', '['.repeat(30_000)],
    ['half links', '[a](b'.repeat(6000)],
    ['emphasis pairs', '*a_ '.repeat(8000)],
    ['backticks of all lengths', Array.from({ length: 240 }, (_, n) => '`'.repeat(n)).join(' ')],
    ['bold words', '**a** '.repeat(5000)],
    ['table cells', `|${'a|'.repeat(5000)}\n|${'-|'.repeat(5000)}\n|${'b|'.repeat(5000)}`],
    ['lines', '\n'.repeat(32_000)],
    ['links', 'https://a.example '.repeat(1800)],
    ['angle brackets', '<'.repeat(32_000)],
    ['entities', '&amp'.repeat(8000)],
    ['lone surrogates', '\uD800'.repeat(8000)],
    ['a megabyte', 'word '.repeat(200_000)],
  ])('%s are read in time, shallow, and without losing a word', (_what, text) => {
    const started = performance.now()
    const blocks = parseMarkup(text)
    // Far above what it takes: only a blow-up would come near.
    expect(performance.now() - started).toBeLessThan(2000)
    expect(depth(blocks)).toBeLessThan(100)
    const letters = (from: string): number => [...from].filter((letter) => /\w/.test(letter)).length
    if (text.includes('x')) expect(markupText(blocks)).toContain('x')
    if (text.includes('word')) expect(letters(markupText(blocks))).toBe(letters(text))
  })
})
