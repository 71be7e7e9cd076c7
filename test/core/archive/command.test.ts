/** What somebody does who has nothing but an archive: the command, and tools that everybody has. */
import { execFile, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bytesAccess, openZip, readableOf, sealArchive } from '../../../core/archive/index.ts'
import { joinBytes } from '../../../core/shared/index.ts'
import { archived, heldBy, never, respelled } from '../../support/archived.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { seededRandom } from '../../support/surroundings.ts'

let small: SmallCommunity
let bytes: Uint8Array
let file: string

beforeAll(async () => {
  small = smallCommunity('command')
  for (let at = 0; at < 5; at++) small.say('ada', `words, number ${at}`)
  bytes = await archived([heldBy(small, small.person('ada'))], small.person('ada'), undefined, readableOf)
  file = join(small.folder, 'a.folkmoot.zip')
  writeFileSync(file, bytes)
})
afterAll(() => small[Symbol.dispose]())

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly errors: string
}

/** @param passphrase handed in through a pipe, never as an argument */
function verify(args: readonly string[], passphrase?: string): Promise<Ended> {
  const child = spawn(process.execPath, ['core/node/verify.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] })
  const [out, errors]: [Buffer[], Buffer[]] = [[], []]
  child.stdout?.on('data', (piece: Buffer) => out.push(piece))
  child.stderr?.on('data', (piece: Buffer) => errors.push(piece))
  const pipe = child.stdio[3]
  if (pipe && 'end' in pipe) pipe.end(passphrase === undefined ? undefined : `${passphrase}\n`)
  return new Promise((resolve) => {
    child.on('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString(), errors: Buffer.concat(errors).toString() }),
    )
  })
}

// Each starts a process or a few.
describe('the command', { timeout: 60_000 }, () => {
  it('says that a sound archive is sound, and ends with 0', async () => {
    const { code, out } = await verify([file])
    expect(out).toMatch(/Sound\.\n$/)
    expect(code).toBe(0)
  })

  it('names a changed comma, and ends with 1', async () => {
    const spoilt = join(small.folder, 'spoilt.zip')
    const change = await respelled(bytes, (files) => {
      for (const [path, each] of files)
        if (path.endsWith('.csv'))
          files.set(path, Buffer.from(Buffer.from(each).toString().replace('words, number 3', 'words number 3')))
    })
    writeFileSync(spoilt, change)
    const { code, out } = await verify([spoilt])
    expect(code).toBe(1)
    expect(out).toMatch(/\.csv does not say what was signed \(line \d+\).*words, number 3/)
    expect(out).toMatch(/Not sound\.\n$/)
  })

  it('tells how many pictures and files are in it, and names one that was changed', async () => {
    const golden = join(import.meta.dirname, '../../fixtures/v1/archive-media.folkmoot.zip')
    const sound = await verify([golden])
    expect(sound.out).toContain('2 of 3 pictures and files that were attached are in it')
    expect(sound.code).toBe(0)
    const spoilt = join(small.folder, 'picture.zip')
    const change = await respelled(readFileSync(golden), (files) => {
      for (const path of files.keys()) if (path.endsWith('beans.png')) files.set(path, Buffer.alloc(70_000))
    })
    writeFileSync(spoilt, change)
    const { code, out } = await verify([spoilt])
    expect(code).toBe(1)
    expect(out).toMatch(
      /The file media\/.*beans\.png, which .* attached in general at .* as “beans\.png”, was changed\./,
    )
  })

  it('opens one under a passphrase that is handed in beside the command line', async () => {
    const pieces: Uint8Array[] = []
    const whole = (async function* () {
      yield await Promise.resolve({ bytes })
    })()
    for await (const piece of sealArchive(whole, 'seven hedgehogs', seededRandom('seal'))) pieces.push(piece.bytes)
    const sealed = join(small.folder, 'a.sealed')
    writeFileSync(sealed, joinBytes(...pieces))
    expect(await verify([sealed, '--passphrase-fd', '3'], 'seven hedgehogs')).toMatchObject({ code: 0 })
    const wrong = await verify(['--passphrase-fd=3', sealed], 'eight hedgehogs')
    expect(wrong).toMatchObject({ code: 1, out: '' })
    expect(wrong.errors).toContain('not the passphrase')
    const none = await verify([sealed])
    expect(none.code).toBe(1)
    expect(none.errors).toContain('--passphrase-fd')
  })

  it('says what is wrong with a command line or a file, and leaves no trace of a stack', async () => {
    expect(await verify([])).toMatchObject({ code: 2 })
    expect(await verify(['--help'])).toMatchObject({ code: 0 })
    expect(await verify(['--what', file])).toMatchObject({ code: 2 })
    for (const path of [join(small.folder, 'nothing'), 'package.json']) {
      const { code, errors } = await verify([path])
      expect(code).toBe(1)
      expect(errors).toMatch(/^folkmoot-verify: [^\n]+\n$/)
    }
  })
})

describe('with tools that everybody has', () => {
  it('hashes and messages are read: sha256sum, and twenty lines of JavaScript with @automerge/automerge', async () => {
    const { files } = await openZip(bytesAccess(bytes), never)
    const folder = join(small.folder, 'unzipped')
    let top = ''
    for (const each of files.values()) {
      const path = join(folder, each.path)
      top = each.path.split('/')[0] ?? ''
      mkdirSync(dirname(path), { recursive: true })
      const pieces: Uint8Array[] = []
      for await (const piece of each.open(never)) pieces.push(piece)
      writeFileSync(path, joinBytes(...pieces))
    }
    const sums = ['-c', '--quiet', 'manifest-sha256.txt', 'tagmanifest-sha256.txt']
    if (process.platform === 'linux') execFileSync('sha256sum', sums, { cwd: join(folder, top) })
    const { stdout } = await promisify(execFile)(process.execPath, ['build/read-documents.mjs', join(folder, top)])
    const texts = stdout
      .trim()
      .split('\n')
      .map((line) => line.replace(/^\S+ \S+ /, ''))
    expect(texts).toEqual([0, 1, 2, 3, 4].map((at) => `words, number ${at}`))
  })
})
