/** Exports made to do harm, or cut short: refused with the place in the file, or read as the little they are. */
import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { LIMITS, parseMarkup } from '../../core/shared/index.ts'
import { discordChannel, discordExport, discordMessage, mailbox, slackExport } from '../support/imports/exports.ts'
import { gzipped, MemoryScratch, readAll, tarOf, zipOf } from '../support/imports/files.ts'

const refused = async (content: string | Uint8Array, name = 'x'): Promise<string> => {
  const scratch = new MemoryScratch()
  try {
    await readAll(name, content, scratch)
    return 'taken'
  } catch (error) {
    expect(scratch.open.size).toBe(0)
    return (error as { code?: string }).code ?? String(error)
  }
}

test.each([
  [
    'a way out of the zip',
    zipOf({ '../../etc/passwd': 'x', 'users.json': '[]', 'channels.json': '[]' }),
    'import/unsafe',
  ],
  ['an absolute path', zipOf({ '/etc/passwd': 'x', 'users.json': '[]' }), 'import/unsafe'],
  ['a drive', zipOf({ 'C:/x': 'x' }), 'import/unsafe'],
  ['a backslash', zipOf({ '..\\x': 'x' }), 'import/unsafe'],
  ['a link in a zip', zipOf({ 'users.json': '/etc/passwd' }, { mode: 0o120777 }), 'import/unsafe'],
  ['an encrypted zip', zipOf({ 'users.json': '[]' }, { flags: 1 }), 'import/cannot-unpack'],
  ['a link in a tar', gzipped(tarOf({ 'realm.json': '' }, '2')), 'import/unsafe'],
  ['a way out of the tar', gzipped(tarOf({ '../realm.json': '{}' })), 'import/unsafe'],
  ['half a zip', slackExport().subarray(0, 700), 'import/truncated'],
  ['half a gzip', gzipped(tarOf({ 'realm.json': 'x'.repeat(5000) })).subarray(0, 60), 'import/truncated'],
  ['half a Discord file', discordExport().slice(0, -40), 'import/truncated'],
  ['a Discord file with more behind it', `${discordExport()}]`, 'import/broken'],
  ['an element that is no JSON', discordChannel([]).replace('"messages": []', '"messages": [{a}]'), 'import/broken'],
  ['nothing', '', 'import/unknown'],
  ['noise', Uint8Array.from({ length: 5000 }, (_, n) => (n * 7919) % 251), 'import/unknown'],
  ['a page', '<html><body>Hello</body></html>', 'import/unknown'],
])('%s', async (_, content, code) => {
  expect(await refused(content)).toBe(code)
})

test('a zip that says less than it inflates to is not inflated further', async () => {
  const bomb = zipOf({ 'channels.json': `[${' '.repeat(1_000_000)}]` })
  const view = new DataView(bomb.buffer, bomb.byteOffset)
  for (let at = 0; at + 4 < bomb.length; at++)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 100, true)
  expect(await refused(bomb)).toBe('import/broken')
})

test('files of a zip that lie over each other, of a name with two spellings, or with other bytes than were packed', async () => {
  const files = { 'users.json': '[]', 'channels.json': '[]', 'general/2020-01-01.json': '[]' }
  const places = (zip: Uint8Array): number[] => {
    const view = new DataView(zip.buffer, zip.byteOffset)
    return [...zip.keys()].filter((at) => at + 4 < zip.length && view.getUint32(at, true) === 0x02014b50)
  }
  const [over, other, changed] = [zipOf(files), zipOf(files), zipOf(files)]
  const [, second = 0, third = 0] = places(over)
  new DataView(over.buffer, over.byteOffset).setUint32(second + 42, 0, true)
  expect(await refused(over)).toBe('import/unsafe')
  other[third + 46] = 'G'.charCodeAt(0)
  expect(await refused(other)).toBe('import/unsafe')
  for (const at of places(changed)) changed[at + 16] = (changed[at + 16] ?? 0) ^ 1
  expect(await refused(changed)).toBe('import/broken')
})

test('names that differ by case alone, and such as begin with ./, are read', async () => {
  const zip = zipOf({
    './General.json': discordExport(),
    './general.json': discordChannel([discordMessage(1, 'Hello')]),
  })
  expect(await refused(zip)).toBe('taken')
})

test('a record without an end is given up at its limit', async () => {
  const line = 'x'.repeat(LIMITS.importRecordBytes + 1000)
  expect(await refused(`date,text\n2020-01-01,"${line}`)).toBe('import/too-large')
  expect(await refused(discordChannel([]).replace('"messages": []', `"messages": ["${line}`))).toBe('import/too-large')
})

test('a directory that names 2^32 files', async () => {
  const zip = slackExport()
  const end = zip.length - 22
  new DataView(zip.buffer, zip.byteOffset).setUint16(end + 10, 0xffff, true)
  expect(await refused(zip)).toBe('import/broken')
})

test('HTML in mails is words: no script, no picture, no way to another scheme', async () => {
  const html = [
    '<div onclick="x()">Hello <img src=x onerror=alert(1)><script>steal()</script><style>p{}</style>',
    '<a href="javascript:alert(1)">one</a> <a href="https://example.org/a(b)">two</a> <a href="folkmoot:room">@room</a>',
    '<iframe src="https://evil.example"></iframe><b>bold</b> &lt;script&gt; <form><input value=secret></form></div>',
  ].join('\n')
  const head = [
    'From eve@example.org Thu Nov 16 08:00:00 2023',
    'From: eve@example.org',
    'Subject: hi',
    'Message-ID: <e@x>',
  ]
  const mail = [...head, 'Date: Thu, 16 Nov 2023 09:00:00 +0000', 'Content-Type: text/html', '', html]
  const { messages } = await readAll('m.mbox', mailbox([mail]))
  const text = messages.at(-1)?.text ?? ''
  expect(text).toContain('**bold**')
  expect(text).toContain('[two](https://example.org/a%28b%29)')
  for (const bad of ['steal', 'alert', 'onerror', 'secret', 'evil', 'javascript']) expect(text).not.toContain(bad)
  expect(JSON.stringify(parseMarkup(text))).not.toContain('"mention"')
})

test('no imported text mentions anybody who lives here', async () => {
  const texts = [
    '[@x](folkmoot:room)',
    '[a](folk&#109;oot:room)',
    '[a](folkmoot\\:role/owner)',
    '[a]( <folkmoot:room> )',
  ]
  const { messages } = await readAll('d.json', discordChannel(texts.map((text, n) => discordMessage(n + 1, text))))
  expect(messages).toHaveLength(4)
  for (const { text } of messages) expect(JSON.stringify(parseMarkup(text))).not.toContain('"mention"')
})

test('mails that answer themselves and each other in a circle, and twice the same', async () => {
  const mail = (id: string, to: string): string[] => [
    ...['From e@x Thu Nov 16 08:00:00 2023', 'From: e@x', `Subject: Re: circle`, `Message-ID: <${id}>`],
    ...[
      `In-Reply-To: <${to}>`,
      `References: <${to}> <${id}>`,
      'Date: Thu, 16 Nov 2023 08:00:00 +0000',
      '',
      `I am ${id}`,
    ],
  ]
  const boxes = [mail('a', 'b'), mail('b', 'a'), mail('c', 'c'), mail('a', 'b')].map(
    (lines) => `${lines.join('\n')}\n\n`,
  )
  const { messages, nots } = await readAll('c.mbox', boxes.join(''))
  expect(messages.map(({ root }) => root === undefined)).toEqual([true, false, false])
  expect(nots).toMatchObject({ duplicate: 1 })
})

test('absurd times, ids, names and reactions are left out or cut', async () => {
  const long = 'n'.repeat(10_000)
  const { messages, nots } = await readAll(
    'd.json',
    discordChannel([
      discordMessage(1, 'never', { timestamp: 'soon' }),
      discordMessage(2, 'before', { timestamp: '0001-01-01T00:00:00Z' }),
      discordMessage(3, 'x'.repeat(100_000), {
        id: long,
        author: { id: '1', name: `\u202E${long}`, nickname: null },
        reactions: Array.from({ length: 500 }, (_, n) => ({
          emoji: { id: '1', name: `e${n}` },
          count: 1e300,
          users: [],
        })),
      }),
      discordMessage(4, { toString: 'x' } as unknown as string),
      'not a message' as unknown as object,
    ]),
  )
  expect(messages).toHaveLength(1)
  const [only] = messages
  expect(only?.author).toBe('n'.repeat(64))
  expect(only?.id.length).toBeLessThanOrEqual(LIMITS.importIdChars)
  expect(Buffer.byteLength(only?.text ?? '')).toBeLessThanOrEqual(LIMITS.messageBytes)
  expect(only?.reactions).toHaveLength(LIMITS.importReactions)
  expect(nots).toMatchObject({ 'no-time': 3, 'cut-text': 1, 'no-text': 1 })
})

test('wrong encodings are told, and lose nothing else', async () => {
  const bytes = Buffer.concat([
    Buffer.from('date,author,text\n2020-01-01,'),
    Buffer.from([0x4a, 0xfc]),
    Buffer.from(',hello\n'),
  ])
  const { messages, nots } = await readAll('t.csv', bytes)
  expect(messages).toMatchObject([{ text: 'hello', author: 'J\uFFFD' }])
  expect(nots).toEqual({ encoding: 1 })
})

test('what inflates to far more than it is, is read without being held', async () => {
  // Two hundred thousand users who say nothing.
  const users = Array.from({ length: LIMITS.importUsers + 10 }, (_, n) => `{"id":"U${n}","name":"u${n}"}`)
  const zip = zipOf({ 'users.json': `[${users.join(',')}]`, 'channels.json': '[]' })
  expect(zip.length).toBeLessThan(deflateRawSync(Buffer.from(users.join(','))).length + 10_000)
  const { users: read } = await readAll('u.zip', zip)
  expect(read).toHaveLength(LIMITS.importUsers)
})
