/** What comes from the shell, checked: the process boundary is no place for trust. */
import { z } from 'zod'
import { LIMITS, type ShellMessage } from '../../shared/index.ts'

const key = z.strictObject({
  bytes: z.instanceof(Uint8Array).refine((bytes) => bytes.length === 32),
  protection: z.enum(['keychain', 'plain-keychain']),
})

const shellMessage = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('start'),
    profile: z.string().min(1),
    key: key.exactOptional(),
  }),
  z.strictObject({ type: z.literal('connect') }),
  z.strictObject({ type: z.literal('open-link'), link: z.string().max(LIMITS.inviteLinkChars) }),
  z.strictObject({ type: z.literal('stop') }),
])

/** The message, or nothing when it is none. */
export function readShellMessage(data: unknown): ShellMessage | undefined {
  return shellMessage.safeParse(data).data
}
