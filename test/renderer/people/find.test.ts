/** Who is listed, in which order, and what is coming up. */
import { describe, expect, it } from 'vitest'
import {
  comingOf,
  countsOf,
  find,
  languagesOf,
  skillsOf,
  type Around,
  type Wish,
} from '../../../renderer/people/find.ts'
import type { MemberId, PersonView } from '../../../renderer/session/index.ts'

const day = 86_400_000
const now = new Date(2026, 10, 22, 12).getTime()

function person(name: string, over: Partial<PersonView> = {}): PersonView {
  return {
    id: name.toLowerCase() as MemberId,
    ...{ name, tag: `${name.toLowerCase()}key`.slice(0, 6), lookAlike: false, role: 'member', me: false },
    ...{ since: now - 400 * day, founder: false, pronouns: '', words: '', languages: [], birthday: '', skills: [] },
    offers: { tags: [], text: '' },
    seeks: { tags: [], text: '' },
    offersWhatISeek: [],
    seeksWhatIOffer: [],
    ...over,
  }
}
const skill = (name: string, vouches = 0) => ({ skill: name, vouches })

const ada = person('Ada', {
  ...{ role: 'owner', founder: true, since: now - day, languages: ['pt-BR', 'de'], words: 'I keep bees' },
  skills: [skill('Carpentry', 3)],
})
const bram = person('Bram', { me: true, seeks: { tags: ['Café'], text: '' } })
const cleo = person('Cleo', {
  ...{ since: now - 13 * day, languages: ['pt'], offers: { tags: [], text: 'Lifts to town' } },
  skills: [skill('carpentry'), skill('Singing')],
  offersWhatISeek: ['Café'],
})
const zoe = person('Zoë', { since: now - 15 * day, words: '日本語を話します' })
const people = [zoe, cleo, bram, ada]

const around: Around = { online: new Set(['cleo' as MemberId]), now, language: 'en' }
const wish: Wish = { show: 'everyone', skill: undefined, language: undefined, query: '', sort: 'name' }
const names = (part: Partial<Wish>, all = people) => find(all, { ...wish, ...part }, around).map(({ name }) => name)

describe('the directory', () => {
  it('lists everybody by name, or who came last before all', () => {
    expect(names({})).toEqual(['Ada', 'Bram', 'Cleo', 'Zoë'])
    expect(names({ sort: 'newest' })).toEqual(['Ada', 'Cleo', 'Zoë', 'Bram'])
  })

  it.each([
    ['newcomers', ['Cleo']],
    ['online', ['Bram', 'Cleo']],
    ['leading', ['Ada']],
    ['offering', ['Cleo']],
    ['seeking', ['Bram']],
    ['fitting', ['Cleo']],
  ] as const)('shows %s', (show, expected) => {
    expect(names({ show })).toEqual(expected)
    expect(countsOf(people, around)[show]).toBe(expected.length)
  })

  it('finds by skill and language, however they are written', () => {
    expect(names({ skill: 'CARPENTRY' })).toEqual(['Ada', 'Cleo'])
    expect(names({ language: 'pt' })).toEqual(['Ada', 'Cleo'])
    expect(names({ skill: 'Carpentry', language: 'de' })).toEqual(['Ada'])
    expect(skillsOf(people)[0]).toMatch(/carpentry/i)
    expect(skillsOf(people)).toHaveLength(2)
    expect(languagesOf(people)).toEqual(['de', 'pt'])
  })

  it.each([
    ['zoe', ['Zoë']],
    ['cafe', ['Bram']],
    ['bees keep', ['Ada']],
    ['town', ['Cleo']],
    ['日本', ['Zoë']],
    ['  ', ['Ada', 'Bram', 'Cleo', 'Zoë']],
    ['ada cleo', []],
    ['__proto__', []],
  ])('finds %s', (query, expected) => {
    expect(names({ query })).toEqual(expected)
  })

  it('does not mind names that mean something to JavaScript', () => {
    const odd = ['__proto__', 'constructor'].map((name) => person(name, { skills: [skill(name)], languages: [name] }))
    expect(names({ query: '__proto__' }, odd)).toEqual(['__proto__'])
    expect(names({ skill: 'constructor' }, odd)).toEqual(['constructor'])
    expect(skillsOf(odd)).toEqual(['__proto__', 'constructor'])
  })
})

describe('what is coming up', () => {
  const at = (month: number, date: number, year = 2026) => new Date(year, month - 1, date).getTime()

  it('is birthdays that were given and years somebody has been here, soonest first', () => {
    const coming = comingOf(
      [
        person('Today', { birthday: '11-22', since: at(11, 21) }),
        person('Next', { birthday: '12-01', since: at(11, 25, 2023) }),
        person('Past', { birthday: '11-21', since: at(11, 22) }),
        person('Far', { birthday: '01-15', since: at(3, 1, 2020) }),
        person('Silent', { since: at(6, 1) }),
      ],
      now,
    )
    expect(coming.map(({ name, years, at: when }) => [name, years, new Date(when).getDate()])).toEqual([
      ['Today', undefined, 22],
      ['Next', 3, 25],
      ['Next', undefined, 1],
    ])
  })

  it('goes over the turn of the year, and knows the 29th of February in years that have none', () => {
    const newYear = new Date(2026, 11, 31, 23).getTime()
    expect(comingOf([person('Nia', { birthday: '01-02', since: newYear })], newYear)).toMatchObject([
      { name: 'Nia', at: at(1, 2, 2027) },
    ])
    const february = new Date(2027, 1, 20).getTime()
    expect(comingOf([person('Leap', { birthday: '02-29', since: february })], february)).toMatchObject([
      { at: at(3, 1, 2027) },
    ])
  })
})
