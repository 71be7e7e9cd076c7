import { describe, expect, it } from 'vitest'
import { alikeNames, shownName } from '../../../core/service/names.ts'
import type { MemberId } from '../../../core/shared/index.ts'

describe('names', () => {
  it.each([
    ['Ada', 'ada'],
    ['Ada', 'Аda'],
    ['Bill', 'BiII'],
    ['Zoë', 'Zoe'],
    ['a_da', 'ada'],
    ['modern', 'modem'],
    ['Ｋim', 'Kim'],
  ])('%s and %s are told apart for the person', (one, other) => {
    expect(alikeNames([one, other, 'Somebody else'])).toEqual(new Set([one, other]))
  })

  it('leaves alone those that nobody would mix up', () => {
    expect(alikeNames(['Ada', 'Bram', 'Chidi', 'Ярослав', '田中'])).toEqual(new Set())
  })

  it('gives everybody a name', () => {
    expect(shownName('abcdefghij' as MemberId, undefined)).toBe('abcdef')
    expect(shownName('abcdefghij' as MemberId, 'Ada')).toBe('Ada')
  })
})
