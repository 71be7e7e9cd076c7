/** The log of one profile: ids and codes, two files of LIMITS.logBytes at most, and nothing that a person wrote. */
import { join } from 'node:path'
import { pino } from 'pino'
import { LIMITS, type Log, type LogFields, type Stoppable } from '../shared/index.ts'
import { RotatingFile } from './rotating-file.ts'

/** Fields that must never be logged, should one ever be handed in. */
const secrets = ['key', 'passphrase', 'token', 'cookie', 'text', 'name', 'link', 'message', 'query', 'address']

/** Longest value worth keeping: ids have 43 characters. */
const longest = 100

export function openLog(profileFolder: string): Log & Stoppable {
  const file = new RotatingFile(join(profileFolder, 'logs', 'core.log'), LIMITS.logBytes)
  const log = pino(
    { base: null, redact: { paths: secrets, censor: '-' }, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line) => file.write(line) },
  )
  return {
    debug: (event, fields) => log.debug(clipped(fields), event),
    info: (event, fields) => log.info(clipped(fields), event),
    warn: (event, fields) => log.warn(clipped(fields), event),
    error: (event, fields) => log.error(clipped(fields), event),
    stop: () => file.stop(),
  }
}

function clipped(fields: LogFields = {}): LogFields {
  const entries = Object.entries(fields)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, longest) : value]),
  )
}
