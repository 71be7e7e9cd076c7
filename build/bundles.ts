/** What is built from what: one row for each bundle, and the vite configuration that makes it. */
import { existsSync, globSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { basename, join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { InlineConfig } from 'vite'
import { automergeInOneFile, automergeStartsQuietly, workersBesideBundle } from './plugins.ts'
import { root } from './proc.ts'

export interface Bundle {
  readonly name: string
  /** Folders and files whose content decides whether it must be built again. */
  readonly sources: readonly string[]
  /** Entry files; those not in the tree are left out, and a bundle with none is skipped. */
  readonly entries: readonly string[]
  readonly config: (entries: readonly string[]) => InlineConfig
}

/** Native packages, and Electron itself: they stay packages beside the bundle. */
const outside = ['better-sqlite3-multiple-ciphers', 'node-datachannel', 'detect-libc', 'electron']
const external = [...outside.map((name) => new RegExp(`^${name}(/|$)`)), ...builtinModules, /^node:/]

const common: InlineConfig = { configFile: false, root, logLevel: 'warn', clearScreen: false, envDir: false }

/** Browser mode opens the same files in people's own browsers, so the floor is theirs and not Electron's Chromium. */
const browsers = ['chrome136', 'firefox134', 'safari18.4']

function renderer(): InlineConfig {
  return {
    ...common,
    root: join(root, 'renderer'),
    base: './',
    plugins: [react(), automergeStartsQuietly()],
    resolve: { alias: automergeInOneFile, dedupe: ['react', 'react-dom'] },
    worker: { format: 'es' },
    build: {
      outDir: join(root, 'out/renderer'),
      emptyOutDir: true,
      target: browsers,
      // The content policy allows no inline script and no data: font.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 16_384,
    },
  }
}

function forNode(entries: readonly string[], outDir: string, format: 'es' | 'cjs', emptyOutDir: boolean): InlineConfig {
  const extension = format === 'cjs' ? 'cjs' : 'js'
  return {
    ...common,
    plugins: [automergeStartsQuietly(), workersBesideBundle()],
    resolve: { alias: automergeInOneFile },
    ssr: { target: 'node', noExternal: true, external: outside },
    build: {
      ssr: true,
      outDir: join(root, outDir),
      emptyOutDir,
      target: 'node24',
      minify: false,
      sourcemap: true,
      reportCompressedSize: false,
      rolldownOptions: {
        input: Object.fromEntries(entries.map((entry) => [basename(entry, '.ts'), join(root, entry)])),
        external,
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          // Beside the entries, so that import.meta.url means the same folder in every file.
          chunkFileNames: `[name]-[hash].${extension}`,
        },
      },
    },
  }
}

const workers = globSync('core/**/*.worker.ts', { cwd: root }).sort()

export const bundles: readonly Bundle[] = [
  {
    name: 'core',
    sources: ['core'],
    entries: ['core/node/cli.ts', 'core/node/utility.ts', ...workers],
    config: (entries) => forNode(entries, 'out/core', 'es', true),
  },
  {
    name: 'electron main',
    sources: ['electron', 'core/contract', 'core/shared'],
    entries: ['electron/main.ts'],
    config: (entries) => forNode(entries, 'out', 'es', false),
  },
  {
    name: 'electron preload',
    sources: ['electron', 'core/contract', 'core/shared'],
    entries: ['electron/preload.ts'],
    config: (entries) => forNode(entries, 'out', 'cjs', false),
  },
  {
    name: 'renderer',
    sources: ['renderer', 'core/contract', 'core/shared'],
    entries: ['renderer/index.html'],
    config: renderer,
  },
]

/** The entries of a bundle that are in the tree now. */
export function present({ entries }: Bundle): string[] {
  return entries.filter((entry) => existsSync(join(root, entry)))
}
