/** Checking an archive from the command line: no profile, no network, nothing left behind. */
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  isSealedArchive,
  openFile,
  type OpenFile,
  type RandomAccess,
  readableOf,
  unsealArchive,
  verifyArchive,
  type VerifyReport,
} from '../../archive/index.ts'
import { errorCode, FolkmootError, fromUtf8, joinBytes, type Log } from '../../shared/index.ts'
import { cliErrors, coreErrors, hostErrors } from '../errors.ts'
import { sizeText } from '../headless/status-line.ts'
import { systemClock, systemRandom } from '../system.ts'
import { ask, hasTerminal } from './terminal.ts'

const USAGE = `folkmoot-verify [--passphrase-fd N] FILE

Checks an archive made by Folkmoot: every hash, every signature, whether anything is missing, and whether what
people read in it is what was signed. Ends with 0 when all is sound, 1 when not, 2 for a wrong command line.

  --passphrase-fd N    read the archive's passphrase from this file descriptor instead of the terminal
`

/** Longest passphrase that is read, bytes. */
const MOST = 4096

interface VerifyCommand {
  readonly file: string
  readonly fd: number | undefined
}

/** Runs to the end and answers with the exit code. */
export async function verifyMain(args: readonly string[]): Promise<number> {
  let command: VerifyCommand | 'help'
  try {
    command = commandOf(args)
  } catch (error) {
    return complain(error, 2)
  }
  if (command === 'help') {
    process.stdout.write(USAGE)
    return 0
  }
  const over = new AbortController()
  const end = (): void => over.abort()
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  try {
    const report = await check(command, over.signal)
    process.stdout.write(`${linesOf(report).join('\n')}\n`)
    return report.sound ? 0 : 1
  } catch (error) {
    return over.signal.aborted ? 130 : complain(error, 1)
  } finally {
    process.off('SIGINT', end)
    process.off('SIGTERM', end)
  }
}

/** @throws cli/unknown-option, cli/needs-value */
function commandOf(args: readonly string[]): VerifyCommand | 'help' {
  if (args.includes('--help')) return 'help'
  const files: string[] = []
  let fd: number | undefined
  const left = [...args]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [option = '', inline] = arg.split(/=(.*)/s, 2)
    if (option === '--passphrase-fd') {
      const value = inline ?? left.shift() ?? ''
      if (!/^[0-9]{1,4}$/.test(value))
        throw cliErrors('needs-value', { details: { option, form: 'a file descriptor' } })
      fd = Number(value)
    } else if (arg.startsWith('--')) throw cliErrors('unknown-option', { details: { option: arg } })
    else files.push(arg)
  }
  const [file] = files
  if (file === undefined || files.length > 1)
    throw cliErrors('needs-value', { details: { option: 'folkmoot-verify', form: 'one file' } })
  return { file, fd }
}

async function check({ file, fd }: VerifyCommand, signal: AbortSignal): Promise<VerifyReport> {
  const opened = await openFile(file).catch((cause: unknown) => {
    throw hostErrors('archive-file', { cause, details: { file } })
  })
  const folder = await mkdtemp(join(tmpdir(), 'folkmoot-verify-'))
  try {
    const reader = await unlocked(opened, fd, signal)
    const told = process.stderr.isTTY ? tell : undefined
    const surroundings = { clock: systemClock, random: systemRandom, log: silent }
    return await verifyArchive(reader, { folder, readableOf, told, ...surroundings }, signal)
  } finally {
    await opened.close()
    await rm(folder, { recursive: true, force: true })
    if (process.stderr.isTTY) process.stderr.write('\r\u001B[2K')
  }
}

async function unlocked(file: OpenFile, fd: number | undefined, signal: AbortSignal): Promise<RandomAccess> {
  if (!(await isSealedArchive(file, signal))) return file
  if (fd === undefined && !hasTerminal()) throw hostErrors('archive-locked')
  const passphrase = fd === undefined ? await ask('Passphrase of this archive: ', signal) : await readFrom(fd)
  return await unsealArchive(file, passphrase, signal)
}

/** One line. @throws host/passphrase-fd */
async function readFrom(fd: number): Promise<string> {
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of createReadStream('', { fd, end: MOST - 1 }) as AsyncIterable<Uint8Array>)
      pieces.push(piece)
  } catch (cause) {
    throw hostErrors('passphrase-fd', { cause, details: { fd } })
  }
  const text = fromUtf8(joinBytes(...pieces))
  if (text === undefined) throw hostErrors('passphrase-fd', { details: { fd } })
  return text.replace(/\r?\n$/, '')
}

/** What people wrote may hold what a terminal takes for commands, or turns around. */
function plain(text: string): string {
  return text.replace(/\p{C}/gu, '?')
}

function linesOf(report: VerifyReport): string[] {
  const { name, by, newest, files, bytes, decisions, entries, findings, more, signed, compared, attached, away } =
    report
  const day = newest > 0 ? `, as of ${new Date(newest).toISOString().slice(0, 10)}` : ''
  const lines = [
    plain(`${name === '' ? 'A community' : name}${day}${by === '' ? '' : `, kept by ${by}`}`),
    `${files} files (${sizeText(bytes)}), ${decisions} decisions, ${entries} entries`,
  ]
  if (attached > 0) lines.push(`${attached - away} of ${attached} pictures and files that were attached are in it`)
  if (!signed) lines.push('It is a part by time and holds no signatures: only its hashes could be checked.')
  else if (!compared)
    lines.push(
      'Its pages, tables and documents could not be made anew: for them there is only the word of who made it.',
    )
  for (const { sentence } of findings) lines.push(`- ${plain(sentence)}`)
  if (more > 0) lines.push(`- and ${more} more`)
  lines.push(report.sound ? 'Sound.' : 'Not sound.')
  return lines
}

function tell(done: number, total: number): void {
  process.stderr.write(`\r\u001B[2K${Math.floor((100 * done) / Math.max(1, total))} %`)
}

const ignore = (): void => undefined
/** Nothing is kept of a check. */
const silent: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore }

function complain(error: unknown, code: number): number {
  const sentence =
    error instanceof FolkmootError ? error.message : `${coreErrors('unexpected').message} (${errorCode(error)})`
  process.stderr.write(`folkmoot-verify: ${plain(sentence)}\n`)
  return code
}
