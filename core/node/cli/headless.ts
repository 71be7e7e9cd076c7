/** A member's device without screens, always on. */
import { FolkmootError, type Log, type Stoppable } from '../../shared/index.ts'
import type { Core } from '../core.ts'
import { beginJoin, followJoin } from '../headless/joining.ts'
import { linkFromFile, linkFromInput } from '../headless/link-input.ts'
import { statusLine } from '../headless/status-line.ts'
import { watchStatus } from '../headless/watching.ts'
import { type Client, clientOf } from '../headless/whole-client.ts'
import { systemClock } from '../system.ts'
import type { CliOptions } from './options.ts'

export interface HeadlessParts {
  readonly signal: AbortSignal
  readonly log: Log
  readonly say: (line: string) => void
}

/** Joins when that is asked for; then tells how it goes. @throws invite/…, device/…, host/…, the signal's reason */
export async function beHeadless(
  core: Core,
  options: CliOptions,
  { signal, log, say }: HeadlessParts,
): Promise<Stoppable> {
  const client = clientOf(core)
  const { join: isAsked, joinFile, helpConnect } = options
  if (helpConnect) await client.network.change({ helpConnect: true }, { signal })
  if (isAsked || joinFile !== undefined) {
    const input = joinFile === undefined ? await linkFromInput(signal) : await linkFromFile(joinFile)
    try {
      const community = await beginJoin(client, input, say, signal)
      if (community) await followJoin(client, community, say, signal)
    } catch (error) {
      // Started again by the same command line, it is a member already, and the link good no more.
      if (!(error instanceof FolkmootError) || !(await isAnyMember(client))) throw error
      say(error.message)
    }
  }
  return statusLine(systemClock, watchStatus(client, log, signal))
}

async function isAnyMember(client: Client): Promise<boolean> {
  for await (const all of await client.communities.watch()) return all.some(({ state }) => state === 'member')
  return false
}
