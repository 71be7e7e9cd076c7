import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { rows } from '../rows.ts'
import { DraftKeeper } from '../../../renderer/session/draft-keeper.ts'
import { answeredIn, draftOf, keepAnswered, keepDraft, putDraft } from '../../../renderer/session/drafts.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** What core was asked to keep; it refuses as often as told. */
function keeping(place: string, refusals = 0) {
  const kept: string[] = []
  let left = refusals
  const answers: (string | undefined)[] = []
  const keeper = new DraftKeeper(place, (text, reply) => {
    left -= 1
    if (left >= 0) return Promise.resolve(false)
    kept.push(text)
    answers.push(reply)
    return Promise.resolve(true)
  })
  return { keeper, kept, answers }
}

test('a text is kept once the keys rest, and not with every key', async () => {
  const { keeper, kept } = keeping('rest')
  for (const text of ['h', 'ha', 'hal', 'half']) {
    keepDraft('rest', text)
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(kept).toEqual([])
  await vi.advanceTimersByTimeAsync(1000)
  expect(kept).toEqual(['half'])
  await keeper.stop()
})

test('who turns away leaves nothing behind, and what was sent is let go of at once', async () => {
  const { keeper, kept } = keeping('away')
  keepDraft('away', 'half a thou')
  await keeper.flush()
  expect(kept).toEqual(['half a thou'])
  keepDraft('away', '')
  await vi.advanceTimersByTimeAsync(0)
  expect(kept).toEqual(['half a thou', ''])
  await keeper.stop()
})

test('stopping keeps the last word, and no more is kept after it', async () => {
  const { keeper, kept } = keeping('last')
  keepDraft('last', 'the last word')
  await keeper.stop()
  keepDraft('last', 'another')
  await vi.advanceTimersByTimeAsync(5000)
  expect(kept).toEqual(['the last word'])
})

test('what could not be kept stays on screen, and is tried again', async () => {
  const { keeper, kept } = keeping('again', 1)
  keepDraft('again', 'precious')
  await keeper.flush()
  expect(kept).toEqual([])
  expect(draftOf('again')).toBe('precious')
  await keeper.flush()
  expect(kept).toEqual(['precious'])
  await keeper.flush()
  expect(kept).toEqual(['precious'])
  await keeper.stop()
})

test('drafts of other places are none of its business', async () => {
  const { keeper, kept } = keeping('mine')
  keepDraft('not mine', 'x')
  await vi.advanceTimersByTimeAsync(5000)
  expect(kept).toEqual([])
  await keeper.stop()
})

test('what core had kept does not overwrite what was typed meanwhile', () => {
  keepDraft('fast', 'typed')
  putDraft('fast', 'from core')
  putDraft('slow', 'from core')
  expect([draftOf('fast'), draftOf('slow')]).toEqual(['typed', 'from core'])
})

test('whom a draft answers is kept with it, also before a word is written, and let go of with it', async () => {
  const [question] = rows(7, 7)
  const { keeper, kept, answers } = keeping('answer')
  keepAnswered('answer', question)
  await vi.advanceTimersByTimeAsync(0)
  expect([kept, answers]).toEqual([[''], [question?.id]])
  keepDraft('answer', 'I do')
  await keeper.flush()
  // The same in another drawing is nothing new.
  keepAnswered('answer', question && { ...question })
  await keeper.flush()
  keepAnswered('answer', undefined)
  keepDraft('answer', '')
  await keeper.stop()
  expect(kept).toEqual(['', 'I do', ''])
  expect(answers).toEqual([question?.id, question?.id, undefined])
})

test('what core had kept as answered does not overwrite what the person chose meanwhile', () => {
  const [first, second] = rows(1, 2)
  keepAnswered('quick', first)
  putDraft('quick', 'from core', second)
  putDraft('calm', 'from core', second)
  expect([answeredIn('quick'), answeredIn('calm')]).toEqual([first, second])
})
