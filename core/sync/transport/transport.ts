import type { PathKind, PeerId, ReachSettings, ReachStatus } from '../../shared/index.ts'

/** How a connection runs, for the person: `lan` when the other end has a private, link-local or loopback address and nobody relays it. */
export interface Path {
  readonly kind: PathKind
  readonly address: string
  /** Who relays it. */
  readonly relay?: PeerId
}

/** One ordered, framed, two-way stream to one peer. The encryption vouches for the peer id, which says nothing about membership. */
export interface Channel {
  readonly remote: PeerId
  readonly direction: 'inbound' | 'outbound'
  readonly path: Path
  /** Which connection it runs on: the same for all channels on one, and larger the later that came up. */
  readonly connection: number
  /** Whether the other end answers on that connection within LIMITS.connectionProof; if not, it is closed. Never rejects. */
  answers(): Promise<boolean>
  /**
   * Puts a frame of 0 to LIMITS.frameBytes bytes in the send queue, waiting while LIMITS.sendQueueBytes are in it.
   * The bytes may not be changed afterwards. When aborted before, the frame is not sent.
   * @throws sync/closed, sync/frame-too-large, the signal's reason
   */
  send(frame: Uint8Array, signal: AbortSignal): Promise<void>
  /** Bytes in the send queue. */
  queued(): number
  /** Resolves once the send queue is empty. @throws sync/closed, the signal's reason */
  drained(signal: AbortSignal): Promise<void>
  /**
   * The next frame; nothing once the other side has closed and all its frames were read. At most
   * LIMITS.receiveQueueFrames wait here, then the sender must; a longer announced frame aborts the channel at once.
   * With `timeoutMs`, gives up when not one byte came for so long.
   * @throws sync/closed, sync/frame-too-large, sync/timeout, the signal's reason
   */
  receive(signal: AbortSignal, timeoutMs?: number): Promise<Uint8Array | undefined>
  /** Takes frames of so many bytes at most from now on; of LIMITS.frameBytes, until it is told. */
  accept(frameBytes: number): void
  /**
   * Ends our side once all that was sent is on its way; the other side may go on sending and we receiving.
   * @throws sync/closed when the channel broke before, the signal's reason
   */
  close(signal: AbortSignal): Promise<void>
  /** Ends both sides at once; what waits is dropped, and pending calls here and there reject with sync/closed. */
  abort(): void
}

export interface ServeOptions {
  /** Inbound streams of this protocol on one connection; LIMITS.streamsPerProtocol unless told. */
  readonly streams?: number
  /** Asked at every new stream: false aborts it before the handler learns of it. */
  readonly admits?: (peer: PeerId) => boolean
}

export interface Found {
  readonly peer: PeerId
  readonly addresses: readonly string[]
}

export interface ConnectionView {
  readonly peer: PeerId
  readonly direction: 'inbound' | 'outbound'
  readonly path: Path
  /** Milliseconds since 1970. */
  readonly since: number
}

/** A member's device that helps others connect. */
export interface RelayOffer {
  readonly peer: PeerId
  /** Where that device is dialled: direct addresses, best first. */
  readonly addresses: readonly string[]
}

/** One end of the network under one peer id. It carries bytes; who may see what is decided above. */
export interface Transport {
  readonly peer: PeerId
  /** @throws sync/port-in-use, sync/cannot-listen, the signal's reason */
  start(signal: AbortSignal): Promise<void>
  /** Ends all channels and connections. Never rejects, and leaves no timer, listener or socket. */
  stop(): Promise<void>
  /**
   * The addresses others can dial, each ending in `/p2p/<peer>`, best first: direct ones, then those over relays
   * (`…/p2p/<relay>/p2p-circuit/p2p/<peer>`). With `hideAddress` the latter alone.
   */
  addresses(): readonly string[]
  onAddresses(listener: (addresses: readonly string[]) => void): () => void
  /**
   * Opens a channel for a protocol, over the best connection there is or else by any of the addresses. The first frame may be
   * lost when the other side is at its limit of streams: then the channel ends with sync/closed.
   * @throws sync/unreachable, sync/no-such-protocol, sync/not-ours-to-dial, sync/closed, the signal's reason
   */
  open(peer: PeerId, addresses: readonly string[], protocol: string, signal: AbortSignal): Promise<Channel>
  /**
   * Serves a protocol. The channel is closed when the handler is done, and aborted when it throws.
   * The answer stops serving; channels that are open go on.
   */
  serve(protocol: string, handler: (channel: Channel) => Promise<void>, options?: ServeOptions): () => void
  /** Peers announcing themselves in the local network; whoever they claim to be is proven only by connecting. */
  onDiscovered(listener: (found: Found) => void): () => void
  /** The first connection to a peer is up. */
  onConnected(listener: (peer: PeerId) => void): () => void
  /** The last connection to a peer is gone. */
  onDisconnected(listener: (peer: PeerId) => void): () => void
  /** Ends all connections to a peer. Never rejects. */
  disconnect(peer: PeerId): Promise<void>
  connections(): readonly ConnectionView[]
  /** Asked for each inbound peer after the encryption and before any protocol: false refuses it. All are let in until it is set. */
  setGate(gate: (peer: PeerId) => boolean): void
  /**
   * Applies the person's switches, now or, before the start, at the start. Another port, `lanOnly` and `hideAddress` end all
   * connections and begin anew; when that fails, what there was before is begun again.
   * @throws sync/port-in-use, sync/cannot-listen, the signal's reason
   */
  configure(settings: ReachSettings, signal: AbortSignal): Promise<void>
  reach(): ReachStatus
  /** What `reach` says is another now. */
  onReach(listener: () => void): () => void
  /**
   * Members' devices that relay, best first; these alone from now on. LIMITS.relays of them are asked for a reservation,
   * again and again, and tell us how we are seen. None with `lanOnly`.
   */
  useRelays(offers: readonly RelayOffer[]): void
  /** Whose connections are relayed here, and who is told how it is seen, when the person helps others connect. Nobody until it is set. */
  setRelayGate(gate: (peer: PeerId) => boolean): void
  /** Whether a connection to or of that peer is relayed here now. */
  isRelaying(peer: PeerId): boolean
  /** There is a better proven path to a peer than one that some of its channels run on: what is opened from now on runs there. */
  onBetterPath(listener: (peer: PeerId) => void): () => void
}
