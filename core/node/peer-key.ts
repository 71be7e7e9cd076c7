/** The key of this profile's transport: it names the peer on the network, and nobody in a community. Kept in the encrypted profile. */
import { base64url, fromBase64url } from '../shared/index.ts'
import type { Settings } from '../storage/index.ts'
import { createPeerKey } from '../sync/index.ts'

const setting = 'network.peer-key'

/** Made at first use. */
export async function peerKeyOf(settings: Settings): Promise<Uint8Array> {
  const kept = settings.get(setting)
  const key = typeof kept === 'string' ? fromBase64url(kept) : undefined
  if (key !== undefined) return key
  const made = await createPeerKey()
  settings.set(setting, base64url(made))
  return made
}
