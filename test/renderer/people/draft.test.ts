/** The form of one's own profile: nothing is lost on the way from core to the fields and back. */
import { describe, expect, it } from 'vitest'
import {
  aboutIn,
  draftFrom,
  fieldOf,
  keepDraft,
  keptDraft,
  wrongIn,
  yearIn,
  type Draft,
} from '../../../renderer/people/draft.ts'
import { dayOf, languageName, placeIn, timeIn } from '../../../renderer/people/tongues.ts'
import type { CommunityId } from '../../../renderer/session/index.ts'

const about = {
  ...{ pronouns: 'she', bio: 'Bees', languages: ['de'], timeZone: 'Europe/Berlin', birthday: '02-29', skills: ['x'] },
  experience: [{ what: 'Joiner', where: 'Shipyard', from: 1999 }],
  offers: { tags: ['honey'], text: '' },
  seeks: { tags: [], text: 'Wax' },
}
const draft = draftFrom({ name: 'Ada', about })

describe('the form', () => {
  it('says what it was filled with', () => {
    expect(aboutIn(draft)).toEqual({ name: 'Ada', ...about })
    expect(aboutIn({ ...draft, day: '3', month: '7' }).birthday).toBe('07-03')
    expect(aboutIn({ ...draft, day: '', month: '' }).birthday).toBe('')
    expect(wrongIn(draft)).toEqual({})
  })

  it('sees what is wrong before core is asked', () => {
    const line = { what: 'Baker', where: '', from: '', to: '' }
    const wrong = (part: Partial<Draft>) => wrongIn({ ...draft, ...part })
    expect(wrong({ day: '' })).toEqual({ birthday: 'half' })
    expect(wrong({ month: '' })).toEqual({ birthday: 'half' })
    expect(wrong({ day: '', month: '' })).toEqual({})
    expect(wrong({ experience: [line, { ...line, to: 'now' }] })).toEqual({ experience: 'year' })
    expect(wrong({ experience: [{ ...line, from: ' 1999 ' }] })).toEqual({})
  })

  it('reads years in whichever digits', () => {
    expect(['2019', ' 2019', '٢٠١٩', '۲۰۱۹', '２０１９'].map(yearIn)).toEqual([2019, 2019, 2019, 2019, 2019])
    expect(['', '19', '20199', '1e3', '-199', '2,01'].map(yearIn)).toEqual(Array.from({ length: 6 }))
  })

  it('knows which field a refusal is about', () => {
    const refused = (field: string) => ({ code: 'text/too-long', text: '', details: { field } })
    expect(fieldOf(refused('seeksText'))).toBe('seeksText')
    expect(fieldOf(refused('__proto__'))).toBeUndefined()
    expect(fieldOf({ code: 'community/left', text: '', details: {} })).toBeUndefined()
  })

  it('keeps what was typed for each community until it is let go of', () => {
    const [garden, chess] = ['garden', 'chess'] as CommunityId[]
    if (!garden || !chess) throw new TypeError('two are made')
    keepDraft(garden, draft)
    expect(keptDraft(garden)).toBe(draft)
    expect(keptDraft(chess)).toBeUndefined()
    keepDraft(garden, undefined)
    expect(keptDraft(garden)).toBeUndefined()
  })
})

describe('names of languages, places and days', () => {
  it('are those of the language on screen, and what is not known is shown as it is', () => {
    expect(languageName('de', 'en')).toBe('German')
    expect(languageName('zh-Hant', 'de')).toMatch(/Chinesisch/)
    expect(languageName('not a language', 'en')).toBe('not a language')
    expect(placeIn('America/Argentina/Buenos_Aires')).toBe('Buenos Aires')
    expect(dayOf('02-29', 'en')).toBe('February 29')
    expect(timeIn('Mars/Olympus', 0, 'en')).toBeUndefined()
    expect(timeIn('Asia/Tokyo', Date.UTC(2026, 0, 1, 3, 5), 'en')).toMatch(/12:05/)
  })
})
