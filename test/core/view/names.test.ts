import { expect, it } from 'vitest'
import { profileEntry } from '../../../core/documents/index.ts'
import type { MemberId } from '../../../core/shared/index.ts'
import { adasView, memberOf, minute } from '../../support/small-view.ts'

const someone = (at: number): MemberId => `member ${at}` as MemberId

it('tells how members call themselves, be they few or many, as it was when they were asked for first', () => {
  const many = Array.from({ length: 120 }, (_, at) => someone(at))
  const ada = adasView(many.map((id) => memberOf(id)))
  for (const [at, id] of many.entries()) ada.apply(ada.effect(id, 'profiles', profileEntry(minute, `Name ${at}`)))
  const names = ada.view.queries.names()
  expect(names.get(someone(3))).toBe('Name 3')
  expect(names.has('nobody' as MemberId)).toBe(false)

  ada.apply(ada.effect(someone(3), 'profiles', profileEntry(2 * minute, 'Another')))
  // One answer calls nobody by two names.
  expect(names.get(someone(3))).toBe('Name 3')
  expect(ada.view.queries.names().get(someone(3))).toBe('Another')

  for (const [at, id] of many.entries()) if (at !== 3) expect(names.get(id)).toBe(`Name ${at}`)
  expect(names.get(someone(3))).toBe('Name 3')
  const all = new Map(ada.view.queries.names())
  expect(all.size).toBe(120)
  expect(all.get(someone(3))).toBe('Another')
  ada.close()
})
