/** What a screen does with a file of another system. */
import type { ContractRouterClient } from '@orpc/contract'
import type {
  Contract,
  ImportColumns,
  ImportGoal,
  ImportPlanning,
  ImportRunning,
} from '../../../core/contract/index.ts'
import { type CommunityId, LIMITS, utf8 } from '../../../core/shared/index.ts'

type Client = Pick<ContractRouterClient<Contract>, 'imports'>

export async function handOver({ imports }: Client, name: string, content: string | Uint8Array): Promise<string> {
  const bytes = typeof content === 'string' ? utf8(content) : content
  const { id } = await imports.begin({ name })
  for (let at = 0; at < bytes.length; at += LIMITS.importPieceBytes)
    await imports.append({
      id,
      chunk: Buffer.from(bytes.subarray(at, at + LIMITS.importPieceBytes)).toString('base64'),
    })
  return id
}

export async function planned({ imports }: Client, id: string, columns?: ImportColumns) {
  let last: ImportPlanning | undefined
  for await (const step of await imports.plan({ id, columns })) last = step
  if (last?.type !== 'plan') throw new TypeError('no plan')
  return last
}

/** @param stopAfter steps after which the screen is closed */
export async function run(
  { imports }: Client,
  { id, community, rooms }: { id: string; community: CommunityId; rooms: ImportGoal[] },
  stopAfter = Infinity,
): Promise<ImportRunning | undefined> {
  let last: ImportRunning | undefined
  let steps = 0
  for await (const step of await imports.start({ id, community, rooms })) {
    last = step
    if (++steps >= stopAfter) break
  }
  return last
}
