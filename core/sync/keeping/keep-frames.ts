/**
 * `/folkmoot/keep/1`: a member's device M and a keeper K, which knows a community as a shelf with a random id and nothing else of it.
 *
 *   M hello → K challenge → M proof, or claim with the secret of the keeper's link, or annex → K state, lanes … , cleared?
 *
 * From then on M asks and K answers, one after another: fetch → item … covered; put → kept or refused; roster → rostered or refused;
 * introduce → introduced or refused; clear → kept or refused; drop → dropped or refused; ping → ping. call → calling or refused. K tells of `news`, of
 * `called`, and whoever leads of `state`, at any time; `end` at any time after the hello.
 */
import { type CborValue, type DeviceId, LIMITS } from '../../shared/index.ts'
import { binary, bytes, code, count, type Field, flag, id, list } from '../wire/fields.ts'
import { defineFrames, type FrameOf, type FrameTable } from '../wire/frames.ts'
import { keeperErrors } from './errors.ts'
import type { Lane } from './lane.ts'

export const KEEP_PROTOCOL = '/folkmoot/keep/1'
export const KEEP_VERSION = 1
/** Bytes of the name of a shelf. */
export const SHELF_BYTES = 16
/** Bytes of a roster at most, its lists of devices aside. */
const ROSTER_BYTES = 128
/** Bytes of an introduction at most. */
const INTRODUCTION_BYTES = 128

const device = id<DeviceId>()
const seq = count(Number.MAX_SAFE_INTEGER)
const signature = bytes(64)
const hash = bytes(32)
const parcel = binary(1, LIMITS.parcelBytes)
const letter = binary(1, LIMITS.letterBytes)

/** How far a device's lane goes: what is kept of it begins at `first`, which is beyond `last` when all of it was cleared. */
const lane: Field<Lane> = {
  read: (value) => {
    const [of, first, last, head, ...rest] = Array.isArray(value) ? (value as readonly CborValue[]) : []
    if (rest.length > 0) throw keeperErrors('malformed')
    return { device: device.read(of), first: seq.read(first), last: seq.read(last), head: hash.read(head) }
  },
  write: ({ device: of, first, last, head }) => [device.write(of), first, last, head],
}

const table = {
  hello: { number: 0, fields: { version: count(255), shelf: bytes(SHELF_BYTES), nonce: bytes(32) } },
  challenge: { number: 1, fields: { nonce: bytes(32) } },
  /** The device's signature over the transcript of this conversation. */
  proof: { number: 2, fields: { device, signature } },
  /** The same, of who has the keeper's link; `mac` shows the secret in it. A shelf is made for it. */
  claim: { number: 3, fields: { device, signature, mac: bytes(32) } },
  /** Of the shelf: the roster's version and hash, bytes kept and allowed. Lanes follow the first. */
  state: { number: 4, fields: { version: seq, roster: hash, used: seq, budget: seq } },
  /** All lanes there are, `more` in all frames but the last. */
  lanes: { number: 5, fields: { lanes: list(lane, LIMITS.keeperLanesPage), more: flag } },
  /** Asks for items of a lane. */
  fetch: { number: 6, fields: { device, from: seq, to: seq } },
  /** One of them: what its device once put. */
  item: { number: 7, fields: { seq, prev: hash, signature, parcel } },
  /** These were all that are kept of what was asked for. */
  covered: { number: 8, fields: {} },
  /** The next of the own lane. */
  put: { number: 9, fields: { seq, prev: hash, signature, parcel } },
  /** It is on the keeper's disk. */
  kept: { number: 10, fields: { used: seq } },
  /** What was asked last was not done. */
  refused: { number: 11, fields: { code } },
  /** Who may use the shelf from now on; signed by the device. */
  roster: { number: 12, fields: { bytes: binary(1, ROSTER_BYTES + 34 * LIMITS.keeperDevices), signature } },
  rostered: { number: 13, fields: {} },
  /** Lanes that go further, or begin later, than before. */
  news: { number: 14, fields: { lanes: list(lane, LIMITS.keeperLanesPage) } },
  /** Up to where lanes are no longer needed; signed by the device. */
  clear: { number: 15, fields: { bytes: binary(1, 64 + 48 * LIMITS.keeperLanes), signature } },
  /** What was cleared last, and who signed it: so that nobody takes it for lost. */
  cleared: { number: 16, fields: { bytes: binary(1, 64 + 48 * LIMITS.keeperLanes), device, signature } },
  ping: { number: 17, fields: {} },
  end: { number: 18, fields: { code } },
  /** The shelf is not needed any more; signed by the device. */
  drop: { number: 19, fields: { signature } },
  /** All of it is gone. */
  dropped: { number: 20, fields: {} },
  /** A device the log admits and no roster names yet is to be served too; signed by the device. */
  introduce: { number: 21, fields: { bytes: binary(1, INTRODUCTION_BYTES), signature } },
  introduced: { number: 22, fields: {} },
  /** In place of `proof`, of who may use the community's shelf `under`: a private space's shelf beside it is made, if there is none yet. */
  annex: { number: 23, fields: { device, signature, under: bytes(SHELF_BYTES) } },
  /** On such a shelf: what a device of its roster is to be told of it when it comes to the community's. */
  call: { number: 24, fields: { device, letter } },
  calling: { number: 25, fields: {} },
  /** On the community's shelf, to a device that is called. */
  called: { number: 26, fields: { shelf: bytes(SHELF_BYTES), letter } },
} as const satisfies FrameTable

export type KeepTable = typeof table
export type KeepFrame = FrameOf<KeepTable>
export const keepFrames = defineFrames(table, (cause) => keeperErrors('malformed', { cause }))
