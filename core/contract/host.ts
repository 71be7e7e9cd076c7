/** The core process itself: locked, ready or unable. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.ts'

export const hostView = z.object({
  /** locked: waits for the passphrase; failed: the profile cannot be opened, see `trouble`. */
  state: z.enum(['starting', 'locked', 'ready', 'failed']),
  trouble: z.object({ code: z.string(), text: z.string() }).optional(),
  /** Only when locked: there is no passphrase yet, so the one that unlocks is chosen now. */
  fresh: z.literal(true).optional(),
  version: z.string(),
  /** An invite link that was opened from outside and waits to be shown. */
  link: z.string().optional(),
})
export type HostView = z.infer<typeof hostView>

export const host = {
  watch: procedure.output(eventIterator(hostView)),
  /** Refused: storage/wrong-passphrase, storage/passphrase-too-short when it is chosen now. */
  unlock: procedure.input(z.object({ passphrase: z.string().min(1).max(1000) })),
  /** The link from outside has been shown. */
  takeLink: procedure.output(z.object({ link: z.string().optional() })),
}
