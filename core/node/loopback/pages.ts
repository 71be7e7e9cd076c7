/** What the browser address answers over plain HTTP: the session, and the files of the screens. */
import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import sirv from 'sirv'
import { judge, type Asking, type Own } from './guard.ts'
import type { Session } from './session.ts'

/** Bytes of a body that may hold a token. */
const bodyBytes = 1024

export interface PagesOptions {
  readonly own: Own
  readonly session: Session
  /** The built screens. */
  readonly folder: string
  readonly headers: Readonly<Record<string, string>>
  /** Told when the token has been used. */
  readonly onSession: () => void
}

export function servePages(options: PagesOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const { own, session, folder, headers } = options
  const files = existsSync(folder)
    ? sirv(folder, { etag: true, dotfiles: false, setHeaders: keepHashedFiles })
    : undefined
  const signIn = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const given = session.exchange(tokenOf(await readBody(request)) ?? '')
    // Who has the cookie alone is not told the key.
    if (given === undefined) return answer(response, session.knows(request.headers.cookie) ? 204 : 401)
    response.setHeader('Set-Cookie', given.cookie)
    response.setHeader('Cache-Control', 'no-store')
    options.onSession()
    answer(response, 200, given.key)
  }
  return (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/'
    const reads = request.method === 'GET' || request.method === 'HEAD'
    const refused = judge(askingOf(request), own, !reads)
    if (refused !== undefined) answer(response, refused)
    else if (path === '/session' && request.method === 'POST')
      void signIn(request, response).catch(() => response.destroy())
    else if (path === '/session' && reads) answer(response, session.knows(request.headers.cookie) ? 204 : 401)
    else if (path === '/rpc') answer(response, 426)
    else if (!reads) answer(response, 405)
    else if (files) files(request, response, () => answer(response, 404, 'There is no such page.'))
    else answer(response, 503, 'The screens of Folkmoot are not built. Run `npm run build` and start again.')
  }
}

export function askingOf({ method = '', headers }: IncomingMessage): Asking {
  const one = (value: string | string[] | undefined): string | undefined =>
    Array.isArray(value) ? value.join() : value
  return {
    method,
    host: headers.host,
    origin: headers.origin,
    fetchSite: one(headers['sec-fetch-site']),
    fetchMode: one(headers['sec-fetch-mode']),
  }
}

function answer(response: ServerResponse, status: number, text = ''): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    ...(status >= 400 ? { Connection: 'close' } : {}),
  })
  response.end(text)
}

/** Files named by their content never change. */
function keepHashedFiles(response: ServerResponse, path: string): void {
  if (path.startsWith('/assets/')) response.setHeader('Cache-Control', 'private, max-age=31536000, immutable')
  else response.setHeader('Cache-Control', 'no-cache')
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const piece of request.setEncoding('utf8')) {
    body += String(piece)
    if (body.length > bodyBytes) return ''
  }
  return body
}

function tokenOf(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body)
    if (typeof value !== 'object' || value === null || !('token' in value)) return undefined
    return typeof value.token === 'string' ? value.token : undefined
  } catch {
    return undefined
  }
}
