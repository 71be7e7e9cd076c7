/** Listens to what goes over the wire, and breaks it where a test wants it broken. */
import type { Channel, Transport } from '../../core/sync/transport/index.ts'
import { sessionFrames } from '../../core/sync/wire/session-frames.ts'

export interface FrameCount {
  /** Frames sent so far by all who are wrapped. */
  readonly total: number
  readonly bytes: number
  /** What the frames were, in the order they were sent. */
  readonly latest: readonly string[]
  /** The same, sorted. */
  kinds(): readonly string[]
  clear(): void
  readonly wrap: (transport: Transport) => Transport
}

/** @param breakAt after so many frames of all, the channel they go over breaks; once, unless asked again */
export function countFrames(): FrameCount & { breakAt: number } {
  const kinds: string[] = []
  const count = {
    breakAt: Infinity,
    bytes: 0,
    get total() {
      return kinds.length
    },
    latest: kinds,
    kinds: () => kinds.toSorted(),
    clear: () => {
      kinds.length = 0
      count.bytes = 0
    },
    wrap: (transport: Transport) => tapped(transport, heard),
  }
  const heard = (channel: Channel, frame: Uint8Array): void => {
    kinds.push(kindOf(frame))
    count.bytes += frame.length
    if (kinds.length < count.breakAt) return
    count.breakAt = Infinity
    channel.abort()
  }
  return count
}

function kindOf(frame: Uint8Array): string {
  try {
    return sessionFrames.decode(frame).type
  } catch {
    return 'unknown'
  }
}

/** A transport whose outgoing frames are told of before they are sent. */
export function tapped(transport: Transport, heard: (channel: Channel, frame: Uint8Array) => void): Transport {
  return withChannels(transport, (channel) => ({
    ...channelParts(channel),
    send: (frame, signal) => {
      heard(channel, frame)
      return channel.send(frame, signal)
    },
  }))
}

/** A transport that sends what it is told to in place of each frame. */
export function altered(transport: Transport, alter: (frame: Uint8Array) => readonly Uint8Array[]): Transport {
  return withChannels(transport, (channel) => ({
    ...channelParts(channel),
    send: async (frame, signal) => {
      for (const each of alter(frame)) await channel.send(each, signal)
    },
  }))
}

/** A transport whose incoming frames are told of before they are handed on. */
export function overheard(transport: Transport, heard: (frame: Uint8Array) => void): Transport {
  return withChannels(transport, (channel) => ({
    ...channelParts(channel),
    receive: async (...args) => {
      const frame = await channel.receive(...args)
      if (frame) heard(frame)
      return frame
    },
  }))
}

/** A transport that hands on incoming frames only when it may. */
export function slowly(transport: Transport, may: () => Promise<void>): Transport {
  return withChannels(transport, (channel) => ({
    ...channelParts(channel),
    receive: async (...args) => {
      const frame = await channel.receive(...args)
      await may()
      return frame
    },
  }))
}

function channelParts(channel: Channel): Channel {
  const { remote, direction, path, connection } = channel
  return {
    remote,
    direction,
    path,
    connection,
    answers: () => channel.answers(),
    send: (...args) => channel.send(...args),
    queued: () => channel.queued(),
    drained: (signal) => channel.drained(signal),
    receive: (...args) => channel.receive(...args),
    accept: (frameBytes) => channel.accept(frameBytes),
    close: (signal) => channel.close(signal),
    abort: () => channel.abort(),
  }
}

function withChannels(transport: Transport, tap: (channel: Channel) => Channel): Transport {
  return new Proxy(transport, {
    get(target, name) {
      if (name === 'open')
        return async (...args: Parameters<Transport['open']>): Promise<Channel> => tap(await target.open(...args))
      if (name === 'serve') {
        return (...[protocol, handler, options]: Parameters<Transport['serve']>): (() => void) =>
          target.serve(protocol, (channel) => handler(tap(channel)), options)
      }
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
