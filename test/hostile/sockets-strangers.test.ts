/**
 * Attacks before anybody is let in, over real sockets: Ada and Bram run the real core in processes of their own. Mallory knows the community,
 * as somebody does who is a member or holds a link, and says what no honest core would in place of a handshake, of a join, or of both.
 */
import { cpSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { tcp } from '@libp2p/tcp'
import { tls } from '@libp2p/tls'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { deviceOf, newDeviceSeed, sign } from '../../core/identity/index.ts'
import {
  found,
  logKeys,
  type Meeting as JoinMeeting,
  readLink,
  writeLink,
  writeRequest,
  writeReturn,
} from '../../core/membership/index.ts'
import { inviteKeys, signCertificate } from '../../core/membership/invite.ts'
import { LIMITS, type PeerId } from '../../core/shared/index.ts'
import { initiate } from '../../core/sync/handshake/handshake.ts'
import { initiatorTag, responderTag } from '../../core/sync/handshake/tags.ts'
import { transcript } from '../../core/sync/handshake/transcript.ts'
import { sessionTalk } from '../../core/sync/exchange/session-talk.ts'
import { parseAddress, type Channel } from '../../core/sync/transport/index.ts'
import { JOIN_PROTOCOL, joinFrames } from '../../core/sync/wire/join-frames.ts'
import { type SessionFrame, sessionFrames, SYNC_PROTOCOL, SYNC_VERSION } from '../../core/sync/wire/session-frames.ts'
import { BesiegedCores } from '../support/besieged-cores.ts'
import { blockOf } from '../support/hostile-builder.ts'
import { HostileMember, newTransport } from '../support/hostile-member.ts'
import { inviteTo, NamedPerson, until } from '../support/named-people.ts'
import { seededRandom, temporaryFolder } from '../support/surroundings.ts'
import type { Line } from '../support/sync-stranger.ts'

const random = seededRandom('hostile strangers')
const forever = new AbortController().signal
const both = ['ada', 'bram'] as const
const end = (code: string): SessionFrame => ({ type: 'end', code: `session/${code}` })

describe('strangers over real sockets', { timeout: 60_000 }, () => {
  let cores: BesiegedCores
  let mallory: HostileMember

  const meetingWith = (responder: PeerId, nonceI: Uint8Array, protocol = SYNC_PROTOCOL) => ({
    protocol,
    initiator: mallory.transport.peer,
    responder,
    nonceI,
  })
  const hello = (to: PeerId, nonceI: Uint8Array, key = mallory.carried.tagKey): SessionFrame => {
    const tag = initiatorTag(key, meetingWith(to, nonceI))
    return { type: 'hello', version: SYNC_VERSION, nonce: nonceI, tag, vouches: [] }
  }
  /** Greets as a member does; answers the nonce that is to be signed. */
  const greet = async (at?: readonly string[]): Promise<{ line: Line; nonceI: Uint8Array; nonce: Uint8Array }> => {
    const line = await mallory.dial(SYNC_PROTOCOL, at)
    const nonceI = new Uint8Array(32).fill(1)
    await line.say(hello(line.channel.remote, nonceI))
    const welcome = await line.answer()
    if (typeof welcome === 'string' || welcome.type !== 'welcome') throw new TypeError('no welcome')
    return { line, nonceI, nonce: welcome.nonce }
  }
  const ask = async (request: (meeting: JoinMeeting) => Uint8Array): Promise<string> => {
    const { channel } = await mallory.dial(JOIN_PROTOCOL)
    const hear = async () =>
      joinFrames.decode((await channel.receive(AbortSignal.timeout(20_000))) ?? new Uint8Array(0))
    const nonceI = random.bytes(32)
    const meeting = meetingWith(channel.remote, nonceI, JOIN_PROTOCOL)
    const tag = initiatorTag(mallory.carried.tagKey, meeting)
    await channel.send(joinFrames.encode({ type: 'hello', version: 1, nonce: nonceI, tag }), forever)
    const welcome = await hear()
    if (welcome.type !== 'welcome') return welcome.type
    const terms = { nonce: welcome.nonce, joiner: meeting.initiator, admitter: meeting.responder }
    await channel.send(joinFrames.encode({ type: 'request', bytes: request(terms) }), forever)
    const answer = await hear()
    channel.abort()
    return answer.type === 'refused' ? answer.code : answer.type
  }

  beforeAll(async () => {
    cores = await BesiegedCores.begin()
    mallory = await HostileMember.join(await inviteTo(cores.clients.ada, cores.room), cores.room.space)
    await cores.members('bram', 3)
    await cores.expectUnharmed()
  }, 60_000)

  afterEach(() => cores.expectUnharmed())

  afterAll(async () => {
    await mallory?.[Symbol.asyncDispose]()
    await cores?.[Symbol.asyncDispose]()
  })

  it('48: what is said before the handshake, or in place of any of its frames, is taken by nobody', async () => {
    const { log } = mallory.carried
    const early: readonly SessionFrame[] = [
      { type: 'block', bytes: blockOf([mallory.feed().write(mallory.message('48 early'))]) },
      { type: 'want', document: mallory.page, vector: [], more: false },
      { type: 'log', items: log.missingFor([]).slice(0, 3), heads: log.heads() },
      { type: 'keys', keys: [] },
      { type: 'ready' },
    ]
    for (const frame of early)
      for (const isKnown of [false, true]) {
        const line = await mallory.dial()
        if (isKnown) await line.say(hello(line.channel.remote, random.bytes(32)))
        await line.say(frame).catch(() => undefined)
        const heard = (await line.rest()).map(({ type }) => type)
        expect(heard.filter((type) => type !== 'welcome' && type !== 'end')).toEqual([])
        line.channel.abort()
        await mallory.becomeAnotherPeer()
      }
    for (const who of both) expect(await cores.texts(who)).not.toContain('48 early')
  })

  it('49: a handshake overheard, reflected, passed on or of another community opens nothing', async () => {
    const { device } = mallory.person
    const { community } = cores.room
    const first = await greet()
    const meeting = meetingWith(first.line.channel.remote, first.nonceI)
    for (const side of ['I', 'R'] as const) {
      const signature = sign(device.signing, transcript(community, side, meeting, first.nonce, device.id))
      first.line.channel.abort()
      const again = await greet()
      await again.line.say({ type: 'proof', device: device.id, signature, log: false })
      expect((await again.line.ending()).at(-1), `as ${side}`).toEqual(end('not-proven'))
      await mallory.becomeAnotherPeer()
    }
    // Ada proves to Mallory who she is, and Mallory shows the same to Bram as if she were Ada.
    const adas: SessionFrame[] = []
    const overheard = await mallory.dial()
    const { channel } = overheard
    const kept: Channel = Object.create(channel, {
      remote: { value: channel.remote },
      send: { value: channel.send.bind(channel) },
      accept: { value: channel.accept.bind(channel) },
      receive: {
        value: async (...how: Parameters<Channel['receive']>) => {
          const bytes = await channel.receive(...how)
          if (bytes) adas.push(sessionFrames.decode(bytes))
          return bytes
        },
      },
    }) as Channel
    await initiate(sessionTalk(kept, AbortSignal.timeout(10_000)), mallory.carried, mallory.transport.peer, random)
    channel.abort()
    const proof = adas.find(({ type }) => type === 'proof')
    if (!proof) throw new TypeError('Ada proved nothing')
    const toBram = await greet(await cores.addresses('bram'))
    await toBram.line.say(proof)
    expect((await toBram.line.ending()).at(-1)).toEqual(end('not-proven'))
    await mallory.becomeAnotherPeer()
    // Who does not know the community’s key is told nothing at all.
    const line = await mallory.dial()
    await line.say(hello(line.channel.remote, random.bytes(32), random.bytes(32)))
    expect(await line.rest()).toEqual([])
    await mallory.becomeAnotherPeer()
  })

  it('41: a request to join, overheard or in another’s name, lets nobody in; the link still serves whom it was for', async () => {
    const terms = { community: cores.room.community, uses: 1, hours: 1, role: 'member', approval: false } as const
    const { link } = await cores.clients.ada.invites.create(terms)
    const invite = readLink(link)
    const [guest, thief] = [deviceOf(newDeviceSeed(random)), deviceOf(newDeviceSeed(random))]
    const elsewhere = { nonce: random.bytes(32), joiner: mallory.transport.peer, admitter: 'somebody else' }
    const overheard = writeRequest(invite, guest, elsewhere)
    const before = await cores.members('ada', 3)
    expect(await ask(() => overheard)).toMatch(/^invite\//)
    expect(await ask((meeting) => writeRequest(invite, guest, { ...meeting, joiner: 'another' }))).toMatch(/^invite\//)
    expect(await ask((meeting) => writeRequest({ ...invite, inviteSecret: random.bytes(16) }, thief, meeting))).toMatch(
      /^invite\//,
    )
    expect(await ask((meeting) => writeReturn(cores.room.community, thief, meeting))).toMatch(/^recovery\//)
    // Whose key is in the request signed it: nobody else’s goes in its place.
    const swapped = await ask((meeting) => {
      const request = writeRequest(invite, guest, meeting)
      const at = Buffer.from(request).indexOf(Buffer.from(guest.signing.publicKey))
      request.set(thief.signing.publicKey, at)
      return request
    })
    expect(swapped).toMatch(/^(invite|join)\//)
    for (const who of both) expect(await cores.members(who, 3)).toHaveLength(before.length)
    expect(await ask((meeting) => writeRequest(invite, guest, meeting))).toBe('admitted')
    expect(await ask((meeting) => writeRequest(invite, thief, meeting))).toMatch(/^invite\//)
    for (const who of both) expect(await cores.members(who, 4)).toHaveLength(before.length + 1)
  })

  it('42: a link that names Ada’s garden and leads to another, or to nothing, leaves nothing behind', async () => {
    await using nils = new NamedPerson('Nils', ['--no-discovery', '--listen', '127.0.0.1:0'])
    const screen = await nils.start()
    const own = mallory.person.device
    const secret = random.bytes(16)
    const other = found(own, random, Date.now())
    const transport = await newTransport()
    await transport.start(forever)
    const inviteSecret = random.bytes(16)
    const { community } = cores.room
    const certificateBytes = signCertificate(own, {
      community,
      inviteKey: inviteKeys(inviteSecret).publicKey,
      role: 'moderator',
      uses: 9,
      expires: Date.now() + 3_600_000,
      approval: false,
    })
    const text = { name: 'Garden Commons', purpose: 'Grow food together', rules: 'Obey.', inviter: 'Ada' }
    const addresses = transport.addresses()
    const link = writeLink(own, { community, communitySecret: secret, inviteSecret, certificateBytes, text, addresses })
    const served: string[] = []
    transport.serve(JOIN_PROTOCOL, async (channel) => {
      const frame = joinFrames.decode((await channel.receive(forever)) ?? new Uint8Array(0))
      if (frame.type !== 'hello') return
      const begin = { protocol: JOIN_PROTOCOL, initiator: channel.remote, responder: transport.peer }
      const nonce = random.bytes(32)
      const tag = responderTag(logKeys(secret).tag, { ...begin, nonceI: frame.nonce }, nonce)
      await channel.send(joinFrames.encode({ type: 'welcome', nonce, tag }), forever)
      await channel.receive(forever)
      // Of another community, then one that cannot be read, then none.
      const items = [[other.item], [random.bytes(500)], []][served.length % 3] ?? []
      served.push(channel.remote)
      await channel.send(joinFrames.encode({ type: 'admitted', items, more: false }), forever)
      await channel.receive(forever).catch(() => undefined)
    })
    // Whoever changed a letter of Ada’s own link has none.
    const true1 = await inviteTo(cores.clients.ada, cores.room, 1)
    const changed = true1.replace(/.(?=.{40}$)/, (letter) => (letter === 'A' ? 'B' : 'A'))
    await expect(screen.invites.preview({ link: changed })).rejects.toMatchObject({
      data: { code: expect.stringMatching(/^invite\//) as string },
    })
    await screen.invites.accept({ link, displayName: 'Nils' })
    const troubled = await until(screen.invites.watchJoin({ community }), ({ trouble }) => trouble !== undefined)
    expect(served).not.toEqual([])
    expect(troubled.step).not.toBe('done')
    for await (const all of await screen.communities.watch()) {
      expect(all.filter(({ state }) => state === 'member')).toEqual([])
      break
    }
    await transport.stop()
    for (const who of both) expect((await cores.members(who, 4)).map(({ name }) => name)).not.toContain('Nils')
  })

  it('52: streams without end, half-spoken ones, a gigabyte announced and sockets that drip keep nobody from talking', async () => {
    const [address = ''] = await cores.addresses('ada')
    const { host = '', port = 0 } = parseAddress(address) ?? {}
    const dripping = Array.from({ length: 4 }, (): Socket => connect(port, host).on('error', () => undefined))
    const drip = setInterval(() => {
      for (const socket of dripping) if (socket.writable) socket.write(Uint8Array.of(0x13))
    }, 50)
    // She speaks libp2p with no limits of her own.
    const node = await createLibp2p({
      addresses: { listen: [] },
      transports: [tcp()],
      connectionEncrypters: [tls()],
      streamMuxers: [yamux({ maxOutboundStreams: 20_000 })],
      connectionGater: { denyDialMultiaddr: () => false },
    })
    const patiently = async <T>(work: () => Promise<T>, tries = 20): Promise<T> => {
      try {
        return await work()
      } catch (error) {
        if (tries === 0) throw error
        await new Promise((resolve) => setTimeout(resolve, 300))
        return patiently(work, tries - 1)
      }
    }
    const connection = await patiently(() => node.dial(multiaddr(address)))
    const how = { maxOutboundStreams: 20_000, signal: AbortSignal.timeout(8000) }
    const opened = await Promise.allSettled(
      Array.from({ length: 2000 }, () => connection.newStream(SYNC_PROTOCOL, how)),
    )
    const streams = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    expect(streams.length, 'most are refused').toBeLessThan(1000)
    await cores.talk('ada')
    expect(streams.filter(({ status }) => status === 'open').length).toBeLessThanOrEqual(LIMITS.streamsPerConnection)
    await connection.close().catch(() => undefined)
    const stream = await patiently(() =>
      node.dialProtocol(multiaddr(address), SYNC_PROTOCOL, { signal: AbortSignal.timeout(10_000) }),
    )
    stream.send(Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x04))
    await expect.poll(() => stream.status, { timeout: 10_000 }).not.toBe('open')
    await cores.talk('bram')
    await node.stop()
    clearInterval(drip)
    for (const socket of dripping) socket.destroy()
  })

  it('30: a profile from a backup, and a clone that went another way, fork no feed and lose no word', async () => {
    using folder = temporaryFolder()
    const profile = cores.profile('bram')
    await cores.end('bram')
    cpSync(profile, join(folder.path, 'backup'), { recursive: true })
    await cores.start('bram')
    for (let n = 0; n < 3; n++) await cores.talk('bram')
    await cores.end('bram', 'kill')
    rmSync(profile, { recursive: true })
    cpSync(join(folder.path, 'backup'), profile, { recursive: true })
    await cores.start('bram')
    // What he says at once, before he has heard what he had said already, stands beside it.
    await cores.say('bram')
    await cores.expectUnharmed()
    for (const who of both) expect((await cores.rows(who)).filter(({ forked }) => forked)).toEqual([])
    const { community } = cores.room
    const member = (await cores.members('ada', 2)).find(({ name }) => name === 'Bram')?.id
    if (!member) throw new TypeError('no Bram')
    const { deviceList } = await until(cores.clients.ada.members.watchOne({ community, member }), () => true)
    expect(deviceList.map(({ equivocated }) => equivocated)).toEqual([false])
  })

  it('and all of it is as it was when Ada’s core has been killed and starts again', () => cores.expectReloaded('ada'))
})
