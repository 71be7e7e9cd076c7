/**
 * 54, 63: who only keeps and passes on. A blind keeper is given sealed parcels and nothing else: see keeper-blind.test.ts. Here is what a
 * peer can do that has come by far more, a community's secret (and so its tag and its log), and has no device the log certifies.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageEntry, placeOf } from '../../core/documents/index.ts'
import { sealItem } from '../../core/documents/codec/item.ts'
import { decrypt, type Device, deviceOf, newDeviceSeed, sign } from '../../core/identity/index.ts'
import { KeyRing, logKeys } from '../../core/membership/index.ts'
import { openAction } from '../../core/membership/log-seal.ts'
import { createSync } from '../../core/sync/index.ts'
import { MemoryHub, wallClock } from '../../core/sync/transport/index.ts'
import { sessionFrames } from '../../core/sync/wire/session-frames.ts'
import {
  areLevel,
  type CarriedPerson,
  carriedOf,
  connect,
  eventually,
  inviteBy,
  type Networked,
  newcomer,
} from '../support/carried-person.ts'
import { hostileFeed } from '../support/hostile-builder.ts'
import { smallCommunity, type SmallCommunity } from '../support/small-community.ts'
import { keptLog, seededRandom } from '../support/surroundings.ts'
import { Stranger } from '../support/sync-stranger.ts'
import { tapped } from '../support/wire-tap.ts'

const random = seededRandom('nobody’s device')
const words = ['the key lies under the third stone', 'Wilhelmina']

describe('54 keeper cannot read, cannot be admitted', () => {
  let small: SmallCommunity
  let hub: MemoryHub
  let keeper: Device
  let ada: Networked
  let ben: Networked
  let said: Buffer[]
  let stranger: Stranger

  /** What a peer shows who has all of Ada’s log, her secret, and a device of its own. */
  const keeping = (): CarriedPerson => {
    const carried = carriedOf(small, 'ada')
    const keys = { ...carried.log.keys, vouch: () => ({ heads: [], older: [] }), lacking: () => [] }
    return Object.assign(carried, {
      device: keeper.id,
      signSession: (transcript: Uint8Array) => sign(keeper.signing, transcript),
      log: { ...carried.log, keys },
    })
  }

  beforeEach(async () => {
    small = smallCommunity('keeper')
    small.join('ben', 'ada')
    small.carryAll()
    for (const text of words) small.say('ada', text)
    hub = new MemoryHub()
    keeper = deviceOf(newDeviceSeed(random))
    said = []
    const wrap = (transport: Parameters<typeof tapped>[0]) =>
      tapped(transport, (_, frame) => said.push(Buffer.from(frame)))
    ada = await connect(hub, small, 'ada', [], { wrap })
    ben = await connect(hub, small, 'ben', [ada])
    await eventually(() => areLevel(ada, ben), 'agreement')
    stranger = await Stranger.on(hub)
  })

  afterEach(async () => {
    small.say('ben', 'and on we go')
    await eventually(() => areLevel(ada, ben), 'that honest people still talk')
    await Promise.all([ada.sync.stop(), ben.sync.stop(), stranger.stop()])
    expect(hub.counts()).toEqual({ connections: 0, channels: 0 })
    for (const { log } of [ada, ben]) expect(log.lines.filter((line) => line.startsWith('error'))).toEqual([])
    small[Symbol.dispose]()
  })

  it('54: holds the whole log and every item in its sealed form, and reads nothing', () => {
    const { membership, ring, documents } = small.person('ada')
    const keys = logKeys(membership.secret)
    // The log it can open: it holds no names and nothing that was said.
    const log = membership.missingFor([]).map((item) => Buffer.from(openAction(keys, item).body))
    expect(log.length).toBe(membership.size)
    const feed = hostileFeed(small.person('ben'), documents.writablePage(small.room), random)
    const sealed = words.map((text) => {
      const item = feed.write(messageEntry(1, text))
      const name = { document: item.document, device: item.by.signing.publicKey, session: item.session }
      const content = ring.contentKeys(item.context.epochs)
      if (!content) throw new TypeError('no key')
      return {
        place: placeOf(membership.community, name),
        item,
        ...sealItem(placeOf(membership.community, name), content, item),
      }
    })
    for (const word of words)
      for (const bytes of [
        ...log,
        ...sealed.flatMap(({ header, ciphertext }) => [Buffer.from(header), Buffer.from(ciphertext)]),
      ])
        expect(bytes.includes(word)).toBe(false)
    for (const { ciphertext, place } of sealed)
      for (const key of [keys.content, keys.tag, keys.nonce])
        for (const at of [new Uint8Array(24), ciphertext.subarray(0, 24)])
          expect(() => decrypt(key, at, ciphertext, place.feedBytes)).toThrow()
    // No key of an epoch is sealed to it, none is handed to it, and none it makes up is one.
    const own = new KeyRing(keeper, () => membership.state)
    const epochs = [...membership.state.epochs.keys()]
    expect([own.held(), own.heads(), own.contentKeys(epochs)]).toEqual([[], [], undefined])
    expect(ring.reseal(keeper.id, epochs)).toEqual([])
    expect(own.take(epochs.map((id) => [Buffer.from(id, 'base64url'), random.bytes(80)]))).toEqual([])
  })

  it('54: who knows the tag and the log is met as nobody, and told neither a device, the log nor anything else', async () => {
    const before = said.length
    await expect(stranger.meet(ada.transport, keeping())).rejects.toMatchObject({
      details: { code: 'session/unknown-device' },
    })
    const told = said.slice(before).map((frame) => sessionFrames.decode(frame).type)
    expect(told).toContain('welcome')
    for (const type of ['proof', 'log', 'block', 'offer', 'holdings', 'letter', 'keys'])
      expect(told).not.toContain(type)
    expect(ada.carried.remembered.every(({ peer }) => peer !== stranger.peer)).toBe(true)
  })

  it('54, 63: lets itself in by no invite of its own making', async () => {
    const { membership } = small.person('ada')
    ada.carried.inviting = true
    const made = { ...small, person: () => ({ ...small.person('ada'), device: keeper }) }
    const invite = inviteBy(made, 'keeper', ada.transport.addresses())
    const size = membership.size
    const { request, refusals, came } = newcomer(small, invite, membership.tagKey)
    const sync = createSync({ transport: stranger.transport, clock: wallClock, random, log: keptLog() })
    await expect(sync.join(request, AbortSignal.timeout(5000))).rejects.toThrow()
    expect(refusals).toHaveLength(1)
    expect(came).toEqual([])
    expect(membership.size).toBe(size)
    expect(membership.state.devices.has(keeper.id)).toBe(false)
  })
})
