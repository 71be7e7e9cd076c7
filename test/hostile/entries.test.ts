/** Attacks 1-25 of the suite, as bytes a hostile member hands to an honest peer. */
import * as A from '@automerge/automerge'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Entry, entryChange, genesisChange, messageEntry } from '../../core/documents/index.ts'
import { contentKeys } from '../../core/membership/epoch.ts'
import { entryId, joinBytes } from '../../core/shared/index.ts'
import { besieged, pageOf, shown, strikeWith, verdicts } from '../support/besieged-village.ts'
import { blockOf, plainBlock, pointerTo } from '../support/hostile-builder.ts'
import { notEntries, sneaky } from '../support/hostile-entries.ts'
import { someEntry } from '../support/some-entry.ts'
import { seededRandom } from '../support/surroundings.ts'

describe('what an entry cannot say', () => {
  // The wire carries entries, never changes: startOp, seq, actor, deps, objects, keys and predecessors are all derived here.
  it('1-7, 9-12, 16-18: its change makes one new map under its own name and touches nothing else', () => {
    using siege = besieged()
    const feed = siege.feed()
    const genesis = genesisChange(siege.page)
    fc.assert(
      fc.property(fc.oneof(fc.constant(sneaky), someEntry), fc.integer({ min: 1, max: 1000 }), (entry, seq) => {
        const head = { hash: genesis.head.hash, maxOp: 40 }
        const change = A.decodeChange(entryChange(siege.page, feed.id, seq, entry, head).bytes)
        const made = new Set<string>()
        expect(change).toMatchObject({
          actor: feed.id,
          seq,
          startOp: 41,
          time: 0,
          message: null,
          deps: [genesis.head.hash],
        })
        for (const [at, op] of (
          change.ops as { obj: string; key?: string; elemId?: string; action: string; pred: string[] }[]
        ).entries()) {
          expect(op.pred).toEqual([])
          expect(['makeMap', 'makeList', 'set']).toContain(op.action)
          if (at === 0)
            expect(op).toMatchObject({ obj: `1@${genesis.actor}`, key: entryId(feed.id, seq), action: 'makeMap' })
          else expect(made.has(op.obj)).toBe(true)
          if (op.elemId !== undefined) expect(op.elemId === '_head' || made.has(op.elemId)).toBe(true)
          made.add(`${41 + at}@${feed.id}`)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('1-5, 12: names of anything else are fields like all others, and stand in its own record alone', () => {
    using siege = besieged()
    const before = pageOf(siege.bram, siege.page) as { entries: Record<string, unknown> }
    expect(verdicts(strikeWith(siege, siege.feed().write(sneaky)))).toEqual(['accepted'])
    const after = pageOf(siege.bram, siege.page) as { entries: Record<string, unknown> }
    expect(after.entries).toMatchObject(before.entries)
    expect(Object.keys(after)).toEqual(['entries'])
    expect(Object.keys(after.entries)).toHaveLength(Object.keys(before.entries).length + 1)
    siege.expectUnharmed()
  })
})

describe('where an entry stands', () => {
  it('8: a seq of 0, or one that leaves a gap, is not taken', () => {
    using siege = besieged()
    const state = siege.state()
    const zero = siege.feed().write(siege.message('zero'), { seq: 0 })
    expect(strikeWith(siege, zero)).toBe('documents/malformed')
    const gap = siege.feed().write(siege.message('third'), { seq: 3, prev: new Uint8Array(32) })
    expect(verdicts(strikeWith(siege, gap))).toEqual(['gap'])
    const far = siege.feed().write(siege.message('far'), { seq: 2 ** 53 - 1, prev: new Uint8Array(32) })
    expect(strikeWith(siege, far)).toBe('documents/malformed')
    const inside = siege.feed()
    const items = [inside.write(siege.message('one')), inside.write(siege.message('five'), { seq: 5 })]
    expect(verdicts(strikeWith(siege, ...items))).toEqual(['unsigned'])
    expect(siege.state()).toBe(state)
    siege.expectUnharmed()
  })

  it('13: the feed of another member needs that member’s signature', () => {
    using siege = besieged()
    const state = siege.state()
    const item = siege.feed().write(siege.message('ada says'))
    const stolen = blockOf([item], (block) => ({
      ...block,
      runs: block.runs.map((run) => ({ ...run, device: siege.ada.device.signing.publicKey })),
    }))
    expect(verdicts(siege.strike(stolen))).toEqual(['unsigned'])
    expect(siege.state()).toBe(state)
    siege.expectUnharmed()
  })

  it('14: an actor is a hash of document, device and session; nothing on the wire could choose it', () => {
    using siege = besieged()
    const state = siege.state()
    const honest = siege.bram.documents.vector(siege.page)[0]
    const item = siege.feed().write(siege.message('as another feed'))
    const squat = blockOf([item], (block) => ({
      ...block,
      runs: block.runs.map((run) => ({ ...run, session: Uint8Array.from(Buffer.from(honest?.feed ?? '', 'hex')) })),
    }))
    expect(verdicts(siege.strike(squat))).toEqual(['unsigned'])
    expect(siege.state()).toBe(state)
    siege.expectUnharmed()
  })

  it('15: an entry of another document or community counts nowhere else', () => {
    using siege = besieged()
    const state = siege.state()
    const elsewhere = siege.feed(siege.village.room).write(siege.message('in the root'))
    expect(verdicts(siege.strike(blockOf([elsewhere], (block) => ({ ...block, document: siege.page }))))).toEqual([
      'unsigned',
    ])
    expect(
      siege.strike(
        blockOf([elsewhere], (block) => ({
          ...block,
          document: siege.village.community as string as typeof siege.page,
        })),
      ),
    ).toBe('documents/unknown')
    using other = besieged('other')
    const foreign = siege.feed().write(siege.message('abroad'), { community: other.village.community })
    expect(verdicts(strikeWith(siege, foreign))).toEqual(['unsigned'])
    expect(siege.state()).toBe(state)
    siege.expectUnharmed()
  })

  it('17: what waits for items that never come is not parked at all', () => {
    using siege = besieged()
    const state = siege.state()
    for (let i = 0; i < 50; i++) {
      const feed = siege.feed()
      feed.write(siege.message('never sent'))
      expect(verdicts(strikeWith(siege, feed.write(siege.message(`waiting ${i}`))))).toEqual(['gap'])
    }
    expect(siege.state()).toBe(state)
    siege.expectUnharmed()
  })
})

describe('what is no entry', () => {
  it.each(notEntries)('%s ends its feed’s effect, is kept for others’ digests, and harms nobody', (_, entry) => {
    using siege = besieged()
    const before = shown(siege.bram)
    const feed = siege.feed()
    const items = [feed.write(siege.message('fine')), feed.write(entry), feed.write(siege.message('after'))]
    expect(verdicts(strikeWith(siege, ...items))).toEqual(['accepted'])
    const added = shown(siege.bram).filter((line) => !before.includes(line))
    expect(added).toHaveLength(1)
    expect(added[0]).toContain('fine')
    siege.expectUnharmed()
    expect(verdicts(strikeWith(siege, feed.write(siege.message('much later'))))).toEqual(['accepted'])
    expect(shown(siege.bram).some((line) => line.includes('much later'))).toBe(false)
    siege.expectUnharmed()
  })

  it('19: operations beyond what one feed may have end its effect, wherever the blocks are cut', () => {
    using siege = besieged()
    const feed = siege.feed()
    const heavy: Entry = { kind: 'x', at: 1, fields: new Map([['all', Array.from({ length: 1000 }, () => 0)]]) }
    const items = Array.from({ length: 40 }, () => feed.write(heavy))
    for (const cut of [items.slice(0, 7), items.slice(7, 33), items.slice(33)])
      expect(verdicts(strikeWith(siege, ...cut))).toEqual(['accepted'])
    siege.ada.documents.receive(blockOf(items))
    const effects = shown(siege.bram).filter((line) => line.includes(feed.id))
    expect(effects).toHaveLength(32)
    expect(shown(siege.ada).filter((line) => line.includes(feed.id))).toEqual(effects)
    siege.expectUnharmed()
  })
})

describe('what covers an entry', () => {
  it('22: a stripped, foreign or altered signature, or one by a key of small order, covers nothing', () => {
    using siege = besieged()
    const state = siege.state()
    const item = siege.feed().write(siege.message('x'))
    const signed = (signature: Uint8Array, device?: Uint8Array) =>
      siege.strike(
        blockOf([item], (block) => ({
          ...block,
          runs: block.runs.map((run) => ({ ...run, signature, device: device ?? run.device })),
        })),
      )
    const right = plainBlock([item]).runs[0]?.signature ?? new Uint8Array(64)
    const foreign = plainBlock([siege.feed().write(siege.message('x'))]).runs[0]?.signature ?? new Uint8Array(64)
    expect(verdicts(signed(new Uint8Array(64)))).toEqual(['unsigned'])
    expect(verdicts(signed(foreign))).toEqual(['unsigned'])
    expect(verdicts(signed(Uint8Array.from(right, (byte, i) => (i === 63 ? byte ^ 0x10 : byte))))).toEqual(['unsigned'])
    expect(signed(right.subarray(0, 63))).toBe('documents/malformed')
    const small = new Uint8Array(32)
    small[0] = 1
    expect(verdicts(signed(joinBytes(small, new Uint8Array(32)), small))).toEqual(['uncertified'])
    expect(siege.state()).toBe(state)
    siege.expectUnharmed()
  })

  it('22: a bad one on an earlier part of a range does not spoil a good one at its end', () => {
    using siege = besieged()
    const feed = siege.feed()
    const [one, two] = [feed.write(siege.message('one')), feed.write(siege.message('two'))]
    const broken = blockOf([one], (block) => ({
      ...block,
      runs: block.runs.map((run) => ({ ...run, signature: new Uint8Array(64) })),
    }))
    expect(verdicts(siege.strike(broken))).toEqual(['unsigned'])
    expect(verdicts(strikeWith(siege, one, two))).toEqual(['accepted'])
    siege.expectUnharmed()
  })

  it('23: claims about time are taken as claims, up to the last moment a date can name', () => {
    using siege = besieged()
    const feed = siege.feed()
    expect(
      verdicts(
        strikeWith(siege, feed.write(messageEntry(0, 'at the dawn')), feed.write(messageEntry(8.64e15, 'at the end'))),
      ),
    ).toEqual(['accepted'])
    siege.expectUnharmed()
  })

  it('24: what is refused stays refused, and changes nothing that is compared with peers', () => {
    using siege = besieged()
    const state = siege.state()
    const feed = siege.feed()
    feed.write(siege.message('withheld'))
    const block = blockOf([feed.write(siege.message('orphan'))])
    const first = verdicts(siege.strike(block))
    for (let i = 0; i < 20; i++) expect(verdicts(siege.strike(block))).toEqual(first)
    expect(siege.state()).toBe(state)
    siege.expectUnharmed()
  })
})

describe('bytes of any kind', () => {
  it('21: one bit flipped anywhere in a block is noticed', () => {
    using siege = besieged()
    const feed = siege.feed()
    const items = [feed.write(siege.message('one')), feed.write(siege.message('two'), { seen: [] })]
    const other = siege.feed()
    items.push(other.write(siege.message('three'), { seen: items.slice(1).map(pointerTo) }))
    const block = blockOf(items)
    const state = siege.state()
    for (let bit = 0; bit < block.length * 8; bit += 3) {
      const flipped = Uint8Array.from(block)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const outcome = siege.strike(flipped)
      // One of two runs may come through untouched; then it is what its author signed.
      if (typeof outcome === 'string') expect(['documents/malformed', 'documents/unknown']).toContain(outcome)
      else if (outcome.accepted > 0) expect(outcome.accepted).toBeLessThan(3)
    }
    siege.expectUnharmed()
    expect(
      shown(siege.bram).filter((line) => line.includes(feed.id) || line.includes(other.id)).length,
    ).toBeLessThanOrEqual(3)
    expect(state.length).toBeGreaterThan(0)
  })

  it('25: random bytes and mangled items neither throw anything untyped nor stay in anybody’s way', () => {
    using siege = besieged()
    const random = seededRandom('fuzz')
    const pick = (most: number): number => new DataView(random.bytes(4).buffer).getUint32(0) % most
    for (let round = 0; round < 400; round++) {
      const feed = siege.feed()
      const items = Array.from({ length: 1 + pick(4) }, () =>
        feed.write(pick(3) === 0 ? random.bytes(pick(60)) : siege.message('fuzz'), {
          seen: pick(4) === 0 ? [{ feed: feed.id, seq: pick(9), hash: random.bytes(16) }] : [],
        }),
      )
      const bytes = [...(pick(8) === 0 ? random.bytes(pick(400)) : blockOf(items))]
      for (let edit = pick(4); edit > 0; edit--) bytes.splice(pick(bytes.length + 1), pick(3), ...random.bytes(pick(3)))
      const outcome = siege.strike(Uint8Array.from(bytes))
      if (typeof outcome === 'string') expect(['documents/malformed', 'documents/unknown']).toContain(outcome)
    }
    siege.expectUnharmed()
  })

  it('31: what is written under a key that is not the epoch’s is another item, which nobody signed', () => {
    using siege = besieged()
    const state = siege.state()
    const wrong = siege.feed().write(siege.message('x'), { keys: contentKeys([new Uint8Array(32).fill(9)]) })
    expect(verdicts(strikeWith(siege, wrong))).toEqual(['unsigned'])
    expect(siege.state()).toBe(state)
    siege.expectUnharmed()
  })
})
