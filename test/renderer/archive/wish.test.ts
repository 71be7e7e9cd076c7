import { describe, expect, it } from 'vitest'
import { isUsable } from '../../../renderer/archive/PassphraseFields.tsx'
import { strengthOf } from '../../../renderer/archive/strength.ts'
import { beginning, isBackwards, wishOf } from '../../../renderer/archive/wish.ts'

const at = 'community'

describe('what is wished for of an archive', () => {
  it('is all of a community with its signatures, unless something else is said', () => {
    expect(wishOf(at, beginning, 'en')).toEqual({
      ...{ community: at, mine: false, privates: false, media: true, record: true, language: 'en' },
    })
    expect(wishOf(at, beginning, 'fr')?.language).toBe('en')
    expect(wishOf(at, { ...beginning, what: 'mine' }, 'ar')).toMatchObject({ mine: true, language: 'ar' })
  })

  it('is nothing before rooms are named, and those alone then', () => {
    expect(wishOf(at, { ...beginning, what: 'spaces' }, 'en')).toBeUndefined()
    const chosen = { ...beginning, what: 'spaces' as const, spaces: new Set(['a', 'b']) }
    expect(wishOf(at, chosen, 'en')?.spaces).toEqual(['a', 'b'])
    expect(wishOf(at, { ...chosen, what: 'all' }, 'en')?.spaces).toBeUndefined()
  })

  it('holds the last day whole, and never signatures of a part by time', () => {
    const days = { ...beginning, what: 'time' as const, from: '2026-11-01', to: '2026-11-01' }
    const wish = wishOf(at, days, 'en')
    expect((wish?.until ?? 0) - (wish?.since ?? 0)).toBe(24 * 60 * 60 * 1000)
    expect(wish?.record).toBe(false)
    const backwards = { ...days, to: '2026-10-31' }
    expect(isBackwards(backwards)).toBe(true)
    expect(wishOf(at, backwards, 'en')).toBeUndefined()
    expect(wishOf(at, { ...days, from: '', to: '' }, 'en')).toBeUndefined()
  })
})

describe('a passphrase of an archive', () => {
  it('is called what it is: short, fair or good', () => {
    expect(strengthOf('garden')).toBe('short')
    expect(strengthOf('aaaaaaaaaaaaaaaaaaaaaaaa')).toBe('short')
    expect(strengthOf('garden-gate-7')).toBe('fair')
    expect(strengthOf('beans gate rain lantern')).toBe('good')
    expect(strengthOf('بستان المدينة القديمة الأخضر')).toBe('good')
  })

  it('is used when it was typed twice alike and is not too short', () => {
    expect(isUsable({ first: 'garden-gate-7', again: 'garden-gate-7' })).toBe(true)
    expect(isUsable({ first: 'garden-gate-7', again: 'garden-gate-8' })).toBe(false)
    expect(isUsable({ first: 'garden', again: 'garden' })).toBe(false)
  })
})
