/** Looks through what was packed: imports that nobody would answer, and files that have no business there. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { builtinModules, createRequire } from 'node:module'
import { join, relative, resolve } from 'node:path'
import { runInNewContext } from 'node:vm'
import typescript from 'typescript'
import { root } from '../proc.ts'

export function filesOf(app: string): string[] {
  const all = globSync('**/*', { cwd: app }).filter((file) => statSync(join(app, file)).isFile())
  return [...all, ...globSync('**/.*', { cwd: app }).filter((file) => statSync(join(app, file)).isFile())].sort()
}

/** Packages that others try and do without. */
const optional = new Set(['bufferutil', 'utf-8-validate', 'supports-color'])

/** `file: what it imports`, for each import in the bundles that leads nowhere or out of the package. */
export function lostImports(app: string): string[] {
  const scripts = filesOf(app).filter((file) => file.startsWith('out/') && /\.[cm]?js$/.test(file))
  return scripts.flatMap((file) => {
    const path = join(app, file)
    const { importedFiles } = typescript.preProcessFile(readFileSync(path, 'utf8'), true, true)
    const names = new Set(importedFiles.map(({ fileName }) => fileName))
    return [...names].filter((name) => !answered(app, path, name)).map((name) => `${file}: ${name}`)
  })
}

function answered(app: string, file: string, name: string): boolean {
  if (name.startsWith('node:') || builtinModules.includes(name) || optional.has(name)) return true
  if (name === 'electron') return ['out/main.js', 'out/preload.cjs'].includes(relative(app, file))
  if (name.startsWith('.')) return existsSync(resolve(file, '..', name))
  try {
    return createRequire(file).resolve(name).startsWith(app)
  } catch {
    return false
  }
}

const unwanted: readonly (readonly [why: string, pattern: RegExp])[] = [
  ['a source map', /\.map$/],
  ['a source', /\.(ts|tsx|mts|cts|c|cc|cpp|h|gyp)$/],
  ['a test', /(^|\/)(tests?|__tests__|spec|fixtures)\/|\.(test|spec)\./],
  ['a secret', /(^|\/)(\.env|\.npmrc|\.git)|\.(pem|key|p12|pfx|sealed)$/],
  ['a Node of its own', /^node_modules\/node-(linux|win|darwin)-/],
  [
    'a package that should be in the bundle',
    /^node_modules\/(?!better-sqlite3-multiple-ciphers\/|node-datachannel\/|@node-datachannel\/|detect-libc\/)/,
  ],
  ['a file outside its places', /^(?!out\/|node_modules\/|build\/icons\/|package\.json$|LICENSE$)/],
]

export function strayFiles(app: string): string[] {
  return filesOf(app).flatMap((file) =>
    unwanted.filter(([, pattern]) => pattern.test(file)).map(([why]) => `${file}: ${why}`),
  )
}

const tales: readonly (readonly [what: string, found: (text: string) => boolean])[] = [
  ['the folder it was made in', (text) => text.includes(root)],
  ['a private key', (text) => /PRIVATE KEY-----(\s|\\[nr])*[A-Za-z0-9+/]{32}/.test(text)],
  ['a source map', (text) => /sourceMappingURL=data:/.test(text)],
]

/** Bundles that tell where they were made, or bring a key along. */
export function tellTales(app: string): string[] {
  const texts = filesOf(app).filter((file) => file.startsWith('out/') && /\.(c?js|html|css)$/.test(file))
  return texts.flatMap((file) => {
    const text = readFileSync(join(app, file), 'utf8')
    return tales.filter(([, found]) => found(text)).map(([what]) => `${file}: ${what}`)
  })
}

/** The preload script as Electron runs it sandboxed: `require` knows electron alone. Empty when it asks only when asked. */
export function preloadTrouble(app: string): string[] {
  const sent: string[] = []
  const listeners: ((event: { source: unknown; data: unknown }) => void)[] = []
  const window = {
    location: { origin: 'app://folkmoot' },
    addEventListener: (_event: string, listener: (typeof listeners)[number]) => void listeners.push(listener),
  }
  const ipcRenderer = { on: () => undefined, send: (channel: string) => void sent.push(channel) }
  const load = (name: string): unknown => {
    if (name === 'electron') return { ipcRenderer }
    throw new Error(`the sandbox has no ${name}`)
  }
  try {
    runInNewContext(readFileSync(join(app, 'out/preload.cjs'), 'utf8'), {
      require: load,
      window,
      exports: {},
      module: {},
    })
    const early = sent.length
    for (const listener of listeners) listener({ source: window, data: { type: 'folkmoot:ready' } })
    return early === 0 && sent.join() === 'folkmoot:port' ? [] : [`it sent: ${sent.join()}`]
  } catch (error) {
    return [String(error)]
  }
}
