import { describe, expect, test } from 'vitest'
import { arrange, countsOf, plainly, type Line, type Show } from '../../../renderer/members/arrange.ts'
import { member } from './member.ts'

const village = [
  member('Zoë'),
  member('Ada', { role: 'owner' }),
  member('Chidi', { role: 'moderator', online: true }),
  member('Bram', { me: true }),
  member('émile', { online: true }),
  member('Ingrid', { state: 'pending' }),
  member('Hana', { state: 'left' }),
  member('Kaspar', { state: 'removed', role: 'moderator' }),
  member('أحمد'),
]
const told = (lines: readonly Line[]): string[] =>
  lines.map((line) => (line.kind === 'heading' ? `${line.key} ${line.count}` : line.member.name))
const list = (show: Show, query = '') => told(arrange(village, show, query, 'en'))

describe('the list of members', () => {
  test('begins with who waits, then who leads, then everyone by name; who is gone stands apart', () => {
    expect(list('everyone')).toEqual([
      'waiting 1',
      'Ingrid',
      'leading 2',
      'Ada',
      'Chidi',
      'plain 4',
      'Bram',
      'émile',
      'Zoë',
      'أحمد',
    ])
    expect(list('left')).toEqual(['left 1', 'Hana'])
    expect(list('removed')).toEqual(['removed 1', 'Kaspar'])
  })

  test('shows who waits, who leads or who is online alone, oneself among them', () => {
    expect(list('waiting')).toEqual(['waiting 1', 'Ingrid'])
    expect(list('leading')).toEqual(['leading 2', 'Ada', 'Chidi'])
    expect(list('online')).toEqual(['leading 1', 'Chidi', 'plain 2', 'Bram', 'émile'])
  })

  test('says how many each choice holds', () => {
    expect(countsOf(village)).toEqual({ everyone: 7, waiting: 1, leading: 2, online: 3, left: 1, removed: 1 })
  })

  test('is searched without case, accents or forms of letters, by any word of the name, or by the tag', () => {
    const names = [member('Ole Gunnar von der Wiesenmühle'), member('Ｂｒａｍ'), member('Bram', { tag: 'xYz123' })]
    const find = (query: string): string[] => told(arrange(names, 'everyone', query, 'en')).slice(1)
    expect(find('wiesenmuhle')).toEqual(['Ole Gunnar von der Wiesenmühle'])
    expect(find('ole wies')).toEqual(['Ole Gunnar von der Wiesenmühle'])
    expect(find('BRAM')).toHaveLength(2)
    expect(find('xyz1')).toEqual(['Bram'])
    expect(find('nobody')).toEqual([])
    expect(plainly(' Éloïse ')).toBe('eloise')
  })

  test('finds by name who left or was removed, too', () => {
    expect(list('everyone', 'kaspar')).toEqual(['removed 1', 'Kaspar'])
    expect(list('waiting', 'kaspar')).toEqual([])
  })
})
