/** Opens the person's browser by way of a file that only they can read: arguments of programs are for all to see. */
import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Stoppable } from '../../shared/index.ts'
import { writeFileAtomic } from '../../storage/index.ts'
import { utf8 } from '../../shared/index.ts'

export interface OpenedBrowser extends Stoppable {
  /** The file that leads to the secret address until it was used. */
  readonly file: string
}

export async function openBrowser(folder: string, secretAddress: string): Promise<OpenedBrowser> {
  const file = await writeRedirect(folder, secretAddress)
  launch(file)
  return { file, stop: () => rm(file, { force: true }).catch(() => undefined) }
}

/** Answers with the path of the file. */
export async function writeRedirect(folder: string, secretAddress: string): Promise<string> {
  const file = join(folder, 'open.html')
  await writeFileAtomic(file, utf8(redirect(secretAddress)), { mode: 0o600 })
  return file
}

function redirect(address: string): string {
  return `<!doctype html><meta charset="utf-8"><title>Folkmoot</title><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${address}"><p><a href="${address}">Open Folkmoot</a></p>
`
}

/** Whether it worked cannot be known: openers come back at once, and the line we print says where the file is. */
function launch(file: string): void {
  const [command, ...args] = opener(file)
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

function opener(file: string): [string, ...string[]] {
  if (process.platform === 'darwin') return ['open', file]
  if (process.platform === 'win32') return ['explorer.exe', file]
  return ['xdg-open', file]
}
