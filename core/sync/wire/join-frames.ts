/**
 * `/folkmoot/join/1`: how somebody is let in who holds an invite, a link that adds a device, or a key that belongs here already. J is who asks, A the member who is asked.
 *
 *   J hello → A welcome → J request → A admitted … or refused → J thanks
 *
 * A device asks another of its member's: A compare …, and asks again in a new conversation, until the person there has confirmed.
 *
 * Who belonged before may know of decisions that A does not: A admitted … → A sample → J told … → J thanks
 */
import { type ActionId, LIMITS } from '../../shared/index.ts'
import { joinErrors } from '../errors.ts'
import { binary, bytes, code, count, flag, id, list } from './fields.ts'
import { defineFrames, type FrameTable } from './frames.ts'

export const JOIN_PROTOCOL = '/folkmoot/join/1'
export const JOIN_VERSION = 1

const table = {
  /** J begins; the tag shows who knows the community's key that this one does too. */
  hello: { number: 0, fields: { version: count(255), nonce: bytes(32), tag: bytes(16) } },
  /** A knows the community and has an invite open; the request is bound to this nonce. */
  welcome: { number: 1, fields: { nonce: bytes(32), tag: bytes(16) } },
  /** What is asked, with its proofs: by an invite, as another device of a member, or as one who belongs already. */
  request: { number: 2, fields: { bytes: binary(1, LIMITS.joinRequestBytes) } },
  /** Admitted, durably: the whole log, parents first; `more` in all frames but the last. */
  admitted: { number: 3, fields: { items: list(binary(1, LIMITS.actionBytes), LIMITS.logPage), more: flag } },
  /** Not admitted: a code of `invite/…`, `device/…` or `recovery/…`. */
  refused: { number: 4, fields: { code } },
  /** J has stored it all. */
  thanks: { number: 5, fields: {} },
  /** After the last `admitted`, to one who belonged before: some actions A holds, from which J sees what A lacks. */
  sample: { number: 6, fields: { actions: list(id<ActionId>(), LIMITS.logSample) } },
  /** What A lacks, parents first; `more` in all frames but the last. */
  told: { number: 7, fields: { items: list(binary(1, LIMITS.actionBytes), LIMITS.logPage), more: flag } },
  /** Not yet: what a new device needs to work out the code that is compared; shown only for the keys that were asked with first. */
  compare: { number: 8, fields: { nonce: bytes(32) } },
} as const satisfies FrameTable

export type JoinTable = typeof table
export const joinFrames = defineFrames(table, (cause) => joinErrors('malformed', { cause }))
