import { describe, expect, test } from 'vitest'
import { type DocumentId, LIMITS } from '../../../core/shared/index.ts'
import { Outgoing } from '../../../core/sync/exchange/outgoing.ts'
import { Receiving, type ReceivingParts } from '../../../core/sync/exchange/receiving.ts'
import type { CarriedDocuments } from '../../../core/sync/ports.ts'
import { sessionFrames } from '../../../core/sync/wire/session-frames.ts'
import { eventually } from '../../support/carried-person.ts'
import { keptLog } from '../../support/surroundings.ts'

const day = 86_400_000

describe('when the clock is set back in the middle of a session', () => {
  let now: number
  const clock = { now: () => now, sleep: () => new Promise<void>(() => undefined) }

  test('a sign of life goes out all the same', async () => {
    now = 1e12
    const over = new AbortController()
    const sent: string[] = []
    const channel = {
      queued: () => 0,
      send: async (bytes: Uint8Array) => void sent.push(sessionFrames.decode(bytes).type),
    }
    const next = (note: () => ReturnType<typeof sessionFrames.decode> | undefined) => note()
    const outgoing = new Outgoing({
      channel: channel as never,
      clock,
      signal: over.signal,
      next,
      hasBulk: () => false,
      bulk: () => undefined,
      onQuiet: () => undefined,
    })
    const writing = outgoing.write().catch(() => undefined)
    outgoing.note({ type: 'ready' })
    await eventually(() => sent.length === 1)
    now -= day
    outgoing.tend()
    await eventually(() => sent.length === 2, 'a ping', 1000)
    expect(sent).toEqual(['ready', 'ping'])
    over.abort()
    outgoing.wakeUp()
    await writing
  })

  test('who sends nothing of what was asked for holds it up for others no longer than else', () => {
    now = 1e12
    const released: DocumentId[] = []
    const document = 'page' as DocumentId
    const documents = { has: () => true, digest: () => new Uint8Array(32), vector: () => [] }
    const parts: ReceivingParts = {
      documents: documents as unknown as CarriedDocuments,
      clock,
      log: keptLog(),
      claim: () => true,
      release: (each) => void released.push(each),
      onLevel: () => undefined,
      isEven: () => false,
      onDiffering: () => undefined,
      wake: () => undefined,
    }
    const receiving = new Receiving(parts)
    receiving.postponed()
    receiving.offered([[document, new Uint8Array(32).fill(1)]])
    expect(receiving.next()?.type).toBe('want')
    now -= day
    receiving.tend()
    now += LIMITS.fetchPatience + 1
    receiving.tend()
    expect(released).toContain(document)
  })
})
