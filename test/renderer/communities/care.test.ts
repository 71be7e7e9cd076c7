import { describe, expect, test } from 'vitest'
import { needsApproval } from '../../../renderer/communities/approval.ts'
import { noticesOf, settle, type PutAway } from '../../../renderer/communities/care.ts'
import type { CareView } from '../../../renderer/session/index.ts'

const calm: CareView = {
  pending: 0,
  unsigned: 0,
  needsSecondOwner: false,
  needsRecovery: false,
  overused: 0,
  missingKeys: 0,
  lost: 0,
  needsUpdate: false,
}
const nothing: PutAway = new Map()
const told = (care: CareView, putAway = nothing, members = 5) =>
  noticesOf(care, members, putAway).map(({ care: it }) => it)

describe('notices', () => {
  test('are silent where all is well', () => {
    expect(told(calm)).toEqual([])
  })

  test('tell what keeps things from being read before what can wait', () => {
    const all: CareView = {
      ...calm,
      pending: 3,
      unsigned: 1,
      overused: 1,
      missingKeys: 2,
      needsSecondOwner: true,
      needsRecovery: true,
      needsUpdate: true,
    }
    expect(told(all)).toEqual(['update', 'missingKeys', 'waiting', 'unsigned', 'overused', 'recovery', 'secondOwner'])
  })

  test('ask for a second owner only where there is somebody to choose', () => {
    expect(told({ ...calm, needsSecondOwner: true }, nothing, 1)).toEqual([])
    expect(told({ ...calm, needsSecondOwner: true }, nothing, 2)).toEqual(['secondOwner'])
  })

  test('that were put away stay away, until it is more', () => {
    const putAway: PutAway = new Map([['waiting', 2]])
    expect(told({ ...calm, pending: 2 }, putAway)).toEqual([])
    expect(told({ ...calm, pending: 3 }, putAway)).toEqual(['waiting'])
  })

  test('come anew for the next one after the first were let in', () => {
    const putAway: PutAway = new Map([['waiting', 2]])
    expect(settle({ ...calm, pending: 2 }, 5, putAway)).toBe(putAway)
    const settled = settle(calm, 5, putAway)
    expect(told({ ...calm, pending: 1 }, settled)).toEqual(['waiting'])
  })
})

test('with more than twenty members an invite asks for approval unless told otherwise', () => {
  expect(needsApproval(20)).toBe(false)
  expect(needsApproval(21)).toBe(true)
})
