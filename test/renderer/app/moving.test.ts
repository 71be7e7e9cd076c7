import { describe, expect, test } from 'vitest'
import { hereOf } from '../../../renderer/app/here.ts'
import { neighbour } from '../../../renderer/app/neighbour.ts'
import { nextRegion } from '../../../renderer/app/regions.ts'

const list = [{ id: 'a' }, { id: 'b', unread: true }, { id: 'c' }, { id: 'd', unread: true }]
const any = (): boolean => true
const unread = ({ unread: has = false }: { unread?: boolean }): boolean => has

describe('going from room to room', () => {
  test('goes round at the ends', () => {
    expect(neighbour(list, 'd', 1, any)?.id).toBe('a')
    expect(neighbour(list, 'a', -1, any)?.id).toBe('d')
  })

  test('finds only what is wanted', () => {
    expect(neighbour(list, 'b', 1, unread)?.id).toBe('d')
    expect(neighbour(list, 'b', -1, unread)?.id).toBe('d')
    expect(neighbour(list.slice(0, 2), 'b', 1, unread)).toBeUndefined()
  })

  test('begins at an end when nothing is open', () => {
    expect(neighbour(list, undefined, 1, any)?.id).toBe('a')
    expect(neighbour(list, undefined, -1, any)?.id).toBe('d')
    expect(neighbour([], undefined, 1, any)).toBeUndefined()
  })
})

test('regions go round in both directions', () => {
  expect([nextRegion(4, -1, 1), nextRegion(4, 3, 1), nextRegion(4, 0, -1), nextRegion(4, -1, -1)]).toEqual([0, 0, 3, 3])
})

describe('an address', () => {
  const id = 'x'.repeat(43)
  test('names a community, a room or a page', () => {
    expect(hereOf(`/c/${id}`)).toEqual({ community: id })
    expect(hereOf(`/c/${id}/${id}`)).toEqual({ community: id, space: id })
    expect(hereOf('/settings')).toEqual({ page: 'settings' })
    expect(hereOf('/')).toEqual({})
  })

  test('names a page of a community, and the member who is looked at', () => {
    expect(hereOf(`/c/${id}/members`)).toEqual({ community: id, part: 'members' })
    expect(hereOf(`/c/${id}/members/${id}`)).toEqual({ community: id, part: 'members', member: id })
    expect(hereOf(`/c/${id}/decisions/`)).toEqual({ community: id, part: 'decisions' })
    expect(hereOf(`/c/${id}/invites`)).toEqual({ community: id, part: 'invites' })
    expect(hereOf(`/c/${id}/devices`)).toEqual({ community: id, part: 'devices' })
    expect(hereOf(`/c/${id}/invites/${id}`)).toEqual({})
  })

  test('that could not be an id names nothing', () => {
    expect(hereOf('/c/..%2f..')).toEqual({})
    expect(hereOf(`/c/${id}/x`)).toEqual({})
  })
})
