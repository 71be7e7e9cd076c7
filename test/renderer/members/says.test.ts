import { describe, expect, test } from 'vitest'
import { en } from '../../../renderer/i18n/en.ts'
import { isOfKind, kinds, saysOf } from '../../../renderer/members/says.ts'
import type { ActionId, DecisionView, MemberId } from '../../../renderer/session/index.ts'

const types: readonly DecisionView['type'][] = [
  'create',
  'admit',
  'add',
  'confirm',
  'set-role',
  'remove',
  'sign-removal',
  'leave',
  'add-device',
  'add-recovery',
  'remove-device',
  'overturn',
  'revoke-invite',
  'rotate',
  'fork-evidence',
  'unknown',
]

function decision(type: DecisionView['type'], over: Partial<DecisionView> = {}): DecisionView {
  return {
    id: 'action' as ActionId,
    type,
    at: 0,
    by: 'ada' as MemberId,
    byName: 'Ada',
    state: 'counts',
    reason: '',
    mayOverturn: false,
    maySign: false,
    ...over,
  }
}

describe('a decision', () => {
  test.each(types)('of the type %s has a sentence, and is found under some heading', (type) => {
    expect(en.decisions.says[saysOf(decision(type))]).toContain('{{by}}')
    expect(kinds.some((kind) => isOfKind(decision(type), kind))).toBe(true)
  })

  test('about a role says which', () => {
    expect(en.decisions.says[saysOf(decision('set-role', { role: 'moderator' }))]).toBe(
      '{{by}} made {{target}} a moderator',
    )
    expect(saysOf(decision('set-role', { role: 'owner' }))).toBe('toOwner')
  })

  test('to remove somebody is only asked for while it waits for a second signature', () => {
    expect(saysOf(decision('remove', { state: 'unsigned' }))).toBe('removeUnsigned')
    expect(saysOf(decision('remove', { state: 'overturned' }))).toBe('remove')
  })

  test('about a device tells own ones from those of others', () => {
    expect(saysOf(decision('remove-device', { target: 'ada' as MemberId }))).toBe('removeOwnDevice')
    expect(saysOf(decision('remove-device', { target: 'bram' as MemberId }))).toBe('removeDevice')
  })

  test('waits for me where I may sign it, whatever kind it is', () => {
    expect(isOfKind(decision('remove', { maySign: true }), 'open')).toBe(true)
    expect(isOfKind(decision('remove'), 'open')).toBe(false)
    expect(isOfKind(decision('rotate'), 'roles')).toBe(false)
  })
})
