/** safeStorage with a keychain that can be missing, locked, or another one than before. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { SafeStorage } from '../../../electron/api.ts'

export class StandInSafeStorage implements SafeStorage {
  backend = 'gnome_libsecret'
  /** Seals are made by, and opened with, this secret; undefined is a keychain that does not answer. */
  secret: string | undefined = 'login'
  available = true
  stale = false
  plainAllowed = false

  getSelectedStorageBackend(): string {
    return this.backend
  }

  setUsePlainTextEncryption(use: boolean): void {
    this.plainAllowed = use
  }

  isAsyncEncryptionAvailable(): Promise<boolean> {
    return Promise.resolve(this.available && (this.backend !== 'basic_text' || this.plainAllowed))
  }

  encryptStringAsync(text: string): Promise<Buffer> {
    const plain = this.secret === undefined || this.backend === 'basic_text'
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', keyOf(plain ? 'peanuts' : this.secret), iv)
    const body = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
    return Promise.resolve(Buffer.concat([Buffer.from(plain ? 'v10' : 'v11'), iv, body]))
  }

  async decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    const plain = sealed.subarray(0, 3).toString() === 'v10'
    const opener = createDecipheriv('aes-256-gcm', keyOf(plain ? 'peanuts' : this.secret), sealed.subarray(3, 15))
    opener.setAuthTag(sealed.subarray(-16))
    const result = Buffer.concat([opener.update(sealed.subarray(15, -16)), opener.final()]).toString()
    return Promise.resolve({ result, shouldReEncrypt: this.stale })
  }
}

function keyOf(secret: string | undefined): Buffer {
  return createHash('sha256')
    .update(secret ?? randomBytes(32))
    .digest()
}
