/** What members tell of themselves and whom they vouch for: each for themselves alone, the latest word counts, in whatever order words come. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  aboutEntry,
  type AboutText,
  type Effect,
  encodeEntry,
  type Entry,
  readAbout,
  readEntry,
  readVouch,
  vouchEntry,
} from '../../../core/documents/index.ts'
import { type CborValue, LIMITS, type MemberId } from '../../../core/shared/index.ts'
import { adasView, memberOf, profiles } from '../../support/small-view.ts'

const idOf = (name: string): MemberId => `${name}_`.padEnd(43, 'A') as MemberId
const [bram, cleo, dora] = ['bram', 'cleo', 'dora'].map(idOf) as [MemberId, MemberId, MemberId]

const nothing: AboutText = {
  ...{ pronouns: '', bio: '', languages: [], timeZone: '', birthday: '', skills: [], experience: [] },
  offers: { tags: [], text: '' },
  seeks: { tags: [], text: '' },
}
const whole: AboutText = {
  pronouns: 'she/her',
  bio: 'I build **sheds**.\nAnd benches.',
  languages: ['de', 'zh-Hant', 'pt-BR'],
  timeZone: 'America/Argentina/Buenos_Aires',
  birthday: '02-29',
  skills: ['Carpentry', 'نجارة'],
  experience: [{ what: 'Joiner', where: 'Shipyard', from: 1999, to: undefined }],
  offers: { tags: ['tools'], text: 'Ask me on Sundays.' },
  seeks: { tags: ['wood'], text: '' },
}

let ada: ReturnType<typeof adasView>
beforeEach(() => {
  ada = adasView([
    memberOf(bram, { devices: ['bram'] as never }),
    memberOf(cleo, { devices: ['cleo'] as never }),
    memberOf(dora, { devices: ['dora'] as never }),
  ])
})
afterEach(() => ada.close())

const says = (who: string, at: number, about: Partial<AboutText>): Effect =>
  ada.effect(who, 'profiles', aboutEntry(at, { ...nothing, ...about }))
const vouches = (who: string, at: number, member: MemberId, skill: string, on = true): Effect =>
  ada.effect(who, 'profiles', vouchEntry(at, { member, skill, on }))
const aboutOf = (member: MemberId): AboutText | undefined => ada.view.people.about(member)?.about
const state = () => ({ about: [...ada.view.people.allAbout()], vouches: ada.view.people.vouches() })

describe('what a member tells of themselves', () => {
  it('comes through bytes as it was said', () => {
    const read = readEntry(encodeEntry(aboutEntry(5, whole)))
    expect(read && readAbout(read)).toEqual(whole)
    expect(readAbout({ kind: 'about', at: 1, fields: new Map() })).toEqual(nothing)
    expect(readAbout(aboutEntry(1, nothing))).toEqual(nothing)
  })

  it('is what they said last, whole, and never what somebody else says', () => {
    ada.apply(says('bram', 5, { bio: 'new', pronouns: 'he' }), says('bram', 3, { bio: 'old', skills: ['x'] }))
    ada.apply(says('cleo', 9, { bio: 'I am Cleo' }), says('eve', 99, { bio: 'nobody' }))
    expect(aboutOf(bram)).toEqual({ ...nothing, bio: 'new', pronouns: 'he' })
    expect(aboutOf(cleo)?.bio).toBe('I am Cleo')
    expect(ada.view.people.allAbout().size).toBe(2)
    expect(ada.view.people.about(bram)?.words).toBe('new')
  })

  it('passes over fields of a later version', () => {
    const entry = aboutEntry(1, whole)
    const newer: Entry = { ...entry, fields: new Map([...entry.fields, ['mood', 'sunny']]) }
    ada.apply(ada.effect('bram', 'profiles', newer))
    expect(aboutOf(bram)).toEqual({ ...whole, experience: [{ what: 'Joiner', where: 'Shipyard', from: 1999 }] })
  })

  const tooMuch: Readonly<Record<string, CborValue>> = {
    pronouns: 'x'.repeat(LIMITS.pronounsChars + 1),
    bio: 'x'.repeat(LIMITS.bioChars + 1),
    languages: Array.from({ length: LIMITS.aboutLanguages + 1 }, () => 'de'),
    timeZone: `Europe/${'x'.repeat(64)}`,
    birthday: '02-30',
    skills: Array.from({ length: LIMITS.skills + 1 }, (_, each) => `skill ${each}`),
    experience: Array.from({ length: LIMITS.experienceLines + 1 }, () => new Map([['what', 'x']])),
    offers: new Map<string, CborValue>([['tags', ['x'.repeat(LIMITS.tagChars + 1)]]]),
    seeks: new Map<string, CborValue>([['text', 'x'.repeat(LIMITS.offerChars + 1)]]),
  }
  it.each(Object.entries(tooMuch))('with too much in %s is shown nowhere', (field, value) => {
    const before = says('bram', 1, { bio: 'before' })
    const entry = aboutEntry(5, whole)
    const odd = ada.effect('bram', 'profiles', { ...entry, fields: new Map([...entry.fields, [field, value]]) })
    ada.apply(before, odd)
    expect(aboutOf(bram)?.bio).toBe('before')
  })

  it.each<[string, CborValue]>([
    ['languages', ['not a language']],
    ['languages', ['__proto__']],
    ['languages', 'de'],
    ['timeZone', '../../etc'],
    ['timeZone', 7],
    ['birthday', '13-01'],
    ['birthday', '1-1'],
    ['skills', [['nested']]],
    ['skills', [7]],
    ['experience', [{} as never]],
    ['experience', [new Map([['from', 3]])]],
    ['experience', [new Map([['from', '2001']])]],
    ['offers', ['tags']],
    ['bio', null],
    ['pronouns', new Map()],
  ])('with %s that is none is shown nowhere', (field, value) => {
    const entry = aboutEntry(5, whole)
    const odd = { ...entry, fields: new Map([...entry.fields, [field, value]]) }
    // What is no value at all reads as nothing said.
    expect(readAbout(odd)).toEqual(value === null ? { ...whole, bio: '' } : undefined)
  })

  it('is cleaned of what another program left in it', () => {
    const sly = { ...whole, pronouns: 'she\u202e\nher', skills: ['Carpentry', 'ＣＡＲＰＥＮＴＲＹ', '\u200b', ' '] }
    expect(readAbout(aboutEntry(1, sly))).toMatchObject({ pronouns: 'she her', skills: ['Carpentry'] })
  })
})

describe('a vouch', () => {
  it('stands until its author takes it back, once for each skill however it is written', () => {
    ada.apply(
      vouches('bram', 1, cleo, 'Carpentry'),
      vouches('bram', 2, cleo, 'CARPENTRY '),
      vouches('dora', 1, cleo, 'carpentry'),
    )
    expect(ada.view.people.vouches(cleo)).toEqual([
      { voucher: bram, member: cleo, skill: 'carpentry' },
      { voucher: dora, member: cleo, skill: 'carpentry' },
    ])
    ada.apply(vouches('bram', 3, cleo, 'carpentry', false), vouches('bram', 2, cleo, 'carpentry'))
    expect(ada.view.people.vouches(cleo).map(({ voucher }) => voucher)).toEqual([dora])
    expect(ada.view.people.vouchedAt(bram, cleo, 'Carpentry')).toBe(3)
  })

  it('is nothing for oneself, by nobody, or for somebody who is no member id', () => {
    ada.apply(vouches('bram', 1, bram, 'Carpentry'), vouches('eve', 1, cleo, 'Carpentry'))
    ada.apply(vouches('bram', 2, 'cleo' as MemberId, 'Carpentry'), vouches('bram', 3, cleo, '\u200b'))
    ada.apply(vouches('bram', 4, cleo, 'x'.repeat(LIMITS.tagChars + 1)))
    expect(ada.view.people.vouches()).toEqual([])
  })

  it('is by whoever wrote it, whatever else the entry says', () => {
    const entry = vouchEntry(1, { member: cleo, skill: 'Carpentry', on: true })
    const forged = {
      ...entry,
      fields: new Map<string, CborValue>([...entry.fields, ['voucher', dora], ['author', dora]]),
    }
    ada.apply(ada.effect('bram', 'profiles', forged))
    expect(ada.view.people.vouches().map(({ voucher }) => voucher)).toEqual([bram])
    expect(readVouch({ ...entry, fields: new Map([...entry.fields, ['on', 1]]) })).toBeUndefined()
  })
})

describe('names that mean something to JavaScript', () => {
  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is a skill like any other', (odd) => {
    ada.apply(
      says('cleo', 1, {
        bio: odd,
        skills: [odd],
        offers: { tags: [odd], text: odd },
        experience: [{ what: odd, where: odd, from: undefined, to: undefined }],
      }),
      vouches('bram', 1, cleo, odd),
    )
    expect(aboutOf(cleo)?.skills).toEqual([odd])
    expect(ada.view.people.vouches(cleo)).toHaveLength(1)
    expect(Object.prototype).not.toHaveProperty('skills')
  })
})

describe('profiles folded anew', () => {
  it('have what still counts, and everything back that comes back', () => {
    const all = [
      says('bram', 1, { bio: 'Bram' }),
      says('bram', 2, { bio: 'Stolen' }),
      vouches('bram', 3, cleo, 'Singing'),
    ]
    ada.apply(...all)
    const before = state()
    ada.refold(profiles, all.slice(0, 1))
    expect(aboutOf(bram)?.bio).toBe('Bram')
    expect(ada.view.people.vouches()).toEqual([])
    ada.refold(profiles, all)
    expect(state()).toEqual(before)
    ada.view.rebuild(() => all)
    expect(state()).toEqual(before)
  })

  it('come to the same in whatever order, bit by bit or anew', () => {
    const word = fc.record({
      who: fc.constantFrom('bram', 'cleo', 'dora', 'eve'),
      at: fc.integer({ min: 1, max: 4 }),
      skill: fc.constantFrom('Sewing', 'sewing', 'Singing'),
      about: fc.option(fc.constantFrom(bram, cleo, dora)),
      on: fc.boolean(),
    })
    using one = withEnd(adasView(people()))
    using other = withEnd(adasView(people()))
    fc.assert(
      fc.property(fc.array(word, { maxLength: 14 }), fc.array(fc.nat(), { maxLength: 14 }), (words, picks) => {
        for (const { view } of [one, other]) view.rebuild(() => [])
        const effects = words.map(({ who, at, skill, about, on }) =>
          one.effect(
            who,
            'profiles',
            about === null ? aboutEntry(at, { ...nothing, bio: skill }) : vouchEntry(at, { member: about, skill, on }),
          ),
        )
        for (const effect of effects) one.apply(effect)
        const shuffled = effects.map((effect, index) => ({ effect, by: picks[index] ?? index }))
        other.apply(...shuffled.sort((a, b) => a.by - b.by).map(({ effect }) => effect))
        const seen = ({ view: { people: index } }: typeof one) => [[...index.allAbout()], index.vouches()]
        expect(seen(other)).toEqual(seen(one))
        one.view.rebuild(() => effects)
        expect(seen(one)).toEqual(seen(other))
      }),
      { numRuns: 25 },
    )
  })
})

const people = () => [bram, cleo, dora].map((id) => memberOf(id, { devices: [id.slice(0, 4)] as never }))
const withEnd = (view: ReturnType<typeof adasView>) => Object.assign(view, { [Symbol.dispose]: () => view.close() })

describe('first steps', () => {
  it('are remembered, and outlive the index', () => {
    expect(ada.view.people.takeStep('people')).toBe(true)
    expect(ada.view.people.takeStep('people')).toBe(false)
    ada.view.rebuild(() => [])
    expect([...ada.view.people.steps()]).toEqual(['people'])
    expect(ada.view.people.hasSpoken()).toBe(false)
    ada.say('ada', 1, 'hello')
    expect(ada.view.people.hasSpoken()).toBe(true)
  })
})

describe('what is told to live queries', () => {
  it('is that somebody told of themselves, which no room has to be drawn anew for', () => {
    const told: unknown[] = []
    ada.view.onChange(({ people: names, about }) => told.push({ names, about }))
    const first = says('bram', 1, { bio: 'Bram' })
    ada.apply(first)
    ada.apply(vouches('bram', 1, cleo, 'Sewing'))
    ada.apply(says('bram', 1, { bio: 'the same moment, later in the feed' }), vouches('bram', 1, bram, 'Sewing'))
    ada.apply(vouches('bram', 1, bram, 'Sewing'))
    ada.refold(profiles, [first])
    expect(told).toEqual([
      { names: false, about: true },
      { names: false, about: true },
      { names: false, about: true },
      { names: false, about: false },
      { names: true, about: true },
    ])
  })
})
