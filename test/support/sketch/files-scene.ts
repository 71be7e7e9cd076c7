/** Messages with files of every kind, in every state. */
import type { FileView } from '../../../core/contract/index.ts'
import { attachmentKind } from '../../../core/shared/index.ts'
import { hummedWav, paintedPng } from '../painted.ts'
import type { SketchFile } from './files.ts'

export const longName =
  'Minutes of the yearly meeting of everybody who has a key to the tool shed, second draft with remarks.pdf'

function picture(name: string, width: number, height: number, more: Partial<FileView> = {}): SketchFile {
  // Drawn smaller than it says, so that making it takes no time.
  const bytes = paintedPng(Math.ceil(width / 4), Math.ceil(height / 4), [...name].length * 11)
  return fileOf(name, 'image/png', bytes, { width, height, ...more })
}

function fileOf(name: string, type: string, bytes: Uint8Array, more: Partial<FileView> = {}): SketchFile {
  const view = { name, type, kind: attachmentKind(type), size: bytes.length, alt: '', state: 'here', ...more } as const
  return { view, bytes }
}

const words = Buffer.from('The key hangs behind the clock.\n')
const half = { coming: { held: 1_400_000, asked: 2 } }
const waits = { coming: { held: 0, asked: 0 } }

export const shownFiles: readonly { readonly text: string; readonly files: readonly SketchFile[] }[] = [
  { text: 'The pond this morning', files: [picture('pond.png', 1200, 800, { alt: 'The pond, with the first ice' })] },
  {
    text: '',
    files: ['one', 'two', 'three', 'four', 'five', 'the sixth'].map((name, index) =>
      picture(`${name}.png`, 800, 400 + index * 100),
    ),
  },
  {
    text: 'Three on their way',
    files: [
      picture('gate.png', 900, 600, { state: 'away' }),
      { ...picture('fence.png', 900, 600, { state: 'coming', size: 3_100_000 }), ...half },
      { ...picture('shed.png', 900, 600, { state: 'coming' }), ...waits },
    ],
  },
  { text: '', files: [picture('not-what-it-says.png', 900, 600, { state: 'wrong' })] },
  { text: '', files: [picture('panorama.png', 6000, 1500, { state: 'away', size: 24_000_000 })] },
  { text: '', files: [fileOf('drawing.png', 'image/png', words, { width: 600, height: 400 })] },
  {
    text: 'And the papers',
    files: [
      fileOf(longName, 'application/pdf', words, { state: 'away', size: 4_200_000 }),
      fileOf('key.txt', 'text/plain', words),
      fileOf('hum.wav', 'audio/wav', hummedWav()),
      fileOf('tour.mp4', 'video/mp4', words, { size: 300_000_000 }),
      fileOf('plan.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
      { ...fileOf('seeds.csv', 'text/csv', words, { state: 'coming', size: 2_000_000 }), ...half },
    ],
  },
]
