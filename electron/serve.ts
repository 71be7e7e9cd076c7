/** `app://folkmoot/`: the built screens, and nothing else of the disk. */
import { readFile } from 'node:fs/promises'
import { extname, join, resolve, sep } from 'node:path'
import { isOwn } from './policy.ts'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

/** The path of the file a URL means, inside `folder`; undefined for anything that is not plainly inside. */
export function fileOf(folder: string, url: string): string | undefined {
  if (!isOwn(url)) return undefined
  const path = decoded(new URL(url).pathname)
  if (path === undefined || /[\\:\0%]|(^|\/)\.|\/\//.test(path)) return undefined
  const root = resolve(folder)
  const file = resolve(join(root, path === '/' || path === '' ? 'index.html' : path))
  return file.startsWith(root + sep) && types[extname(file)] !== undefined ? file : undefined
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** Answers requests from `folder`; every answer carries the content policy. */
export function serve(folder: string, policy: string): (request: Request) => Promise<Response> {
  const headers = {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-cache',
  }
  const refuse = (status: number): Response => new Response(null, { status, headers })
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
    const file = fileOf(folder, request.url)
    const content = file === undefined ? undefined : await readFile(file).catch(() => undefined)
    if (file === undefined || content === undefined) return refuse(404)
    const type = types[extname(file)] ?? ''
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(content), {
      headers: { ...headers, 'content-type': type },
    })
  }
}
