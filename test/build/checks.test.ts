import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accepts } from '../../build/licences.ts'
import { workersBesideBundle } from '../../build/plugins.ts'
import { faults } from '../../build/tidy.ts'

describe('licences', () => {
  const allowed = ['MIT', 'ISC']

  it('takes one allowed choice of several, and wants all parts of a whole', () => {
    expect(accepts(allowed, 'MIT')).toBe(true)
    expect(accepts(allowed, '(GPL-3.0 OR ISC)')).toBe(true)
    expect(accepts(allowed, 'MIT AND ISC')).toBe(true)
    expect(accepts(allowed, '(MIT AND GPL-3.0)')).toBe(false)
    expect(accepts(allowed, 'UNKNOWN')).toBe(false)
  })
})

describe('tidy', () => {
  it('says the file, the line and the rule', () => {
    expect(faults('core/blobs/store.ts', "const a = 1\nthrow new Error('no')\n")).toEqual([
      'core/blobs/store.ts:2 throws an untyped error: take a code of the room',
    ])
  })

  const wrong: readonly (readonly [string, string, string])[] = [
    ['docs/notes.md', 'see https://registry.example.org/x', 'registry'],
    ['docs/notes.md', `it lies in ${join(homedir(), 'notes')} and /home/ada/notes`, 'one machine'],
    ['package-lock.json', '"resolved": "https://example.org/x.tgz"', 'downloaded'],
    ['core/sync/dial.ts', '// @ts-expect-error', 'suppresses'],
    ['core/sync/dial.ts', '// TODO later', 'loose end'],
    ['renderer/chat/row.tsx', '\n'.repeat(401), 'longer than 400'],
  ]

  for (const [file, text, says] of wrong) {
    it(`finds in ${file}: ${says}`, () => {
      expect(faults(file, text).join('\n')).toContain(says)
    })
  }

  it('lets a table of data be long, and an ordinary file be', () => {
    expect(faults('core/shared/emoji.data.ts', '\n'.repeat(900))).toEqual([])
    expect(faults('core/shared/limits.ts', '\n'.repeat(900))).toEqual([])
    expect(faults('core/sync/limits.ts', '\n'.repeat(900))).toHaveLength(1)
    expect(faults('core/shared/ids.ts', 'export const one = 1\n')).toEqual([])
  })
})

describe('bundles', () => {
  it('point a worker at the bundle beside them', () => {
    const { transform } = workersBesideBundle()
    const handler =
      typeof transform === 'object' ? (transform.handler as (code: string) => { code: string }) : undefined
    const made = handler?.("new Worker(new URL('../view/index.worker.ts', import.meta.url))")
    expect(made?.code).toBe("new Worker(new URL('./index.worker.js', import.meta.url))")
  })
})
