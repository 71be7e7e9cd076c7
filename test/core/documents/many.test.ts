import { expect, it, vi } from 'vitest'
import { roomEntry } from '../../../core/documents/index.ts'
import type * as Limits from '../../../core/shared/limits.ts'
import { smallCommunity } from '../../support/small-community.ts'

vi.mock('../../../core/shared/limits.ts', async (original) => {
  const { LIMITS: all } = await original<typeof Limits>()
  return { LIMITS: { ...all, communityDocuments: 4 } }
})

it('a document beyond the most there may be is neither known nor told of', () => {
  using village = smallCommunity()
  village.say('ada', 'a room and its first page')
  village.join('bram', 'ada')
  village.carryAll()
  const [ada, bram] = [village.person('ada'), village.person('bram')]
  const { documents, device } = ada
  expect(() =>
    documents.open(documents.founding('charter'), (text) => roomEntry(1, { name: 'attic', topic: '' }, text)),
  ).toThrow(expect.objectContaining({ code: 'documents/full' }))
  // What an app that does not mind would write.
  const random = Buffer.from(device.id).toString('base64url').slice(0, 21) + 'A'
  const told: string[] = []
  for (const each of [ada, bram]) each.documents.onChange(({ document }) => void told.push(document))
  documents.append(documents.founding('charter'), roomEntry(1, { name: 'attic', topic: '' }, random), undefined)
  village.carry('ada', 'bram')
  expect(told).toEqual([documents.founding('charter'), documents.founding('charter')])
  for (const { effects } of [ada, bram])
    expect(effects.at(-1)).toMatchObject({ opened: undefined, entry: { kind: 'room' } })
})
