/** The files an entry names: read as they were written, or not at all. */
import { describe, expect, it } from 'vitest'
import {
  type AttachedFile,
  cleanFileName,
  encodeEntry,
  type Entry,
  messageEntry,
  readEntry,
  readFiles,
  readMessage,
} from '../../../core/documents/index.ts'
import { base64url, type BlobId, type CborValue, LIMITS } from '../../../core/shared/index.ts'

const root = base64url(new Uint8Array(32).fill(7)) as BlobId
const key = new Uint8Array(32).fill(9)
const file = (more: Partial<AttachedFile> = {}): AttachedFile => ({
  ...{ name: 'harvest.png', type: 'image/png', size: 1234, ref: { root, key, size: 1234 }, alt: '' },
  ...more,
})

/** As it comes from the network. */
function received(entry: Entry): Entry {
  const read = readEntry(encodeEntry(entry))
  if (!read) throw new TypeError('no entry')
  return read
}

/** A message whose one file has this in place of what it should have. */
function withField(name: string, value: CborValue | undefined): Entry {
  const entry = messageEntry(1, '', {}, [file({ width: 4, height: 3, alt: 'Beets' })])
  const [fields] = entry.fields.get('files') as readonly ReadonlyMap<string, CborValue>[]
  const changed = new Map(fields)
  if (value === undefined) changed.delete(name)
  else changed.set(name, value)
  return { ...entry, fields: new Map([...entry.fields, ['files', [changed]]]) }
}

describe('files of a message', () => {
  it('are read as they were written, and take the place of words', () => {
    const files = [file({ width: 640, height: 480, alt: 'Beets in a crate' }), file({ name: 'plan.pdf', type: '' })]
    const entry = received(messageEntry(5, '', {}, files))
    expect(readFiles(entry)).toEqual(files)
    expect(readMessage(entry)).toBe('')
    expect(readMessage(received(messageEntry(5, '')))).toBeUndefined()
  })

  it('fit in ten to a message, with all that can be said of them', () => {
    const most = file({ name: `${'n'.repeat(196)}.png`, alt: 'a'.repeat(1000), width: 65_535, height: 65_535 })
    const entry = received(
      messageEntry(
        5,
        '',
        {},
        Array.from({ length: LIMITS.attachmentsPerMessage }, () => most),
      ),
    )
    expect(readFiles(entry)).toHaveLength(10)
    const more = messageEntry(
      5,
      'text',
      {},
      Array.from({ length: 11 }, () => file()),
    )
    expect(readFiles(received(more))).toEqual([])
    expect(readMessage(received(more))).toBe('text')
  })

  it.each<[string, CborValue | undefined]>([
    ['root', undefined],
    ['root', 'A'.repeat(42)],
    ['root', `${base64url(key).slice(0, 42)}B`],
    ['root', base64url(new Uint8Array(33))],
    ['key', undefined],
    ['key', base64url(new Uint8Array(31))],
    ['key', 7],
    ['size', undefined],
    ['size', -1],
    ['size', LIMITS.attachmentBytes + 1],
    ['size', '12'],
    ['name', undefined],
    ['name', 'n'.repeat(201)],
    ['type', undefined],
    ['type', `text/${'x'.repeat(100)}`],
    ['alt', 'a'.repeat(1001)],
    ['alt', 5],
    ['width', undefined],
    ['height', 0],
    ['height', 65_536],
    ['width', '4'],
  ])('are none at all when one of them has %s: %j', (name, value) => {
    const entry = received(withField(name, value))
    expect(readFiles(entry)).toEqual([])
    expect(readMessage(entry)).toBeUndefined()
  })

  it('are none where the field is no list of maps, or the entry no message', () => {
    const entry = messageEntry(1, 'hello')
    for (const value of ['x', 5, ['x'], [[]], new Map<string, CborValue>([['name', 'x']])] as CborValue[])
      expect(readFiles(received({ ...entry, fields: new Map([...entry.fields, ['files', value]]) }))).toEqual([])
    expect(readFiles({ ...messageEntry(1, 'x', {}, [file()]), kind: 'edit' })).toEqual([])
  })
})

describe('what a file is called', () => {
  it.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\Users\\x.exe', 'C__Users_x.exe'],
    ['.bashrc', 'bashrc'],
    ['..', 'file'],
    ['', 'file'],
    ['photo\u202Egnp.exe', 'photognp.exe'],
    ['a\nb\u0000\tc.txt', 'a b c.txt'],
    ['Hélène’s جدول.pdf', 'Hélène’s جدول.pdf'],
  ])('%j is shown as %j', (name, shown) => {
    expect(cleanFileName(name)).toBe(shown)
    expect(readFiles(received(messageEntry(1, '', {}, [file({ name })])))).toMatchObject([{ name: shown }])
  })

  it('keeps its ending when it is cut', () => {
    expect(cleanFileName(`${'long '.repeat(100)}.jpeg`)).toMatch(/^long .*\.jpeg$/)
    expect([...cleanFileName('🎃'.repeat(500))]).toHaveLength(200)
  })
})
