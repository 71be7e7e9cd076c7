/** A folder that looks like Electron for Linux to the packager: the fuse wire is real, the program is not. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What @electron/fuses looks for in Electron's binary. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** Version 1, and the nine fuses as Electron is delivered. */
const delivered = '101100011'

export function standInDist(folder: string, version: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  const wire = Buffer.concat([Buffer.from(sentinel), Buffer.of(1, delivered.length), Buffer.from(delivered)])
  const program = Buffer.from('#!/bin/sh\necho "a stand-in for Electron" >&2\nexit 1\n')
  writeFileSync(join(folder, 'electron'), Buffer.concat([program, Buffer.alloc(64), wire, Buffer.alloc(64)]))
  chmodSync(join(folder, 'electron'), 0o755)
  for (const name of [
    'LICENSE',
    'LICENSES.chromium.html',
    'resources.pak',
    'icudtl.dat',
    'locales/en-US.pak',
    'locales/th.pak',
  ]) {
    writeFileSync(join(folder, name), name)
  }
  writeFileSync(join(folder, 'version'), version)
}
