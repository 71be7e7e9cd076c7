import { describe, expect, it } from 'vitest'
import { FINDINGS } from '../../../core/archive/verify/report.ts'
import { archiveRefused as ar } from '../../../renderer/i18n/archive/ar.ts'
import { archiveRefused as de } from '../../../renderer/i18n/archive/de.ts'
import { archiveRefused as en } from '../../../renderer/i18n/archive/en.ts'

describe.each([
  ['en', en],
  ['de', de],
  ['ar', ar],
])('what may be wrong with an archive, in %s', (_, texts) => {
  it('has a sentence for every code, and for no other', () => {
    const said = Object.keys(texts).filter((code) => code.startsWith('finding/'))
    expect(said.sort()).toEqual(
      Object.keys(FINDINGS)
        .map((code) => `finding/${code}`)
        .sort(),
    )
  })
})
