/** One conversation of a keeper with a member's device: who it is, and then what it asks, one after another. */
import {
  type Clock,
  type DeviceId,
  errorCode,
  FolkmootError,
  hex,
  LIMITS,
  type PeerId,
  type Random,
  sameBytes,
} from '../shared/index.ts'
import {
  Allowance,
  annexTranscript,
  type Channel,
  claimMac,
  isSigned,
  KEEP_VERSION,
  keeperErrors,
  type KeepFrame,
  keepTalk,
  keepTranscript,
  type Lane,
} from '../sync/index.ts'
import type { Call } from './shelf-parts.ts'
import type { Shelf } from './shelf.ts'
import type { Shelves } from './shelves.ts'

export interface KeepSessionParts {
  readonly shelves: Shelves
  readonly self: PeerId
  readonly clock: Clock
  readonly random: Random
  /** A device has shown who it is; `end` ends this conversation when it begins too many. The answer is called when it is gone. */
  readonly enter: (peer: PeerId, who: Entering, end: () => void) => () => void
}

export interface Entering {
  readonly device: DeviceId
  /** At the shelf of a private space. */
  readonly isAnnex: boolean
  /** No roster names it yet. */
  readonly isGuest: boolean
}

type Talk = ReturnType<typeof keepTalk>

/** From the first frame to the end. @throws why it ended */
export async function serveMember(channel: Channel, parts: KeepSessionParts, signal: AbortSignal): Promise<void> {
  channel.accept(LIMITS.greetingBytes)
  const over = new AbortController()
  const talk = keepTalk(channel, AbortSignal.any([signal, over.signal]))
  const { shelf, device } = await meet(talk, parts)
  const who = { device, isAnnex: shelf.parent !== undefined, isGuest: shelf.isGuest(device) }
  const leave = parts.enter(channel.remote, who, () => over.abort(keeperErrors('stopped')))
  const session = new KeepSession(talk, shelf, device, parts, (error) => over.abort(error))
  try {
    channel.accept(LIMITS.frameBytes)
    await session.run()
  } finally {
    session.end()
    leave()
  }
}

/** @throws keeper/refused, keeper/claimed, keeper/not-proven, keeper/full … */
async function meet(
  talk: Talk,
  { shelves, self, random }: KeepSessionParts,
): Promise<{ shelf: Shelf; device: DeviceId }> {
  const hello = await talk.expect('hello')
  if (hello.version !== KEEP_VERSION) throw keeperErrors('refused')
  const nonce = random.bytes(32)
  // Whether there is such a shelf is not said before somebody has shown that it is theirs.
  await talk.send({ type: 'challenge', nonce })
  const shown = await talk.expect('proof', 'claim', 'annex')
  const meeting = { shelf: hello.shelf, member: talk.peer, keeper: self, nonceM: hello.nonce, nonceK: nonce }
  const { device, signature } = shown
  const transcript =
    shown.type === 'annex'
      ? annexTranscript(meeting, device, shown.under)
      : keepTranscript(meeting, device, shown.type === 'claim')
  if (!isSigned(device, transcript, signature)) throw keeperErrors('not-proven')
  if (shown.type === 'annex') return { shelf: shelves.annex(hello.shelf, shown.under, device), device }
  const known = shelves.get(hello.shelf)
  // Who claims again what it has claimed did not hear the answer the first time.
  if (known?.admits(device)) return { shelf: known, device }
  if (shown.type === 'proof') throw keeperErrors('refused')
  const secret = shelves.claimSecret()
  if (known || !secret) throw keeperErrors('claimed')
  if (!sameBytes(claimMac(secret, transcript), shown.mac)) throw keeperErrors('claimed')
  return { shelf: shelves.claim(hello.shelf, device), device }
}

class KeepSession {
  readonly #talk: Talk
  readonly #shelf: Shelf
  readonly #device: DeviceId
  readonly #shelves: Shelves
  readonly #asks: Allowance
  readonly #puts: Allowance
  readonly #news = new Map<DeviceId, Lane>()
  /** By shelf, the newest of each: of a device that takes nothing few wait, and it is told of all when it comes again. */
  readonly #calls = new Map<string, Call>()
  readonly #ends: readonly (() => void)[]
  #pumping = false
  #isDropping = false
  #isSaying = false
  /** At which state of who may use the shelf its state was told, or said, last. */
  #toldTurn = 0
  #toldClearing = 0

  constructor(
    talk: Talk,
    shelf: Shelf,
    device: DeviceId,
    { shelves, clock }: Pick<KeepSessionParts, 'shelves' | 'clock'>,
    abort: (error: unknown) => void,
  ) {
    this.#talk = talk
    this.#shelves = shelves
    this.#shelf = shelf
    this.#device = device
    this.#asks = new Allowance(clock, LIMITS.keeperAsks, LIMITS.keeperAsksPerSecond)
    this.#puts = new Allowance(clock, LIMITS.keeperPuts, LIMITS.keeperPutsPerSecond)
    this.#ends = [
      shelf.onLanes.add((lane) => this.#tell(lane)),
      shelf.onCalls.add((call) => this.#call(call)),
      shelf.onRoster.add(() => {
        if (!shelf.admits(device) && !this.#isDropping) abort(keeperErrors('refused'))
        this.#tellRoster()
      }),
    ]
  }

  end(): void {
    for (const end of this.#ends) end()
  }

  async run(): Promise<void> {
    await this.#greet()
    for (;;) {
      const frame = await this.#talk.receive(LIMITS.sessionSilence)
      if (!this.#asks.take()) throw keeperErrors('too-much')
      if (frame.type === 'end') return
      await this.#answer(frame)
      if (!this.#shelf.admits(this.#device)) return
    }
  }

  async #greet(): Promise<void> {
    await this.#talk.send(this.#state())
    await this.#tellCleared()
    const lanes = this.#shelf.lanes()
    for (let at = 0; at === 0 || at < lanes.length; at += LIMITS.keeperLanesPage) {
      const page = lanes.slice(at, at + LIMITS.keeperLanesPage)
      await this.#talk.send({ type: 'lanes', lanes: page, more: at + page.length < lanes.length })
    }
    for (const { shelf, letter } of this.#shelf.calls(this.#device))
      await this.#talk.send({ type: 'called', shelf, letter })
  }

  #state(): KeepFrame {
    const { roster, turn, used, budget } = this.#shelf
    this.#toldTurn = turn
    return { type: 'state', version: roster.version, roster: roster.hash, used, budget }
  }

  async #answer(frame: KeepFrame): Promise<void> {
    if (frame.type === 'ping') return this.#talk.send(frame)
    if (frame.type === 'fetch') return this.#serve(frame.device, frame.from, frame.to)
    // Whatever else is asked is written to the disk.
    if (!this.#puts.take()) throw keeperErrors('too-much')
    const used = (): KeepFrame => ({ type: 'kept', used: this.#shelf.used })
    if (frame.type === 'put') return this.#try(() => this.#shelf.put(this.#device, frame), used)
    if (frame.type === 'drop')
      return this.#try(
        () => this.#drop(frame.signature),
        () => ({ type: 'dropped' }),
      )
    if (frame.type === 'introduce')
      return this.#try(
        () => this.#shelf.introduce(this.#device, frame.bytes, frame.signature),
        () => ({ type: 'introduced' }),
      )
    if (frame.type === 'call')
      return this.#try(
        () => this.#shelf.call(this.#device, frame.device, frame.letter),
        () => ({ type: 'calling' }),
      )
    if (frame.type === 'clear')
      return this.#try(() => this.#shelf.clear(this.#device, frame.bytes, frame.signature), used)
    if (frame.type !== 'roster') throw keeperErrors('out-of-turn')
    return this.#try(
      () => this.#say(frame.bytes, frame.signature),
      () => ({ type: 'rostered' }),
    )
  }

  #say(bytes: Uint8Array, signature: Uint8Array): void {
    this.#isSaying = true
    try {
      this.#shelf.setRoster(this.#device, bytes, signature)
    } finally {
      this.#isSaying = false
    }
  }

  #drop(signature: Uint8Array): void {
    this.#isDropping = true
    try {
      this.#shelves.drop(this.#shelf, this.#device, signature)
    } catch (error) {
      this.#isDropping = false
      throw error
    }
  }

  async #serve(device: DeviceId, from: number, to: number): Promise<void> {
    for (const item of this.#shelf.items(device, from, to)) await this.#talk.send({ type: 'item', ...item })
    await this.#talk.send({ type: 'covered' })
  }

  /** What cannot be done is said, and the conversation goes on; but who breaks a rule that no honest device does is let go. */
  async #try(work: () => void, done: () => KeepFrame): Promise<void> {
    try {
      work()
    } catch (error) {
      const isLetGo = !(error instanceof FolkmootError) || OFFENCES.has(errorCode(error))
      if (isLetGo) throw error
      return this.#talk.send({ type: 'refused', code: errorCode(error) })
    }
    await this.#talk.send(done())
  }

  /** Who put something knows of it. Of a device that takes nothing only the newest of each lane waits. */
  #tell(lane: Lane): void {
    if (lane.device === this.#device && lane.first <= 1) return
    this.#news.set(lane.device, lane)
    this.#startPump()
  }

  #call(call: Call): void {
    if (call.device !== this.#device) return
    const [oldest] = this.#calls.keys()
    if (oldest !== undefined && this.#calls.size >= LIMITS.keeperAnnexes) this.#calls.delete(oldest)
    this.#calls.set(hex(call.shelf), call)
    this.#startPump()
  }

  /** Who leads knows of what another has said, so that it does not stand when it is wrong. */
  #tellRoster(): void {
    if (this.#isSaying) this.#toldTurn = this.#shelf.turn
    else if (this.#shelf.leads(this.#device)) this.#startPump()
  }

  #startPump(): void {
    if (this.#pumping) return
    this.#pumping = true
    // What fails is that the conversation is over.
    this.#pump().catch(() => undefined)
  }

  async #pump(): Promise<void> {
    // What changes at once is told together.
    await Promise.resolve()
    for (;;) {
      const isNew = this.#shelf.leads(this.#device) && this.#shelf.turn !== this.#toldTurn
      if (isNew) {
        await this.#talk.send(this.#state())
        continue
      }
      const [call] = this.#calls.values()
      if (call) {
        this.#calls.delete(hex(call.shelf))
        await this.#talk.send({ type: 'called', shelf: call.shelf, letter: call.letter })
        continue
      }
      if (this.#news.size === 0) break
      await this.#tellCleared()
      const lanes = [...this.#news.values()].slice(0, LIMITS.keeperLanesPage)
      for (const { device } of lanes) this.#news.delete(device)
      await this.#talk.send({ type: 'news', lanes })
    }
    // In one step with the last look, so that nothing is left untold.
    this.#pumping = false
  }

  /** Before lanes that begin later, why they do. */
  async #tellCleared(): Promise<void> {
    const { cleared } = this.#shelf
    if (!cleared || cleared.version === this.#toldClearing) return
    this.#toldClearing = cleared.version
    const { bytes, device, signature } = cleared
    await this.#talk.send({ type: 'cleared', bytes, device, signature })
  }
}

const OFFENCES = new Set(['keeper/malformed', 'keeper/not-proven'])
