/** The contract, called from inside this process as a screen would. */
import type { ContractRouterClient } from '@orpc/contract'
import { createRouterClient } from '@orpc/server'
import type { Contract } from '../../contract/index.ts'
import type { Core } from '../core.ts'

export type Client = ContractRouterClient<Contract>

/** @param core ready */
export function clientOf(core: Pick<Core, 'router'>): Client {
  return createRouterClient(core.router) as unknown as Client
}
