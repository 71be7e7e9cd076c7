import { request } from 'node:http'
import { transportErrors } from '../../errors.ts'

export interface Asked {
  readonly method: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Answered {
  readonly status: number
  readonly text: string
}

/** Bytes of an answer that are read; descriptions of routers are a tenth of that. */
const longestAnswer = 128 * 1024

/** One question to a device of this network, on a connection of its own. @throws sync/unreachable, the signal's reason, the system's errors */
export async function askHttp(url: URL, asked: Asked, signal: AbortSignal): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered>()
  const { method, headers = {}, body } = asked
  const question = request(url, { method, headers: { ...headers, connection: 'close' }, agent: false, signal })
  question.once('error', reject)
  // Whoever answers in another protocol than was spoken is cut off without an error.
  question.once('close', () => reject(transportErrors('unreachable')))
  question.once('response', (response) => {
    const parts: Buffer[] = []
    let length = 0
    response.on('data', (part: Buffer) => {
      length += part.length
      parts.push(part)
      if (length > longestAnswer) question.destroy(transportErrors('unreachable'))
    })
    response.once('error', reject)
    response.once('close', () => reject(transportErrors('unreachable')))
    response.once('end', () =>
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
    )
  })
  question.end(body)
  return await promise
}
