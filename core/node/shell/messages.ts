/** What comes from the shell, checked: the process boundary is no place for trust. */
import { z } from 'zod'
import { LIMITS, type ShellMessage } from '../../shared/index.ts'

const shellMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('start'),
    profile: z.string().min(1),
    key: z.instanceof(Uint8Array).refine((key) => key.length === 32),
    protection: z.enum(['keychain', 'plain-keychain']),
  }),
  z.strictObject({ type: z.literal('connect') }),
  z.strictObject({ type: z.literal('open-link'), link: z.string().max(LIMITS.inviteLinkChars) }),
  z.strictObject({ type: z.literal('stop') }),
])

/** The message, or nothing when it is none. */
export function readShellMessage(data: unknown): ShellMessage | undefined {
  return shellMessage.safeParse(data).data
}
