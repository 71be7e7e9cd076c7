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

/** Homes, and the folders of this machine deep enough that no route or address looks like them. */
const deep = [root, dirname(root), homedir()].filter((place) => place !== tmpdir() && place.split(/[\\/]/).length > 2)
const homes = ['/(?:root|home/[a-z]+)/', '/Users/[A-Za-z]+/', 'C:\\\\Users\\\\']
const machine = new RegExp(`(?<![\\w.])(${[...deep.map((place) => `${quoted(place)}/`), ...homes].join('|')})`)

/** These rules and their tests have to spell what they forbid. */
const itself = /^(build\/tidy|test\/build\/checks\.test)\.ts$/

const rules: readonly Rule[] = [
  {
    says: `is longer than ${longest} lines: would a reader know its room? (tables of data, *.data.ts, limits.ts, and texts may)`,
    files: code,
    except:
      /\.data\.ts$|^core\/shared\/limits\.ts$|^renderer\/i18n\/([a-z]+\/)?[a-z]{2}(-[A-Z]{2})?\.ts$|^test\/fixtures\//,
    find: (lines) => (lines.length > longest + 1 ? [0] : []),
  },
  {
    says: 'names a package registry',
    files: /./,
    find: matching(
      new RegExp(['registry\\.\\w+\\.\\w+', 'npmjs\\.(org|com)', 'yarnpkg\\.', 'npmmirror\\.'].join('|'), 'i'),
    ),
    except: itself,
  },
  { says: 'holds a path of one machine', files: /./, find: matching(machine), except: itself },
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
    except: itself,
    find: matching(/@ts-(ignore|expect-error|nocheck)|(oxlint|eslint)-disable|biome-ignore/),
  },
  {
    says: 'leaves a loose end',
    files: code,
    except: itself,
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

/** What the rules say about one file. */
export function faults(file: string, text: string): string[] {
  const held = rules.filter(({ files, except }) => files.test(file) && !except?.test(file))
  const lines = text.split('\n')
  return held.flatMap(({ says, find }) => find(lines).map((line) => `${file}${line > 0 ? `:${line}` : ''} ${says}`))
}

export async function tidy(): Promise<Verdict> {
  const lines = tracked().flatMap((file) => faults(file, readFileSync(join(root, file), 'utf8')))
  return { name: 'tidy', ok: lines.length === 0, text: lines.join('\n') }
}
