/** What the documents name is there: files, folders, scripts of npm, options of the command line. */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { usage } from '../../core/node/cli/options.ts'

const documents = globSync(['*.md', 'docs/**/*.md'])
const textOf = (document: string): string => readFileSync(document, 'utf8')

/** What git has, or would take: a file that is ignored is on this machine alone. */
const kept = new Set(
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
    .split('\0')
    .flatMap((file) => [file, ...foldersOf(file)]),
)

function foldersOf(file: string): string[] {
  const folder = dirname(file)
  return folder === '.' ? [] : [folder, ...foldersOf(folder)]
}

const isKept = (path: string): boolean => kept.has(path.replace(/\/$/, '')) && existsSync(path)

/** Targets of links and pictures that are not on the web. */
function linked(document: string): string[] {
  const text = textOf(document)
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)].map(
    ([, link, attribute]) => link ?? attribute ?? '',
  )
  return targets.filter((target) => !/^(https?:|mailto:)/.test(target))
}

/** Paths in `code` that begin with a folder of the repository, as the whole of it. */
function named(document: string): string[] {
  const codes = [...textOf(document).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
  return codes.filter((code) => /^(core|electron|renderer|build|test|docs)\/[\w./-]*$/.test(code))
}

/** The heading a link may lead to, as GitHub spells it. */
function anchorsOf(document: string): string[] {
  return [...textOf(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

describe('the documents', () => {
  it('are those that a reader looks for', () => {
    const expected = ['README', 'ARCHITECTURE', 'CHANGELOG', 'CONTRIBUTING', 'LIMITS', 'SECURITY']
    expect(documents).toEqual(expect.arrayContaining(expected.map((name) => `${name}.md`)))
  })

  it.each(documents)('%s links to nothing that is not there', (document) => {
    const dead = linked(document).filter((target) => {
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? document : normalize(join(dirname(document), path))
      return !isKept(file) || (anchor !== undefined && !anchorsOf(file).includes(anchor))
    })
    expect(dead).toEqual([])
  })

  it.each(documents)('%s names no file or folder that is not there', (document) => {
    expect(named(document).filter((path) => !isKept(path))).toEqual([])
  })

  it.each(documents)('%s names only scripts that npm can run', (document) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    const run = [...textOf(document).matchAll(/(?:`| {4})npm (?:run )?([a-z]+)\b/g)].map(([, name = '']) => name)
    expect(run.filter((name) => !(name in scripts) && !['ci', 'install'].includes(name))).toEqual([])
  })

  it('SECURITY.md names for each threat a test that shows it', () => {
    const rows = textOf('SECURITY.md')
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2)
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.filter((row) => !/`test\/[^`]+\.ts`/.test(row.split('|').at(-2) ?? ''))).toEqual([])
  })

  it('README.md lists every option of the command line, and no other', () => {
    const options = (text: string): string[] => [...new Set(text.match(/(?<![\w-])--[a-z][a-z-]+/g))].toSorted()
    expect(options(textOf('README.md'))).toEqual(options(usage))
  })
})
