/** Attacks on adding devices and on coming back, over the wire: 41, 48, 52 and 64 of the suite, by a member or somebody who has an invite. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { DeviceView } from '../../core/contract/index.ts'
import { deviceOf, newDeviceSeed } from '../../core/identity/index.ts'
import {
  commitTo,
  logKeys,
  type Meeting,
  readDeviceLink,
  readLink,
  writeDeviceLink,
  writeDeviceRequest,
  writeReturn,
} from '../../core/membership/index.ts'
import { base64url, type CommunityId } from '../../core/shared/index.ts'
import { createSync, type Sync } from '../../core/sync/index.ts'
import { initiatorTag, responderTag } from '../../core/sync/handshake/tags.ts'
import { MemoryHub, memoryTransport, type MemoryTransport, wallClock } from '../../core/sync/transport/index.ts'
import { JOIN_PROTOCOL, joinFrames } from '../../core/sync/wire/join-frames.ts'
import { newPeer } from '../support/carried-person.ts'
import { oneService } from '../support/one-service.ts'
import { keptLog, seededRandom, temporaryFolder } from '../support/surroundings.ts'
import { Stranger } from '../support/sync-stranger.ts'

const forever = new AbortController().signal
const random = seededRandom('hostile-devices')
const clock = { ...wallClock, set: () => undefined, advance: () => undefined }

let folder: ReturnType<typeof temporaryFolder>
let hub: MemoryHub
let laptop: Awaited<ReturnType<typeof oneService>> & { readonly sync: Sync; readonly transport: MemoryTransport }
let community: CommunityId
let mallory: Stranger
let tagKey: Uint8Array

beforeEach(async () => {
  folder = temporaryFolder()
  hub = new MemoryHub()
  const transport = memoryTransport(hub, await newPeer())
  const sync = createSync({ transport, clock, random, log: keptLog() })
  laptop = { ...(await oneService(folder.path, 'laptop', sync, clock)), sync, transport }
  await sync.start(forever)
  const charter = { name: 'Garden', purpose: '', rules: '', template: 'neighbourhood', displayName: 'Ada' } as const
  ;({ community } = await laptop.client.communities.create(charter))
  const { link } = await laptop.client.invites.create({ community, uses: 1, hours: 1, role: 'member', approval: false })
  tagKey = logKeys(readLink(link).communitySecret).tag
  mallory = await Stranger.on(hub)
})

afterEach(async () => {
  await mallory.stop()
  await laptop.sync.stop()
  await laptop.stop()
  folder[Symbol.dispose]()
})

/** What is answered to a request, made for the conversation it is said in; a nonce that is shown is kept. */
async function ask(request: (meeting: Meeting) => Uint8Array, shown: Uint8Array[] = []): Promise<string> {
  const channel = await mallory.transport.open(
    laptop.transport.peer,
    laptop.transport.addresses(),
    JOIN_PROTOCOL,
    forever,
  )
  const hear = async () => joinFrames.decode((await channel.receive(AbortSignal.timeout(2000))) ?? new Uint8Array(0))
  const begin = { protocol: JOIN_PROTOCOL, initiator: mallory.peer, responder: laptop.transport.peer }
  const meeting = { ...begin, nonceI: random.bytes(32) }
  const tag = initiatorTag(tagKey, meeting)
  await channel.send(joinFrames.encode({ type: 'hello', version: 1, nonce: meeting.nonceI, tag }), forever)
  const welcome = await hear()
  if (welcome.type !== 'welcome') return welcome.type
  const terms = { nonce: welcome.nonce, joiner: mallory.peer, admitter: laptop.transport.peer }
  await channel.send(joinFrames.encode({ type: 'request', bytes: request(terms) }), forever)
  const answer = await hear()
  channel.abort()
  if (answer.type === 'compare') shown.push(answer.nonce)
  return answer.type === 'refused' ? answer.code : answer.type
}

/** A link that is open, and what its screen shows. */
async function openLink() {
  const pairing = await laptop.client.devices.pair({ community })
  const first = await pairing.next()
  if (first.done === true) throw new TypeError('no link')
  return { link: readDeviceLink(first.value.link), pairing }
}

async function devices(): Promise<readonly DeviceView[]> {
  const first = await (await laptop.client.devices.watch({ community })).next()
  return first.done === true ? [] : first.value
}

it('41, 64: a new device’s request, overheard by a member it asked, serves nobody else and spoils nothing', async () => {
  const { link, pairing } = await openLink()
  const phone = deviceOf(newDeviceSeed(random))
  const overheard = { nonce: random.bytes(32), joiner: '12D3KooWPhone', admitter: mallory.peer }
  const request = writeDeviceRequest(link, phone, overheard)
  expect(await ask(() => request)).toBe('device/not-accepted')
  expect(await ask((terms) => writeDeviceRequest({ ...link, pairingSecret: random.bytes(16) }, phone, terms))).toBe(
    'device/elsewhere',
  )
  expect(await ask((terms) => writeDeviceRequest({ ...link, adding: phone.id }, phone, terms))).toBe(
    'device/not-accepted',
  )
  expect(await ask((terms) => writeDeviceRequest(link, phone, terms))).toBe('compare')
  expect((await pairing.next()).value).toMatchObject({ step: 'comparing' })
  expect(await devices()).toHaveLength(1)
  await pairing.return(undefined)
})

it('41: who keeps the link asks once, sees the nonce only then, and has used the link up for the phone it was meant for', async () => {
  const { link, pairing } = await openLink()
  const [thief, phone] = [deviceOf(newDeviceSeed(random)), deviceOf(newDeviceSeed(random))]
  const shown: Uint8Array[] = []
  expect(await ask((terms) => writeDeviceRequest(link, thief, terms), shown)).toBe('compare')
  expect(shown.map(commitTo)).toEqual([link.commitment])
  // The code is settled now; another key, or another share, is another device.
  expect(await ask((terms) => writeDeviceRequest(link, deviceOf(newDeviceSeed(random)), terms), shown)).toBe(
    'device/other-keys',
  )
  expect(await ask((terms) => writeDeviceRequest(link, phone, terms), shown)).toBe('device/other-keys')
  expect(shown).toHaveLength(1)
  expect((await pairing.next()).value).toMatchObject({ step: 'expired', why: 'other' })
  expect(await devices()).toHaveLength(1)
})

it('41: who replaced the link and shows another nonce than it promised ends the join, and no code is shown', async () => {
  const secret = random.bytes(16)
  const { tag: key } = logKeys(secret)
  const elsewhere = base64url(random.bytes(32)) as CommunityId
  const own = deviceOf(newDeviceSeed(random))
  const link = writeDeviceLink(own, {
    community: elsewhere,
    communitySecret: secret,
    pairingSecret: random.bytes(16),
    commitment: commitTo(random.bytes(32)),
    peer: mallory.peer,
    name: 'Garden',
    addresses: mallory.transport.addresses(),
    expires: clock.now() + 600_000,
  })
  mallory.transport.serve(JOIN_PROTOCOL, async (channel) => {
    const hello = joinFrames.decode((await channel.receive(forever)) ?? new Uint8Array(0))
    if (hello.type !== 'hello') return
    const begin = { protocol: JOIN_PROTOCOL, initiator: channel.remote, responder: mallory.peer }
    const nonce = random.bytes(32)
    const tag = responderTag(key, { ...begin, nonceI: hello.nonce }, nonce)
    await channel.send(joinFrames.encode({ type: 'welcome', nonce, tag }), forever)
    await channel.receive(forever)
    await channel.send(joinFrames.encode({ type: 'compare', nonce: random.bytes(32) }), forever)
    await channel.receive(forever)
  })
  await laptop.client.devices.accept({ link })
  for await (const seen of await laptop.client.invites.watchJoin({ community: elsewhere })) {
    expect(seen.code).toBeUndefined()
    if (seen.step !== 'refused') continue
    expect(seen.trouble?.code).toBe('device/untrue')
    break
  }
})

it('41: who only has an invite, or another’s old request, is not handed the log as one who belongs', async () => {
  const stranger = deviceOf(newDeviceSeed(random))
  expect(await ask((terms) => writeReturn(community, stranger, terms))).toBe('recovery/unknown')
  const [own] = await devices()
  const key = Buffer.from(own?.id ?? '', 'base64url')
  const forged = { ...stranger, signing: { ...stranger.signing, publicKey: Uint8Array.from(key) } }
  expect(await ask((terms) => writeReturn(community, forged, terms))).toBe('recovery/unknown')
})

it('48, 52: requests of every kind with anything in them are refused, and change nothing', async () => {
  const { link, pairing } = await openLink()
  const phone = deviceOf(newDeviceSeed(random))
  const answers = new Set<string>()
  for (let round = 0; round < 60; round++) {
    const [at = 0, mask = 0] = random.bytes(2)
    answers.add(
      await ask((terms) => {
        if (round % 6 === 0) return Uint8Array.of(0x86, 1 + (round % 4), ...random.bytes(1 + at))
        const good = round % 2 === 0 ? writeDeviceRequest(link, phone, terms) : writeReturn(community, phone, terms)
        return good.map((byte, i) => (i === at % good.length ? byte ^ (mask | 1) : byte))
      }),
    )
  }
  const refusals = ['device/not-accepted', 'device/elsewhere', 'recovery/unknown', 'invite/not-accepted']
  expect([...answers].filter((answer) => !refusals.includes(answer))).toEqual([])
  expect(await ask((terms) => writeDeviceRequest(link, phone, terms))).toBe('compare')
  expect(await devices()).toHaveLength(1)
  await pairing.return(undefined)
})
