import { describe, expect, it } from 'vitest'
import type { KeyStore } from '../../core/shared/index.ts'

/** Makes an empty place for a key; each `open` makes a key store over what lies there. */
export type MakeKeyStore = () => { store(): KeyStore; readonly protection: KeyStore['protection'] }

/** What whoever opens a profile may rely on, whoever keeps the key. */
export function keyStoreAcceptance(name: string, make: MakeKeyStore): void {
  const { signal } = new AbortController()

  describe(`${name}: key store`, () => {
    it('gives 32 bytes, the same each time and at the next start', async () => {
      const place = make()
      const store = place.store()
      const first = await store.open(signal)
      expect(first).toHaveLength(32)
      expect(await store.open(signal)).toEqual(first)
      expect(await place.store().open(signal)).toEqual(first)
      expect(new Set(first).size, 'not all alike').toBeGreaterThan(1)
    })

    it('gives a copy that may be wiped', async () => {
      const store = make().store()
      const first = await store.open(signal)
      const copy = Uint8Array.from(first)
      first.fill(0)
      expect(Uint8Array.from(await store.open(signal))).toEqual(copy)
    })

    it('says how well it keeps it', () => {
      const place = make()
      expect(place.store().protection).toBe(place.protection)
    })

    it('stops when told so', async () => {
      const reason = new Error('enough')
      await expect(make().store().open(AbortSignal.abort(reason))).rejects.toBe(reason)
    })
  })
}
