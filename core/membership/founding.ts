/** The first action of a community: its secret, its first owner, and epoch 1. */
import type { CommunityId, Random } from '../shared/index.ts'
import { fromBase64url } from '../shared/index.ts'
import { type Device, sealFor } from '../identity/index.ts'
import { signAction } from './action.ts'
import { firstEpoch } from './epoch.ts'
import { logKeys, sealAction } from './log-seal.ts'

export interface Founding {
  readonly community: CommunityId
  /** 16 bytes. */
  readonly secret: Uint8Array
  /** The sealed `create`. */
  readonly item: Uint8Array
}

/** Founds a community with `device` as its first owner's. */
export function found(device: Device, random: Random, at: number): Founding {
  return begin(device, random, at, false)
}

/** Founds a private space of those who are then added to it. */
export function foundPrivate(device: Device, random: Random, at: number): Founding {
  return begin(device, random, at, true)
}

function begin(device: Device, random: Random, at: number, isPrivate: boolean): Founding {
  const secret = random.bytes(16)
  const epoch = firstEpoch(random)
  const action = signAction(device, {
    community: undefined,
    seq: 1,
    prev: undefined,
    parents: [],
    at,
    payload: {
      type: 'create',
      secret,
      box: device.box.publicKey,
      epoch: fromBase64url(epoch.id) ?? new Uint8Array(0),
      sealed: [[device.box.publicKey, sealFor(device.box.publicKey, epoch.key)]],
      ...(isPrivate && { private: true }),
    },
  })
  return { community: action.id as string as CommunityId, secret, item: sealAction(logKeys(secret), action) }
}
