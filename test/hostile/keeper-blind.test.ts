/**
 * 54, 63: a blind keeper and its peers. What a keeper that lies can do with all it holds, what strangers can do to a keeper, and what
 * either learns.
 */
import { expect, describe, it } from 'vitest'
import { deviceOf, newDeviceSeed, sign } from '../../core/identity/index.ts'
import { clearingDigest, encodeClearing, type KeepFrame, keepFrames, laneLink } from '../../core/sync/keeping/index.ts'
import type { Transport } from '../../core/sync/transport/index.ts'
import { eventually } from '../support/carried-person.ts'
import { keptVillage } from '../support/kept-people.ts'
import { random, Visitor } from '../support/keeper-visitor.ts'
import { altered, tapped } from '../support/wire-tap.ts'

type Lie = (frame: KeepFrame) => readonly KeepFrame[]

/** A keeper that says what it is told to, once it is. */
function liar() {
  const told: { lie: Lie | undefined } = { lie: undefined }
  const wrap = (transport: Transport): Transport =>
    altered(transport, (bytes) =>
      told.lie ? told.lie(keepFrames.decode(bytes)).map((each) => keepFrames.encode(each)) : [bytes],
    )
  return { told, wrap }
}

/** A device that keepers make up. */
const nobody = deviceOf(newDeviceSeed(random))
const junk = random.bytes(300)

const lies: Readonly<Record<string, Lie>> = {
  'shows less than it did': (frame) =>
    frame.type === 'lanes'
      ? [{ ...frame, lanes: frame.lanes.map((lane) => ({ ...lane, last: lane.last - 1, first: 1 })) }]
      : [frame],
  'shows no lanes any more': (frame) => (frame.type === 'lanes' ? [{ ...frame, lanes: [] }] : [frame]),
  'shows another end of a lane': (frame) =>
    frame.type === 'lanes'
      ? [{ ...frame, lanes: frame.lanes.map((lane) => ({ ...lane, head: junk.slice(0, 32) })) }]
      : [frame],
  'says that something was cleared which nobody cleared': (frame) =>
    frame.type === 'lanes'
      ? [{ ...frame, lanes: frame.lanes.map((lane) => ({ ...lane, first: lane.last + 1 })) }]
      : [frame],
  'says that somebody cleared it who is nobody': (frame) =>
    frame.type === 'state'
      ? [frame, { type: 'cleared', bytes: junk, device: nobody.id, signature: random.bytes(64) }]
      : [frame],
  'has a lane that never ends': (frame) =>
    frame.type === 'lanes'
      ? [{ ...frame, lanes: frame.lanes.map((lane) => ({ ...lane, last: Number.MAX_SAFE_INTEGER })) }]
      : [frame],
  'changes what is in a parcel': (frame) => (frame.type === 'item' ? [{ ...frame, parcel: junk }] : [frame]),
  'hands over another place in the lane': (frame) =>
    frame.type === 'item' ? [{ ...frame, seq: frame.seq + 1 }] : [frame],
  'hands over the same again and again': (frame) => (frame.type === 'item' ? [frame, frame] : [frame]),
  'hands over nothing': (frame) => (frame.type === 'item' ? [] : [frame]),
  'speaks out of turn': (frame) => (frame.type === 'item' ? [{ type: 'rostered' }, frame] : [frame]),
}

describe('a keeper that lies', () => {
  it.each(Object.entries(lies))(
    '54: %s: it is seen, it harms nothing, and members go on without it',
    async (_, lie) => {
      const { told, wrap } = liar()
      await using village = await keptVillage({ wrap })
      const { place, ada, keeper } = village
      await village.isKept(ada)
      await village.leaves(village.ben)
      await ada.say(place, 'while Ben was away')
      await village.isKept(ada)
      told.lie = lie
      const ben = await village.start('ben')
      const seen = () => ben.sync.status(place.community).keepers[0]?.why ?? ''
      await eventually(() => /^keeper\/(dishonest|malformed|out-of-turn)$/.test(seen()), 'that Ben sees it')
      // From Ada he has it all the same.
      await ben.reads(place, 'while Ben was away')
      await ben.say(place, 'never mind')
      await ada.reads(place, 'never mind')
      expect(
        [...ada.log.lines, ...ben.log.lines, ...keeper.log.lines].filter((line) => line.startsWith('error')),
      ).toEqual([])
      // What it shows truly counts again.
      told.lie = undefined
      ben.sync.retry(place.community)
      await village.isKept(ben)
    },
  )

  it('54: says with a member’s device that it was cleared, and is seen, since owners alone have anything cleared', async () => {
    const { told, wrap } = liar()
    await using village = await keptVillage({ wrap })
    const { place, ada, ben, keeper } = village
    await village.isKept(ben)
    const [device, owner] = [village.deviceOf(ben), village.deviceOf(ada)]
    await village.leaves(ada)
    await village.leaves(ben)
    const shelf = keeper.shelves()[0] ?? new Uint8Array(16)
    told.lie = (frame) => {
      if (frame.type !== 'lanes') return [frame]
      const bytes = encodeClearing(shelf, {
        version: 1000,
        upTo: new Map(frame.lanes.map((lane) => [lane.device, lane.last])),
      })
      const signature = sign(device.signing, clearingDigest(bytes))
      const lanes = frame.lanes.map((lane) => ({ ...lane, first: lane.last + 1 }))
      return [
        { type: 'cleared', bytes, device: device.id, signature },
        { ...frame, lanes },
      ]
    }
    const again = await village.start('ada')
    const why = () => again.sync.status(place.community).keepers[0]?.why
    await eventually(() => why() === 'keeper/dishonest', 'that Ada sees it')
    // What is cleared truly later counts nonetheless: she puts it again.
    told.lie = undefined
    again.sync.retry(place.community)
    await village.isKept(again)
    const visitor = Object.assign(await Visitor.on(village.hub), { device: owner })
    const there = await visitor.meet(keeper.transport, shelf)
    const upTo = new Map(there.shown.lanes.map((lane) => [lane.device, lane.last]))
    const bytes = encodeClearing(shelf, { version: 1, upTo })
    const signature = sign(owner.signing, clearingDigest(bytes))
    expect(await there.ask({ type: 'clear', bytes, signature })).toMatchObject({ type: 'kept', used: 0 })
    await eventually(() => keeper.keeper.status().used > 0, 'that it is put again')
    await visitor.stop()
  })

  it('54: says so for a moment, hands over the rest, breaks off and is honest from then on: nothing is taken for read', async () => {
    const { told, wrap } = liar()
    await using village = await keptVillage({ wrap })
    const { place, ada, ben, keeper } = village
    const device = village.deviceOf(ben)
    await village.leaves(ben)
    for (const text of ['one', 'two', 'three']) {
      await ada.say(place, text)
      await village.isKept(ada)
    }
    await village.leaves(ada)
    const shelf = keeper.shelves()[0] ?? new Uint8Array(16)
    told.lie = (frame) => {
      if (frame.type === 'covered') {
        told.lie = undefined
        return [{ type: 'end', code: 'keeper/stopped' }]
      }
      if (frame.type !== 'lanes') return [frame]
      const upTo = new Map(frame.lanes.map((lane) => [lane.device, lane.last - 1]))
      const bytes = encodeClearing(shelf, { version: 1, upTo })
      const signature = sign(device.signing, clearingDigest(bytes))
      const lanes = frame.lanes.map((lane) => ({ ...lane, first: lane.last }))
      return [
        { type: 'cleared', bytes, device: device.id, signature },
        { ...frame, lanes },
      ]
    }
    const again = await village.start('ben')
    await eventually(() => told.lie === undefined, 'that it breaks off')
    await again.reads(place, 'three')
    expect(await again.texts(place)).toEqual(['one', 'two', 'three'])
  })

  it('54, 63: makes up devices and what they wrote: it is read by nobody, and nobody is a member by it', async () => {
    const { told, wrap } = liar()
    await using village = await keptVillage({ wrap })
    const { place, ada, keeper } = village
    await village.leaves(village.ben)
    await ada.say(place, 'true')
    await village.isKept(ada)
    let shelf: Uint8Array = new Uint8Array(16)
    const bare = { seq: 1, prev: new Uint8Array(32), parcel: junk }
    const item = () => ({ ...bare, signature: sign(nobody.signing, laneLink(shelf, nobody.id, bare)) })
    let wanted = false
    let given = 0
    told.lie = (frame) => {
      const head = laneLink(shelf, nobody.id, bare)
      if (frame.type === 'lanes')
        return [{ ...frame, lanes: [{ device: nobody.id, first: 1, last: 1, head }, ...frame.lanes] }]
      // The keeper itself has no such lane, and covers it at once.
      if (frame.type === 'item') wanted = true
      if (frame.type === 'covered' && !wanted && given++ === 0) return [{ type: 'item', ...item() }, frame]
      if (frame.type === 'covered') wanted = false
      return [frame]
    }
    const [known] = keeper.keeper.status().communities > 0 ? ada.sync.status(place.community).keepers : []
    expect(known?.state).toBe('reached')
    shelf = keeper.shelves()[0] ?? shelf
    const ben = await village.start('ben')
    await village.isKept(ben)
    await ben.reads(place, 'true')
    expect(given).toBeGreaterThan(0)
    const people = async () => {
      for await (const all of await ben.client.members.watch(place)) return all
      return []
    }
    expect(JSON.stringify(await people())).not.toContain(nobody.id)
    expect(ben.log.lines.filter((line) => /^(error|warn)/.test(line))).toEqual([])
  })
})

describe('who is nobody', () => {
  it('54: learns nothing of a keeper’s shelves, and is shut out when they go on', async () => {
    await using village = await keptVillage()
    const { keeper, ada, place } = village
    const mallory = await Visitor.on(village.hub)
    const shelf = keeper.shelves()[0] ?? new Uint8Array(16)
    for (const id of [shelf, random.bytes(16)])
      await expect(mallory.meet(keeper.transport, id)).rejects.toMatchObject({ details: { code: 'keeper/refused' } })
    // As somebody who is on the roster, but not with their key.
    const talk = await mallory.talk(keeper.transport)
    await talk.send(mallory.hello(shelf))
    await talk.expect('challenge')
    const device = village.deviceOf(ada).id
    await talk.send({ type: 'proof', device, signature: random.bytes(64) })
    await expect(talk.receive(2000)).resolves.toMatchObject({ type: 'end', code: 'keeper/not-proven' })
    await expect(mallory.meet(keeper.transport, shelf)).rejects.toThrow()
    await ada.say(place, 'and on we go')
    await village.isKept(ada)
    await mallory.stop()
  })

  it('54: what they send before they have shown who they are is small, and in order', async () => {
    await using village = await keptVillage()
    const { keeper } = village
    const wrong: readonly KeepFrame[] = [
      { type: 'ping' },
      { type: 'fetch', device: nobody.id, from: 1, to: 9 },
      { type: 'roster', bytes: random.bytes(5000), signature: random.bytes(64) },
      { type: 'put', seq: 1, prev: random.bytes(32), signature: random.bytes(64), parcel: random.bytes(100_000) },
    ]
    for (const frame of wrong) {
      const mallory = await Visitor.on(village.hub)
      const talk = await mallory.talk(keeper.transport)
      await talk.send(frame).catch(() => undefined)
      const over = await talk.receive(2000).then(
        (answer) => answer.type,
        () => 'closed',
      )
      expect(['end', 'closed']).toContain(over)
      await mallory.stop()
    }
  })

  it('54: hears on the wire, as the keeper does, neither words, names nor which community it is', async () => {
    const frames: Buffer[] = []
    const tap = (transport: Transport) => tapped(transport, (_, frame) => void frames.push(Buffer.from(frame)))
    await using village = await keptVillage({ tap })
    const { place, ada } = village
    await village.leaves(village.ben)
    frames.length = 0
    await ada.say(place, 'the key lies under the third stone')
    await village.leaves(ada)
    const ben = await village.start('ben')
    await ben.reads(place, 'the key lies under the third stone')
    expect(frames.length).toBeGreaterThan(5)
    const all = Buffer.concat(frames)
    const words = ['third stone', 'Garden', 'Grow', 'Ada', 'Ben', place.community, place.space]
    for (const word of words) expect(all.includes(word)).toBe(false)
    for (const id of [place.community, place.space]) expect(all.includes(Buffer.from(id, 'base64url'))).toBe(false)
  })
})
