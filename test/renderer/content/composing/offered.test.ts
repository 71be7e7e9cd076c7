import { describe, expect, test } from 'vitest'
import { choicesOf, meant, mostChoices, type Mentionable } from '../../../../renderer/content/composing/mentionable.ts'
import { questionAt } from '../../../../renderer/content/composing/question.ts'
import { member } from '../../people.ts'

/** The bar is the caret. */
function asked(written: string): string | undefined {
  const caret = written.indexOf('|')
  const found = questionAt(written.replace('|', ''), caret)
  return found && `${found.kind} ${found.at} ${found.typed}`
}

describe('what is being named', () => {
  test.each([
    ['@|', 'mention 0 '],
    ['hi @ad|', 'mention 3 ad'],
    ['hi\n@ad|', 'mention 3 ad'],
    ['(@ad|)', 'mention 1 ad'],
    ['@Ole Gunnar K| and', 'mention 0 Ole Gunnar K'],
    ['مرحبا و@لي|', 'mention 7 لي'],
    ['你好@山|田', 'mention 2 山'],
    ['＠山|', 'mention 0 山'],
    [':ta|', 'emoji 0 ta'],
    ['so :+1|', 'emoji 3 +1'],
    ['für :möh|', 'emoji 4 möh'],
    ['`code` @a|', 'mention 7 a'],
  ])('%s', (written, question) => {
    expect(asked(written)).toBe(question)
  })

  test.each([
    ['an address', 'ada@example|'],
    ['an address on the web', 'https://example.org/@ada|'],
    ['a time', 'at 12:30|'],
    ['one letter after a colon', ':D|'],
    ['a word that goes on', '@ad|am'],
    ['code', '`@ad|'],
    ['a fence', '```\n@ad|'],
    ['another line', '@\nad|'],
    ['far behind the sign', `@${'a'.repeat(80)}|`],
    ['nothing', '|'],
  ])('is nothing in %s', (_what, written) => {
    expect(asked(written)).toBeUndefined()
  })

  test('is nothing while a piece is selected, and takes no time in a long text', () => {
    expect(questionAt('@ad', undefined)).toBeUndefined()
    const long = `${'@a '.repeat(40_000)}@ad`
    expect(questionAt(long, long.length)?.typed).toBe('ad')
  })
})

describe('who is offered', () => {
  const members = [
    member('Ada Löwe', { role: 'owner' }),
    member('Bram', { lookAlike: true, tag: 'x7' }),
    member('Zoë Adams'),
    member('ليلى حداد'),
  ]
  const all: Mentionable = { members, roles: ['owner', 'moderator'], room: true }
  const words = { owner: 'owners', moderator: 'moderators', everyone: 'room' }
  const choices = choicesOf(all, words)
  const names = (typed: string) => meant(choices, typed).map(({ name }) => name)

  test('is whose name begins so, then whose later name, then whose key; accents do not matter', () => {
    expect(names('ad')).toEqual(['Ada Löwe', 'Zoë Adams'])
    expect(names('lowe')).toEqual(['Ada Löwe'])
    expect(names('ada lö')).toEqual(['Ada Löwe'])
    expect(names('حد')).toEqual(['ليلى حداد'])
    expect(names('X7')).toEqual(['Bram'])
    expect(names('da')).toEqual([])
    expect(names(' ada')).toEqual([])
  })

  test('are roles and the room only where they may be', () => {
    expect(names('m')).toEqual(['moderators'])
    expect(names('room')).toEqual(['room'])
    expect(choicesOf({ members, roles: [], room: false }, words)).toHaveLength(members.length)
  })

  test('are few at once, of however many', () => {
    const village = Array.from({ length: 1000 }, (_, index) => member(`Ada ${index}`))
    const found = meant(choicesOf({ ...all, members: village }, words), 'ada')
    expect(found).toHaveLength(mostChoices)
    expect(meant(choicesOf({ ...all, members: village }, words), 'ada 999')).toHaveLength(1)
  })
})
