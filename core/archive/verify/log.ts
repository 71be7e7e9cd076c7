/** Checking the membership log of an archive: the same rules as everywhere. */
import type { MembershipLog } from '../../membership/index.ts'
import { membershipErrors } from '../../membership/index.ts'
import { archiveErrors } from '../errors.ts'
import { logFile } from '../record/names.ts'
import { type Archive, fillLog, recordedActions } from '../record/reading.ts'
import type { StatedPlace } from '../record/statement.ts'
import type { Findings } from './report.ts'

/** The log, or nothing when none can be begun. */
export async function checkLog(
  archive: Archive,
  at: number,
  stated: StatedPlace,
  options: Parameters<typeof MembershipLog.begin>[0],
  findings: Findings,
  signal: AbortSignal,
): Promise<MembershipLog | undefined> {
  const file = logFile(at)
  let log: MembershipLog
  try {
    log = await fillLog(archive, at, options, signal, 'unchecked')
  } catch (error) {
    if (archiveErrors.is(error, 'damaged')) findings.add('record-damaged', { file })
    else if (membershipErrors.is(error, 'wrong-genesis') || membershipErrors.is(error, 'malformed'))
      findings.add('log-broken', { file })
    else throw error
    return undefined
  }
  for await (const { id, at: time, payload } of recordedActions(archive, at, signal, 'unchecked'))
    if (!log.has(id)) findings.add('decision-refused', { time, what: payload.type, file })
  if (log.size < stated.actions || stated.heads.some((id) => !log.has(id))) findings.add('decision-missing', { file })
  const heads = new Set(stated.heads)
  if (log.size > stated.actions || log.heads().some((id) => !heads.has(id))) findings.add('decision-unstated', { file })
  return log
}
