/** Where the link comes from by which a device without screens joins: a terminal, a pipe, or a file that only this account can read. */
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { errorCode, LIMITS } from '../../shared/index.ts'
import { hostErrors } from '../errors.ts'

export interface LinkInput {
  readonly link: string
  /** How to be called; empty when that was not said. */
  readonly name: string
}

/** Bytes that are read. */
const MOST = 4 * LIMITS.inviteLinkChars

/** The first line is the link, the second how to be called. @throws host/link-file, host/link-file-open */
export async function linkFromFile(path: string): Promise<LinkInput> {
  let file: Awaited<ReturnType<typeof open>> | undefined
  try {
    file = await open(path, 'r')
    const { mode } = await file.stat()
    // Windows has no such bits.
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw hostErrors('link-file-open', { details: { file: path } })
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST), 0, MOST, 0)
    return linesOf(buffer.subarray(0, bytesRead).toString('utf8'))
  } catch (cause) {
    if (errorCode(cause).startsWith('host/')) throw cause
    throw hostErrors('link-file', { cause, details: { file: path } })
  } finally {
    await file?.close()
  }
}

/** From the terminal, where it is asked for, or from what is piped in. @throws host/no-link, the signal's reason */
export async function linkFromInput(signal: AbortSignal): Promise<LinkInput> {
  if (!process.stdin.isTTY) return linesOf(await piped(signal))
  return { link: await asked('Link: ', signal), name: await asked('Your name there: ', signal) }
}

/** Whether the person at the terminal agrees; without a terminal they have by what they piped in. */
export async function agreed(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) return true
  return /^y(es)?$/i.test(await asked(`${question} [y/N] `, signal))
}

async function piped(signal: AbortSignal): Promise<string> {
  let text = ''
  const end = (): void => void process.stdin.destroy()
  signal.addEventListener('abort', end, { once: true })
  try {
    for await (const piece of process.stdin.setEncoding('utf8')) {
      text += String(piece)
      if (text.length > MOST) break
    }
  } catch (cause) {
    signal.throwIfAborted()
    throw hostErrors('no-link', { cause })
  } finally {
    signal.removeEventListener('abort', end)
  }
  return text
}

async function asked(question: string, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  try {
    return (await lines.question(question, { signal })).trim()
  } catch (cause) {
    signal.throwIfAborted()
    throw hostErrors('no-link', { cause })
  } finally {
    lines.close()
  }
}

/** @throws host/no-link */
function linesOf(text: string): LinkInput {
  const [link = '', name = ''] = text.split(/\r?\n/).map((line) => line.trim())
  if (link === '') throw hostErrors('no-link')
  return { link, name }
}
