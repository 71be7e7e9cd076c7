/** The contract's procedures, whose refusals reach the screen as they do from a real core. */
import { implement } from '@orpc/server'
import { contract } from '../../../core/contract/index.ts'
import { FolkmootError } from '../../../core/shared/index.ts'

export const guarded = implement(contract).use(async ({ next, errors }) => {
  try {
    return await next()
  } catch (error) {
    if (!(error instanceof FolkmootError)) throw error
    throw errors.REFUSED({ message: error.message, data: { code: error.code, details: { ...error.details } } })
  }
})
