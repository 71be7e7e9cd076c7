/** Joining without screens, for a member's device that is always on. */
import type { CommunityId } from '../../shared/index.ts'
import { hostErrors } from '../errors.ts'
import { agreed, type LinkInput } from './link-input.ts'
import type { Client } from './whole-client.ts'

/** How it is called there unless it was said. */
const NAME = 'Keeper'

/**
 * Begins to join, by an invite or as another device of a member; goes on by itself, also after a restart.
 * @returns the community; nothing when the person did not agree
 * @throws invite/…, device/…, the signal's reason
 */
export async function beginJoin(
  client: Client,
  { link, name }: LinkInput,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<CommunityId | undefined> {
  if (/^\s*folkmoot:\/\/device#/i.test(link)) return (await client.devices.accept({ link }, { signal })).community
  const preview = await client.invites.preview({ link }, { signal })
  // What is not a terminal may be a log, which is to hold no names.
  if (process.stdin.isTTY) {
    say(`${preview.name}: ${preview.purpose}`)
    if (preview.rules !== '') say(`Its rules:\n${preview.rules}`)
  }
  if (!(await agreed(`${preview.inviter} invites you. Join, and keep to the rules?`, signal))) return undefined
  return (await client.invites.accept({ link, displayName: name || NAME }, { signal })).community
}

/** Tells how a join goes until it is done. @throws host/join-refused, the signal's reason */
export async function followJoin(
  client: Client,
  community: CommunityId,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let last = ''
  for await (const { step, code, trouble } of await client.invites.watchJoin({ community }, { signal })) {
    const line = step === 'comparing' ? `Compare this code with the other device: ${code ?? ''}` : (LINES[step] ?? step)
    if (line !== last) say(line)
    last = line
    if (step === 'refused') throw hostErrors('join-refused', { details: { why: trouble?.text ?? '' } })
    if (step === 'done') return
  }
}

const LINES: Readonly<Record<string, string>> = {
  connecting: 'Looking for somebody who can let this device in …',
  waiting: 'Nobody who can let this device in is there now. It goes on trying.',
  asking: 'Asking to be let in …',
  pending: 'A moderator has to confirm this device.',
  receiving: 'Let in. What was written comes in now.',
  done: 'Joined.',
  refused: 'It was not let in.',
}
