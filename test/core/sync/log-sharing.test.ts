import { expect, test } from 'vitest'
import type { ActionId } from '../../../core/shared/index.ts'
import { LIMITS } from '../../../core/shared/index.ts'
import { LogSharing } from '../../../core/sync/exchange/log-sharing.ts'
import type { CarriedLog } from '../../../core/sync/index.ts'

/** A log of actions that nothing follows. */
function wideLog(size: number): CarriedLog & { grow(): void } {
  const ids = Array.from({ length: size }, (_, n) => `action ${n}` as ActionId)
  return {
    grow: () => void ids.unshift(`action ${ids.length}` as ActionId),
    heads: () => [...ids],
    sample: () => ids.slice(0, LIMITS.logSample),
    missingFor: (sample) => ids.filter((id) => !sample.includes(id)).map((id) => new TextEncoder().encode(id)),
    receive: (items) => ({ accepted: items.length, refused: 0 }),
    has: () => true,
    standing: () => undefined,
    decisionAbout: () => [],
    decidedBy: () => [],
    keys: {
      vouch: () => ({ heads: [], older: [] }),
      lacking: () => [],
      reseal: () => [],
      take: () => 0,
      onChange: () => () => undefined,
    },
    isSessionSigned: () => false,
    onChange: () => () => undefined,
  }
}

const all = (sharing: LogSharing): number => {
  let items = 0
  for (let frame = sharing.next(); frame?.type === 'log'; frame = sharing.next()) {
    items += frame.items.length
    expect(frame.heads.length).toBeLessThanOrEqual(LIMITS.logSample)
  }
  return items
}

test('of a log with more heads than can be told, each action is sent once', () => {
  const log = wideLog(1000)
  const sharing = new LogSharing(log, [])
  expect(all(sharing)).toBe(1000)
  for (let n = 0; n < 5; n++) {
    log.grow()
    sharing.changed()
    expect(all(sharing)).toBe(1)
  }
})

test('what is new is never too much, what is not is at some point', () => {
  const items = Array.from({ length: LIMITS.logPage }, () => new Uint8Array(1))
  const times = Math.ceil(LIMITS.logActions / LIMITS.logPage)
  const taking = new LogSharing(wideLog(1), [])
  for (let n = 0; n < 2 * times; n++) taking.received(items, [])
  const refusing = new LogSharing({ ...wideLog(1), receive: () => ({ accepted: 0, refused: items.length }) }, [])
  for (let n = 1; n < times; n++) refusing.received(items, [])
  expect(() => refusing.received(items, [])).toThrow(expect.objectContaining({ code: 'session/too-much' }))
})
