import { createHash, createHmac, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveKey, digest, keyedHash, sha256 } from '../../../core/identity/index.ts'

const bytes = fc.uint8Array({ maxLength: 200 })

describe('hashes', () => {
  it('are those of the standards', () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, (key, a, b) => {
        expect(keyedHash(key, a, b)).toEqual(new Uint8Array(createHmac('sha256', key).update(a).update(b).digest()))
        expect(keyedHash(key, b)).toEqual(new Uint8Array(createHmac('sha256', key).update(b).digest()))
        expect(sha256(a)).toEqual(new Uint8Array(createHash('sha256').update(a).digest()))
        expect(digest('folkmoot/x/1', a, b)).toEqual(
          new Uint8Array(createHash('sha256').update('folkmoot/x/1\0').update(a).update(b).digest()),
        )
        expect(deriveKey(key, 'folkmoot/x/1', 40)).toEqual(
          new Uint8Array(hkdfSync('sha256', key, '', 'folkmoot/x/1', 40)),
        )
      }),
    )
  })
})
