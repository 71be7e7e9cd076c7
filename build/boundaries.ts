/** Makes dependency-cruiser's rules from the table of rooms, reads every import of the repository, and says what tunnels. */
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult, type IModule, type IRegularForbiddenRuleType } from 'dependency-cruiser'
import { root } from './proc.ts'
import { rooms, type Room } from './rooms.ts'
import type { Verdict } from './steps.ts'

const ours = ['core', 'electron', 'renderer', 'build', 'test']
const source = `^(${ours.join('|')})/`
/** Below this share of the files on disk the check has not looked (it once "passed" with no module at all). */
const floor = 0.9

type Rule = IRegularForbiddenRuleType

function within(path: string): string {
  return `^${path}/`
}

function doors(names: readonly string[]): string[] {
  return rooms.filter(({ name }) => names.includes(name)).map(({ path }) => `^${path}/index\\.tsx?$`)
}

function rulesOf({ name, path, may, anywhere, packages }: Room): Rule[] {
  const from = { path: within(path) }
  const rules: Rule[] = [
    { name: `doors of ${name}`, from, to: { path: source, pathNot: [within(path), ...doors(may)] } },
  ]
  if (anywhere) rules.push({ name: `${name} has no Node`, from, to: { dependencyTypes: ['core'] } })
  if (packages) {
    const allowed = packages.map((other) => `node_modules/${other}/`)
    rules.push({ name: `packages of ${name}`, from, to: { path: 'node_modules/', pathNot: allowed } })
  }
  return rules
}

/** What lies in renderer/ itself, such as main.tsx: it opens the rooms and is none. */
const rendererRoot: Rule = {
  name: 'doors of renderer',
  from: { path: '^renderer/[^/]+$' },
  to: {
    path: source,
    pathNot: [
      '^renderer/[^/]+$',
      ...doors(rooms.map(({ name }) => name).filter((name) => /^renderer|shared|contract/.test(name))),
    ],
  },
}

const always: readonly Rule[] = [
  { name: 'no cycles', from: { path: source }, to: { circular: true } },
  { name: 'everything resolves', from: { path: source }, to: { couldNotResolve: true } },
  { name: 'nothing imports test', from: { pathNot: '^test/' }, to: { path: '^test/' } },
  {
    name: 'core is headless',
    from: { path: '^core/' },
    to: { path: 'node_modules/(electron|react|react-dom|react-i18next|@mantine/[^/]+|@tanstack/[^/]+)/' },
  },
]

function onDisk(base: string): string[] {
  return globSync(`{${ours.join(',')}}/**/*.{ts,tsx}`, { cwd: base }).filter((file) => !file.endsWith('.d.ts'))
}

/** Folders of core and renderer that the table does not know. */
function strangers(files: readonly string[]): string[] {
  const folders = files
    .map((file) => /^(core|renderer)\/[^/]+(?=\/)/.exec(file)?.[0])
    .filter((folder) => folder !== undefined)
  return [...new Set(folders)].filter((folder) => !rooms.some(({ path }) => path === folder))
}

/** Every module of ours with its imports, types included. */
export async function readImports(base = root): Promise<{ result: ICruiseResult; modules: IModule[] }> {
  const forbidden = [...rooms.flatMap(rulesOf), rendererRoot, ...always].map((rule) => ({
    ...rule,
    severity: 'error' as const,
  }))
  const { output } = await cruise(
    ours.filter((folder) => existsSync(join(base, folder))),
    {
      baseDir: base,
      ruleSet: { forbidden },
      validate: true,
      doNotFollow: { path: ['node_modules'] },
      tsPreCompilationDeps: true,
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  )
  if (typeof output === 'string') throw new TypeError('dependency-cruiser answered with text')
  return {
    result: output,
    modules: output.modules.filter(({ source: file }) => /\.tsx?$/.test(file) && new RegExp(source).test(file)),
  }
}

/** What tunnels in the tree at `base`; by itself, in ours. */
export async function findTunnels(base = root): Promise<{ lines: string[]; seen: number }> {
  const files = onDisk(base)
  const { result, modules } = await readImports(base)
  const lines = result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)
  lines.push(...strangers(files).map((folder) => `${folder} is not in the table of rooms (build/rooms.ts)`))
  if (modules.length < floor * files.length) lines.push(`saw ${modules.length} modules of ${files.length} files: blind`)
  return { lines, seen: modules.length }
}

export async function boundaries(): Promise<Verdict> {
  const { lines, seen } = await findTunnels()
  return { name: `boundaries (${seen} modules)`, ok: lines.length === 0, text: lines.join('\n') }
}
