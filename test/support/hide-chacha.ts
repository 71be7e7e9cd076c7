/** Makes node:crypto as it is in Electron, whose BoringSSL has no ChaCha20-Poly1305 there. To be called before anything else is loaded. */
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

export function hideChaCha(): void {
  Object.defineProperty(process, 'versions', { value: { ...process.versions, electron: '45.4.1' } })
  const { createCipheriv, createDecipheriv, getCiphers } = crypto
  const refuse = <T extends (algorithm: never, ...rest: never[]) => unknown>(real: T): T =>
    ((algorithm: never, ...rest: never[]) => {
      if (String(algorithm).startsWith('chacha20')) throw new Error('Unknown cipher')
      return real(algorithm, ...rest)
    }) as T
  crypto.getCiphers = () => getCiphers().filter((name) => !name.startsWith('chacha20'))
  crypto.createCipheriv = refuse(createCipheriv)
  crypto.createDecipheriv = refuse(createDecipheriv)
  syncBuiltinESMExports()
}
