/** A room in which pictures, sound and files were attached, as an archive shows it; and the files themselves. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { mediaPath } from '../../core/archive/media/names.ts'
import type { ReadFile, Reading } from '../../core/archive/reading/about.ts'
import { attachmentKind } from '../../core/shared/index.ts'
import { adasFace, bramsFace } from './faces.ts'
import { HOSTILE } from './garden-reading.ts'
import { Sayer, sketchMember, sketchReading, sketchSpace, START } from './sketch-reading.ts'

/** A second of silence: 8,000 samples of 8 bits. */
function silence(): Uint8Array {
  const head = Buffer.from('RIFF....WAVEfmt \x10...\x01.\x01.........\x01.\x08.data....', 'latin1')
  for (const [at, value] of [
    [4, 8036],
    [16, 16],
    [24, 8000],
    [28, 8000],
    [40, 8000],
  ] as const)
    head.writeUInt32LE(value, at)
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 1],
    [34, 8],
  ] as const)
    head.writeUInt16LE(value, at)
  return Buffer.concat([head, Buffer.alloc(8000, 128)])
}

const evil =
  '<!DOCTYPE html><script>window.hurt = 1; fetch("https://evil.example")</script><img src="https://evil.example/x.png">'

const CONTENTS: Readonly<Record<string, Uint8Array>> = {
  ada: Buffer.from(adasFace, 'base64url'),
  bram: Buffer.from(bramsFace, 'base64url'),
  silence: silence(),
  evil: Buffer.from(evil),
  drawing: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>window.hurt = 1</script></svg>`),
}

let count = 0
const byPath = new Map<string, Uint8Array>()

/** @param content what it has, if it is in the archive */
function attached(name: string, type: string, content?: string, more: Partial<ReadFile> = {}): ReadFile {
  count += 1
  const there = CONTENTS[content ?? '']
  const path = there && mediaPath('general', count.toString(16).padStart(16, '0'), START, { name, type })
  if (path !== undefined && there) byPath.set(path, there)
  return {
    ...{ name, type, kind: attachmentKind(type), size: 4_321_000, width: undefined, height: undefined, alt: '', path },
    ...more,
  }
}

const face = { width: 128, height: 128 }
const said: readonly (readonly [text: string, files: readonly ReadFile[]])[] = [
  ['The beans, at last!', [attached('beans.webp', 'image/webp', 'ada', { ...face, alt: 'Beans in a basket' })]],
  [
    '',
    [
      attached('one.webp', 'image/webp', 'ada', face),
      attached('two.webp', 'image/webp', 'bram', { width: 4000, height: 1000 }),
      attached('three.webp', 'image/webp', 'bram', face),
    ],
  ],
  ['Listen:', [attached('the robin in the apple tree.wav', 'audio/wav', 'silence')]],
  ['And a film.', [attached('harvest.mp4', 'video/mp4', 'silence', { width: 1920, height: 1080 })]],
  [
    'Plans, and a page.',
    [
      attached('Pläne für das nächste Jahr, mit allen Beeten und wem sie gehören.pdf', 'application/pdf', 'evil'),
      attached('page.html', 'text/html', 'evil'),
      attached('drawing.svg', 'image/svg+xml', 'drawing'),
      attached('ورقة.docx', '', 'evil'),
    ],
  ],
  ['Gone with my old phone.', [attached('lost.jpg', 'image/jpeg'), attached('lost.zip', 'application/zip')]],
  ...HOSTILE.map((name): (typeof said)[number] => [
    '',
    [
      attached(name, 'image/png', 'evil', { alt: name }),
      attached(`${name}.html`, name, 'evil'),
      attached(name, 'audio/ogg', 'evil'),
    ],
  ]),
]

export function picturedReading(withMedia = true): Reading {
  const sayer = new Sayer('general')
  for (const [at, [text, files]] of said.entries()) {
    const shown = files.map((file) => (withMedia ? file : { ...file, path: undefined }))
    sayer.say(at % 2 === 0 ? 'Ada' : 'Bram', text, { files: shown, pinned: at === 1 })
  }
  const reading = sketchReading({
    members: [sketchMember('Ada'), sketchMember('Bram')],
    spaces: [{ space: sketchSpace('general', { topic: 'What grows' }), messages: sayer.messages }],
  })
  return { ...reading, withMedia }
}

/** All files that were attached, by their paths. */
export function picturedFiles(): ReadonlyMap<string, Uint8Array> {
  return byPath
}

export function writePictured(folder: string): void {
  for (const [path, bytes] of picturedFiles()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), bytes)
  }
}
