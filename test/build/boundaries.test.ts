import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { findTunnels } from '../../build/boundaries.ts'

const made: string[] = []

/** A small house in which every door is right. */
const sound: Readonly<Record<string, string>> = {
  'core/shared/index.ts': 'export const one = 1\n',
  'core/storage/index.ts': "export { open } from './file.ts'\n",
  'core/storage/file.ts': "import { readFileSync } from 'node:fs'\nexport const open = readFileSync\n",
  'core/identity/index.ts': "import { open } from '../storage/index.ts'\nexport const keys = open\n",
  'renderer/ui/index.ts': 'export const button = 1\n',
  'renderer/chat/index.ts': "import { button } from '../ui/index.ts'\nexport const chat = button\n",
  'test/core/keys.test.ts': "import { keys } from '../../core/identity/index.ts'\nexport const found = keys\n",
}

/** Writes the sound house with these files changed, and says what the check finds in it. */
async function tunnels(changes: Readonly<Record<string, string>>): Promise<string[]> {
  const base = mkdtempSync(join(tmpdir(), 'folkmoot-rooms-'))
  made.push(base)
  for (const [file, text] of Object.entries({ ...sound, ...changes })) {
    mkdirSync(join(base, dirname(file)), { recursive: true })
    writeFileSync(join(base, file), text)
  }
  return (await findTunnels(base)).lines
}

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('rooms and doors', () => {
  it('a house with every door right passes', async () => {
    expect(await tunnels({})).toEqual([])
  })

  const wrong: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    [
      'past the door of a room',
      { 'core/identity/index.ts': "export { open } from '../storage/file.ts'\n" },
      'doors of core/identity: core/identity/index.ts -> core/storage/file.ts',
    ],
    [
      'a type alone, up the stairs',
      { 'core/storage/file.ts': "export type { keys } from '../identity/index.ts'\nexport const open = 1\n" },
      'doors of core/storage: core/storage/file.ts -> core/identity/index.ts',
    ],
    [
      'a feature into another',
      { 'renderer/wiki/index.ts': "export { chat } from '../chat/index.ts'\n" },
      'doors of renderer/wiki: renderer/wiki/index.ts -> renderer/chat/index.ts',
    ],
    [
      'the renderer into the core',
      { 'renderer/ui/index.ts': "export { keys as button } from '../../core/identity/index.ts'\n" },
      'doors of renderer/ui: renderer/ui/index.ts -> core/identity/index.ts',
    ],
    [
      'a builtin of Node where there is none',
      { 'core/shared/index.ts': "export { sep as one } from 'node:path'\n" },
      'core/shared has no Node: core/shared/index.ts -> path',
    ],
    [
      'the source into its tests',
      { 'core/shared/index.ts': "export { found as one } from '../../test/core/keys.test.ts'\n" },
      'nothing imports test: core/shared/index.ts -> test/core/keys.test.ts',
    ],
    [
      'in a circle',
      { 'core/storage/file.ts': "import { open as other } from './index.ts'\nexport const open: unknown = other\n" },
      'no cycles: core/storage/file.ts -> core/storage/index.ts',
    ],
    ['nowhere', { 'core/shared/index.ts': "export { one } from './gone.ts'\n" }, 'everything resolves'],
    [
      'from a room nobody knows',
      { 'core/attic/index.ts': 'export const dust = 1\n' },
      'core/attic is not in the table',
    ],
  ]

  for (const [way, changes, says] of wrong) {
    it(`finds an import ${way}`, async () => {
      expect((await tunnels(changes)).join('\n')).toContain(says)
    })
  }
})
