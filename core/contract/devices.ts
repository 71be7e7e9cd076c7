/** The devices of this person in one community, and the recovery key. */
import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { communityId, deviceId, procedure, typed } from './base.ts'
import { deviceView } from './people.ts'

/** How adding a device stands, on the device that made the link. */
export const pairingView = z.object({
  /** waiting: nobody opened the link yet; comparing: both devices show `code`; done; expired: ten minutes went by, or it was cancelled. */
  step: z.enum(['waiting', 'comparing', 'done', 'expired']),
  /** `folkmoot://device#…`: secret, good once and for ten minutes. */
  link: z.string(),
  expires: z.number(),
  /** Six digits in two groups; the other device shows the same. */
  code: z.string().optional(),
  /** Why it is over, for `expired`. other: a second device opened the link, which no friend has reason to do. */
  why: z.enum(['time', 'different', 'other']).optional(),
})
export type PairingView = z.infer<typeof pairingView>

const here = { community: communityId }

export const devices = {
  watch: procedure.input(z.object(here)).output(eventIterator(z.array(deviceView))),
  /** Makes a link that adds one device; the answer goes on while the screen is open, and closing it cancels. */
  pair: procedure.input(z.object(here)).output(eventIterator(pairingView)),
  /** The person has compared the codes: they are the same, or not. Refused: device/nothing-to-compare. */
  compared: procedure.input(z.object({ ...here, same: z.boolean() })),
  rename: procedure.input(z.object({ ...here, device: deviceId, name: typed })),
  /** Takes a device's rights and changes the keys. */
  remove: procedure.input(z.object({ ...here, device: deviceId })),
  /** Opens such a link on the new device; goes on as joining does, with a code to compare. Refused: device/… */
  accept: procedure.input(z.object({ link: typed })).output(z.object(here)),
  /** Makes a recovery key, to be printed or saved; it is shown once. An older one is replaced only by itself. */
  makeRecovery: procedure.input(z.object(here)).output(z.object({ text: z.string() })),
  /**
   * Comes back with a recovery key: on a device that knows nothing else, which goes on as joining does, or on one whose rights were taken.
   * `removeOthers`: all others are lost, or in wrong hands; their rights are taken once what they wrote is here. Refused: recovery/…
   */
  recover: procedure.input(z.object({ text: typed, removeOthers: z.boolean().optional() })).output(z.object(here)),
}
