/** A keeper that calls a device to ever other shelves, or again and again: what it costs the device is bounded. */
import { describe, expect, it } from 'vitest'
import { type DeviceId, LIMITS, type PeerId } from '../../../core/shared/index.ts'
import { PrivateKeeping, type PrivateKeepingParts } from '../../../core/service/communities/keepers/private-keeping.ts'
import { type KeepFrame, keepFrames, type KeepTable } from '../../../core/sync/keeping/keep-frames.ts'
import { KeepLine } from '../../../core/sync/keeping/keep-line.ts'
import type { Talk } from '../../../core/sync/wire/talk.ts'
import { random } from '../../support/keeper-visitor.ts'
import { testClock } from '../../support/surroundings.ts'

const under = random.bytes(16)

/** A private space of whose log nothing has come. */
function awaited(): { keeping: PrivateKeeping; looks: () => number } {
  const place = { peer: 'keeper' as PeerId, addresses: [], shelf: under, name: '' }
  const nothing = { onChange: () => () => undefined }
  const parts = {
    membership: { ...nothing, state: { devices: new Map() } },
    documents: nothing,
    ring: nothing,
    view: { ...nothing, queries: { keepers: () => [], formerKeepers: () => [] } },
    device: { id: 'ada' as DeviceId },
    parent: { list: () => [place], onChange: () => () => undefined },
    mayManage: () => false,
  } as unknown as PrivateKeepingParts
  const keeping = new PrivateKeeping(parts)
  let looks = 0
  keeping.onChange(() => (looks += 1))
  return { keeping, looks: () => looks }
}

describe('who is called to a shelf', () => {
  it('looks there, and elsewhere when it is called anew, but not to ever others', () => {
    const { keeping, looks } = awaited()
    const [first, second] = [random.bytes(16), random.bytes(16)]
    for (const shelf of [first, first, second]) {
      keeping.called(under, shelf)
      expect(keeping.list()).toMatchObject([{ shelf, under }])
    }
    expect(looks()).toBe(2)
    for (let n = 0; n < 1000; n++) keeping.called(under, random.bytes(16))
    expect(looks()).toBeLessThanOrEqual(LIMITS.keeperCalledShelves)
    // By which shelf it knows already it is called all the same.
    keeping.called(under, first)
    expect(keeping.list()).toMatchObject([{ shelf: first }])
  })

  it('hears of so many calls in a conversation as there can be shelves, and later of more', async () => {
    const call: KeepFrame = { type: 'called', shelf: random.bytes(16), letter: random.bytes(100) }
    const clock = testClock()
    const came: KeepFrame[] = []
    const talk = {
      channel: {
        receive: () => Promise.resolve(came.length > 0 ? keepFrames.encode(came.shift() ?? call) : undefined),
      },
      receive: () => Promise.resolve(came.shift()),
    } as unknown as Talk<KeepTable>
    let heard = 0
    const line = new KeepLine(talk, clock, ({ type }) => (heard += type === 'called' ? 1 : 0))
    const { signal } = new AbortController()
    const flood = async (): Promise<void> => {
      for (let n = 0; n < 5000; n++) came.push(call)
      came.push({ type: 'covered' })
      await line.expect('covered')
    }
    await flood()
    expect(heard).toBeGreaterThanOrEqual(LIMITS.keeperAnnexes)
    expect(heard).toBeLessThan(5 * LIMITS.keeperAnnexes)
    const before = heard
    for (let n = 0; n < 5000; n++) came.push(call)
    came.push({ type: 'ping' })
    expect(await line.receive(signal)).toEqual({ type: 'ping' })
    expect(heard).toBe(before)
    clock.advance(10_000)
    came.push(call)
    expect(await line.receive(signal)).toMatchObject({ type: 'called' })
  })
})
