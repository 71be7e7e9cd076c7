/** Somebody who speaks the wire by hand: says what the test says, and tells what comes back. */
import type { PeerId } from '../../core/shared/index.ts'
import { type Channel, type MemoryHub, memoryTransport, type MemoryTransport } from '../../core/sync/transport/index.ts'
import { type SessionFrame, sessionFrames, SYNC_PROTOCOL } from '../../core/sync/wire/session-frames.ts'
import { initiate } from '../../core/sync/handshake/handshake.ts'
import { sessionTalk } from '../../core/sync/exchange/session-talk.ts'
import type { Carried } from '../../core/sync/index.ts'
import { newPeer } from './carried-person.ts'
import { seededRandom } from './surroundings.ts'

export interface Line {
  readonly channel: Channel
  say(frame: SessionFrame | Uint8Array): Promise<void>
  /** The next frame, or why there is none. */
  hear(): Promise<SessionFrame | string>
  /** The next frame where one must come, however long that takes, or why there is none. */
  answer(): Promise<SessionFrame | string>
  /** Every frame until the channel ends, or until nothing came for a while. */
  rest(): Promise<readonly SessionFrame[]>
  /** Every frame until the channel ends or says that it does, however long that takes. */
  ending(): Promise<readonly SessionFrame[]>
}

const patience = 400
/** Whoever waits for an end waits for that, and not for a time: this only tells a test that hangs from one that works. */
const longest = 60_000
const forever = new AbortController().signal

export class Stranger {
  readonly transport: MemoryTransport

  private constructor(transport: MemoryTransport) {
    this.transport = transport
  }

  static async on(hub: MemoryHub, peer?: PeerId): Promise<Stranger> {
    const transport = memoryTransport(hub, peer ?? (await newPeer()))
    await transport.start(forever)
    return new Stranger(transport)
  }

  get peer(): PeerId {
    return this.transport.peer
  }

  async dial(to: MemoryTransport, protocol = SYNC_PROTOCOL): Promise<Line> {
    return line(await this.transport.open(to.peer, to.addresses(), protocol, forever))
  }

  /** Does something with each channel that is opened to this one. */
  serve(work: (line: Line) => Promise<void>, protocol = SYNC_PROTOCOL): void {
    this.transport.serve(protocol, (channel) => work(line(channel)))
  }

  /** A session with somebody, as a member whose device it holds; what is said in it is up to the test. */
  async meet(to: MemoryTransport, carried: Carried): Promise<Line> {
    const channel = await this.transport.open(to.peer, to.addresses(), SYNC_PROTOCOL, forever)
    await initiate(sessionTalk(channel, forever), carried, this.peer, seededRandom(this.peer))
    return line(channel)
  }

  stop(): Promise<void> {
    return this.transport.stop()
  }
}

export function line(channel: Channel): Line {
  const hear = async (ms = patience): Promise<SessionFrame | string> => {
    try {
      const bytes = await channel.receive(AbortSignal.timeout(ms))
      return bytes ? sessionFrames.decode(bytes) : 'end'
    } catch (error) {
      return (error as { code?: unknown }).code === 'sync/closed' ? 'closed' : 'silence'
    }
  }
  return {
    channel,
    say: (frame) => channel.send(frame instanceof Uint8Array ? frame : sessionFrames.encode(frame), forever),
    hear: () => hear(),
    answer: () => hear(longest),
    ending: async () => {
      const frames: SessionFrame[] = []
      for (let next = await hear(longest); typeof next !== 'string'; next = await hear(longest)) {
        frames.push(next)
        if (next.type === 'end') break
      }
      return frames
    },
    rest: async () => {
      const frames: SessionFrame[] = []
      for (let next = await hear(); typeof next !== 'string'; next = await hear()) frames.push(next)
      return frames
    },
  }
}
