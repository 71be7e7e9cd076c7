/** Asks for a passphrase in the terminal, without showing it. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import type { AskPassphrase } from '../../storage/index.ts'
import { hostErrors } from '../errors.ts'

const problems = {
  'wrong-passphrase': 'This is not the passphrase of this profile.',
  'passphrase-too-short': 'This passphrase is too short.',
}

export function hasTerminal(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY
}

/** @throws host/no-terminal, /no-passphrase, /passphrase-differs when a new one was typed in two ways, the signal's reason */
export const askInTerminal: AskPassphrase = async ({ fresh, problem }, signal) => {
  if (!hasTerminal()) throw hostErrors('no-terminal')
  if (problem) process.stderr.write(`${problems[problem]}\n`)
  const first = await ask(fresh ? 'Choose a passphrase for this profile: ' : 'Passphrase of this profile: ', signal)
  if (fresh && (await ask('The same again: ', signal)) !== first) throw hostErrors('passphrase-differs')
  return first
}

/** What somebody types, unseen. @throws host/no-passphrase, the signal's reason */
export async function ask(question: string, signal: AbortSignal): Promise<string> {
  const silent = new Writable({ write: (_piece, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  // The terminal is in raw mode: Ctrl+C comes as a character.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  process.stderr.write(question)
  try {
    return await lines.question('', { signal })
  } catch (cause) {
    signal.throwIfAborted()
    throw hostErrors('no-passphrase', { cause })
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}
