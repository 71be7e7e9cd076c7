import { randomBytes } from 'node:crypto'
import { generateKeyPairFromSeed, privateKeyFromProtobuf } from '@libp2p/crypto/keys'
import type { Ed25519PrivateKey } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import type { PeerId } from '../../shared/index.ts'
import { transportErrors } from './errors.ts'

/** A new secret of a transport end: a 32-byte seed. Whoever has it can pose as that peer id, though never as a member. */
export async function createPeerKey(): Promise<Uint8Array> {
  return new Uint8Array(randomBytes(32))
}

/** The peer id that belongs to a seed, or to an Ed25519 private key in libp2p's protobuf form. @throws sync/bad-peer-key */
export async function peerOfKey(key: Uint8Array): Promise<PeerId> {
  return peerIdFromPrivateKey(await privateKeyOf(key)).toString() as PeerId
}

/** @throws sync/bad-peer-key */
export async function privateKeyOf(key: Uint8Array): Promise<Ed25519PrivateKey> {
  try {
    const made = key.length === 32 ? await generateKeyPairFromSeed('Ed25519', key) : privateKeyFromProtobuf(key)
    if (made.type === 'Ed25519') return made
  } catch (cause) {
    throw transportErrors('bad-peer-key', { cause })
  }
  throw transportErrors('bad-peer-key')
}
