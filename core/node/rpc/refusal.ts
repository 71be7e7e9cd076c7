/** The one place where an error becomes what a screen is told. */
import { ORPCError } from '@orpc/client'
import { errorCode, FolkmootError, type Log } from '../../shared/index.ts'
import { coreErrors } from '../errors.ts'

/** Our own errors are told by code and sentence; all others by a general sentence, and logged by their code alone. */
export function toRefusal(error: unknown, log: Log, call: string): Error {
  if (error instanceof FolkmootError) return refusal(error)
  if (error instanceof ORPCError) {
    if (error.code === 'REFUSED') return error
    if (error.code === 'BAD_REQUEST') return refusal(coreErrors('bad-input'))
  }
  log.error('call.unexpected', { call, code: errorCode(error) })
  return refusal(coreErrors('unexpected'))
}

export function refusal({ code, details, message }: FolkmootError): Error {
  return new ORPCError('REFUSED', { defined: true, status: 400, message, data: { code, details } })
}
