/** The few places where a package or a worker would look for a file that a bundle does not have beside it. */
import { join } from 'node:path'
import type { Alias, Plugin } from 'vite'
import { root } from './proc.ts'

/** Automerge's usual entry reads a .wasm file next to itself; this one carries it inside. */
export const automergeInOneFile: Alias[] = [
  {
    find: /^@automerge\/automerge$/,
    replacement: join(root, 'node_modules/@automerge/automerge/dist/mjs/entrypoints/fullfat_base64.js'),
  },
]

/** That entry starts its WebAssembly by a call its own loader warns about on every start; this is the call it asks for. */
export function automergeStartsQuietly(): Plugin {
  return {
    name: 'automerge-starts-quietly',
    transform: {
      filter: { code: 'initSync(wasmBlob)' },
      handler: (code) => ({ code: code.replace('initSync(wasmBlob)', 'initSync({ module: wasmBlob })'), map: null }),
    },
  }
}

/** `new Worker(new URL('./x.worker.ts', import.meta.url))` means the source in tests and the bundle once built. */
export function workersBesideBundle(): Plugin {
  return {
    name: 'workers-beside-bundle',
    transform: {
      filter: { code: '.worker.ts' },
      handler(code) {
        const replaced = code.replaceAll(
          /new URL\((['"])(?:[\w./-]*\/)?([\w-]+)\.worker\.ts\1,\s*import\.meta\.url\)/g,
          "new URL('./$2.worker.js', import.meta.url)",
        )
        return { code: replaced, map: null }
      },
    },
  }
}
