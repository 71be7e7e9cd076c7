/** Named rules about tracked files that no linter has: each says what it forbids and where. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { root } from './proc.ts'
import type { Verdict } from './steps.ts'

interface Rule {
  readonly says: string
  readonly files: RegExp
  readonly except?: RegExp
  /** Lines that break the rule, or for a rule about the whole file line 0. */
  readonly find: (lines: readonly string[]) => number[]
}

const code = /\.(ts|tsx|mjs|cjs|css)$/
const longest = 400

function matching(pattern: RegExp): Rule['find'] {
  return (lines) => lines.flatMap((line, index) => (pattern.test(line) ? [index + 1] : []))
}

function quoted(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** Folders only this machine has. The temporary folder's own name (/tmp) is everybody's. */
const places = [root, dirname(root), homedir(), '/home/[a-z]+/', '/Users/[A-Za-z]+/', 'C:\\\\Users\\\\']
const here = places.filter((place) => place.length > 4 && place !== '/root' && place !== tmpdir())
const machine = new RegExp(here.map((place, index) => (index < 3 ? `${quoted(place)}/` : place)).join('|'))

const rules: readonly Rule[] = [
  {
    says: `is longer than ${longest} lines: would a reader know its room? (tables of data: *.data.ts, catalogues)`,
    files: code,
    except: /\.data\.ts$|\/catalogues\/|^test\/fixtures\//,
    find: (lines) => (lines.length > longest + 1 ? [0] : []),
  },
  {
    says: 'names a package registry',
    files: /./,
    find: matching(new RegExp(['registry\\.', 'npmjs\\.(org|com)', 'yarnpkg\\.', 'npmmirror\\.'].join('|'), 'i')),
    except: /^build\/tidy\.ts$/,
  },
  { says: 'holds a path of one machine', files: /./, find: matching(machine), except: /^build\/tidy\.ts$/ },
  {
    says: 'records where a package was downloaded',
    files: /^package-lock\.json$/,
    find: matching(/"resolved": "http/),
  },
  {
    says: 'throws an untyped error: take a code of the room',
    files: /^core\/.*\.ts$/,
    find: matching(/throw new Error\(/),
  },
  {
    says: 'suppresses a check: mend the cause',
    files: code,
    except: /^build\/tidy\.ts$/,
    find: matching(/@ts-(ignore|expect-error|nocheck)|(oxlint|eslint)-disable|biome-ignore/),
  },
  {
    says: 'leaves a loose end',
    files: code,
    except: /^build\/tidy\.ts$/,
    find: matching(/\b(TODO|FIXME|XXX)\b/),
  },
]

const pictures = new Set(['.png', '.jpg', '.ico', '.icns', '.woff2', '.gz', '.zip', '.wasm', '.sqlite', '.bin'])

function tracked(): string[] {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  const files = list.split('\0').filter((file) => file !== '' && !pictures.has(extname(file)))
  return files.filter((file) => existsSync(join(root, file)))
}

export async function tidy(): Promise<Verdict> {
  const lines: string[] = []
  for (const file of tracked()) {
    const text = readFileSync(join(root, file), 'utf8').split('\n')
    for (const { says, files, except, find } of rules) {
      if (!files.test(file) || except?.test(file)) continue
      lines.push(...find(text).map((line) => `${file}${line > 0 ? `:${line}` : ''} ${says}`))
    }
  }
  return { name: 'tidy', ok: lines.length === 0, text: lines.join('\n') }
}
