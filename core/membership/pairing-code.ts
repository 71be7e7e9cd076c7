/**
 * The code that is compared when a device is added. Whoever replaces the link on its way stands between both devices, and would try keys
 * until both show the same six digits. So the code has two parts that cannot be known when keys are chosen: a nonce of the device that made
 * the link, of which the link holds only the hash and which is shown once the other has asked; and a share of the new device, which follows
 * from its secret key and the link, and is shown by asking.
 */
import { joinBytes, sameBytes } from '../shared/index.ts'
import {
  deriveKey,
  type Device,
  digest,
  type PublicDevice,
  publicDevice,
  sign,
  type SigningKeys,
  signingKeys,
} from '../identity/index.ts'
import { deviceErrors } from './errors.ts'

/** What a link that adds a device holds of what the code is made of. */
export interface CodeTerms {
  /** 16 bytes, known to who made the link and who opened it. */
  readonly pairingSecret: Uint8Array
  /** 32 bytes: the hash of a nonce that is shown later. */
  readonly commitment: Uint8Array
}

/** What a request settles of the code. */
export interface Candidate {
  readonly device: PublicDevice
  /** 32 bytes. */
  readonly share: Uint8Array
}

/** The key pair that stands for the link in a conversation, where the secret is never said. */
export function pairingKeys(secret: Uint8Array): SigningKeys {
  return signingKeys(deriveKey(secret, 'folkmoot/pairing-signing/1'))
}

/** What a link says of a nonce of 32 bytes. */
export function commitTo(nonce: Uint8Array): Uint8Array {
  return digest('folkmoot/pairing-commitment/1', nonce)
}

/** The same for the same link, also after a restart; of another link, nobody can tell it who has not the device's secret key. */
export function shareOf({ pairingSecret, commitment }: CodeTerms, device: Device): Uint8Array {
  const link = digest('folkmoot/pairing-share/1', joinBytes(pairingKeys(pairingSecret).publicKey, commitment))
  return digest('folkmoot/pairing-share/1', sign(device.signing, link))
}

/** The code a new device shows. @throws device/untrue when the nonce is not the one the link was made with */
export function codeFor(link: CodeTerms, device: Device, nonce: Uint8Array): string {
  if (!sameBytes(commitTo(nonce), link.commitment)) throw deviceErrors('untrue')
  return deviceCode(link.pairingSecret, { device: publicDevice(device), share: shareOf(link, device) }, nonce)
}

/** Six digits in two groups, every code as likely as any other. */
export function deviceCode(pairingSecret: Uint8Array, { device, share }: Candidate, nonce: Uint8Array): string {
  let block = digest('folkmoot/device-code/1', joinBytes(pairingSecret, device.signing, device.box, share, nonce))
  for (;;) {
    const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
    for (let at = 0; at < block.length; at += 4) {
      const word = view.getUint32(at)
      if (word >= FAIR) continue
      const digits = String(word % CODES).padStart(6, '0')
      return `${digits.slice(0, 3)} ${digits.slice(3)}`
    }
    block = digest('folkmoot/device-code/1', block)
  }
}
const CODES = 1_000_000
/** Words from here on would make the lower codes likelier. */
const FAIR = Math.floor(2 ** 32 / CODES) * CODES
