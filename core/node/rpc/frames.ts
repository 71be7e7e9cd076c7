/** What a screen may send: a call, or word that it no longer waits for one. All else is no screen of ours. */
import { z } from 'zod'

const id = z.string().min(1).max(40)

const frame = z.union([
  z.strictObject({
    i: id,
    t: z.literal(1).optional(),
    p: z.strictObject({
      u: z.string().regex(/^\/[\w/-]{1,100}$/),
      b: z.unknown().optional(),
      h: z.strictObject({ 'last-event-id': z.string().max(100).optional() }).optional(),
      m: z.literal('POST').optional(),
    }),
  }),
  z.strictObject({ i: id, t: z.literal(4), p: z.unknown().optional() }),
])

/** Whether this text is such a frame. */
export function isFrame(text: string): boolean {
  try {
    return frame.safeParse(JSON.parse(text)).success
  } catch {
    return false
  }
}
