import { expect, test } from 'vitest'
import { draftOf, keepDraft } from '../../../renderer/session/drafts.ts'

test('each room keeps its own draft until it is emptied', () => {
  keepDraft('general', 'half a thou')
  keepDraft('seed-swap', 'peas?')
  expect(draftOf('general')).toBe('half a thou')
  expect(draftOf('seed-swap')).toBe('peas?')
  keepDraft('general', '')
  expect(draftOf('general')).toBe('')
  expect(draftOf('seed-swap')).toBe('peas?')
})
