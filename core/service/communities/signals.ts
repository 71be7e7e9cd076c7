/**
 * Who of those met is there, and who writes where: said from device to device, to those with a session and no further, and kept nowhere.
 * Whoever is met over others alone is not seen. A word is bound to its device by the session it comes in, and goes out of date by itself.
 */
import {
  type Clock,
  type DeviceId,
  type EntryId,
  errorCode,
  LIMITS,
  Listeners,
  type Log,
  type SpaceId,
} from '../../shared/index.ts'
import { type Presence, readWord, type Word, writeWord } from './signal-words.ts'

/** A room, or a thread in it. */
type Spot = SpaceId | `${SpaceId} ${EntryId}`

interface Heard {
  presence: { readonly is: Presence; readonly until: number } | undefined
  /** Rooms and threads written in, and until when that holds, ms. */
  readonly typing: Map<Spot, number>
}

export interface SignalsOptions {
  readonly clock: Clock
  readonly log: Log
}

export class Signals {
  readonly #clock: Clock
  readonly #heard = new Map<DeviceId, Heard>()
  readonly #say: Listeners<Uint8Array>
  readonly #changed: Listeners<void>
  readonly #over = new AbortController()
  /** What this device says of itself; nothing, if nothing is to be said. */
  #own: Presence | undefined
  /** When it was said that this person writes, by room and thread. */
  readonly #typed = new Map<Spot, number>()
  #isWatching = false

  constructor({ clock, log }: SignalsOptions) {
    const report = (error: unknown): void => log.error('signals.listener', { code: errorCode(error) })
    this.#clock = clock
    this.#say = new Listeners(report)
    this.#changed = new Listeners(report)
  }

  /** Says whether this person is there, at once and to all who are met later; of nothing, once, that it is said no longer. */
  become(presence: Presence | undefined): void {
    if (presence === this.#own) return
    this.#own = presence
    this.#tell({ kind: 'presence', presence })
  }

  /** Says once more what holds still, before it is out of date for others. */
  repeat(): void {
    if (this.#own !== undefined) this.#tell({ kind: 'presence', presence: this.#own })
  }

  /** Says that this person writes in a room or a thread of it, now and then while they do, or that they stopped. */
  type(space: SpaceId, isOn: boolean, root?: EntryId): void {
    const now = this.#clock.now()
    const spot = spotOf(space, root)
    const last = this.#typed.get(spot)
    if (isOn ? last !== undefined && now - last < LIMITS.typingRepeat : last === undefined) return
    if (isOn) this.#typed.set(spot, now)
    else this.#typed.delete(spot)
    for (const [oldest] of [...this.#typed].slice(0, -LIMITS.typingRooms)) this.#typed.delete(oldest)
    this.#tell({ kind: 'typing', space, ...(root !== undefined && { root }), isOn })
  }

  /** How devices that are met say they are. */
  presences(): ReadonlyMap<DeviceId, Presence> {
    const now = this.#clock.now()
    const all = [...this.#heard].flatMap(([device, { presence }]): [DeviceId, Presence][] =>
      presence && presence.until > now ? [[device, presence.is]] : [],
    )
    return new Map(all)
  }

  /** Devices that write in a room itself, or in one of its threads. */
  typing(space: SpaceId, root?: EntryId): readonly DeviceId[] {
    const now = this.#clock.now()
    const spot = spotOf(space, root)
    return [...this.#heard].flatMap(([device, { typing }]) => ((typing.get(spot) ?? 0) > now ? [device] : []))
  }

  /** Told when anything was heard, or is true no longer. */
  onChange(listener: () => void): () => void {
    return this.#changed.add(listener)
  }

  now(): readonly Uint8Array[] {
    return this.#own === undefined ? [] : [writeWord({ kind: 'presence', presence: this.#own })]
  }

  take(device: DeviceId, signal: Uint8Array): void {
    const word = readWord(signal)
    if (!word) return
    const heard = this.#heard.get(device) ?? { presence: undefined, typing: new Map<Spot, number>() }
    this.#heard.set(device, heard)
    if (word.kind === 'presence') {
      const until = this.#clock.now() + LIMITS.presenceExpiry
      heard.presence = word.presence && { is: word.presence, until }
    } else {
      const spot = spotOf(word.space, word.root)
      heard.typing.delete(spot)
      if (word.isOn) heard.typing.set(spot, this.#clock.now() + LIMITS.typingExpiry)
      for (const oldest of [...heard.typing.keys()].slice(0, -LIMITS.typingRooms)) heard.typing.delete(oldest)
    }
    this.#changed.tell()
    if (!this.#isWatching) void this.#watch()
  }

  gone(device: DeviceId): void {
    if (this.#heard.delete(device)) this.#changed.tell()
  }

  onSay(listener: (signal: Uint8Array) => void): () => void {
    return this.#say.add(listener)
  }

  /** Says and hears nothing more. */
  close(): void {
    this.#over.abort()
    this.#heard.clear()
    this.#say.clear()
    this.#changed.clear()
  }

  #tell(word: Word): void {
    this.#say.tell(writeWord(word))
  }

  /** Tells of each word as it goes out of date, as long as there are any. */
  async #watch(): Promise<void> {
    this.#isWatching = true
    for (let next = this.#next(); next !== undefined && !this.#over.signal.aborted; next = this.#next()) {
      const pause = Math.max(1, Math.min(next - this.#clock.now(), LIMITS.typingExpiry))
      await this.#clock.sleep(pause, this.#over.signal).catch(() => undefined)
      if (this.#drop() && !this.#over.signal.aborted) this.#changed.tell()
    }
    this.#isWatching = false
  }

  /** When the first of them is out of date. */
  #next(): number | undefined {
    const times = [...this.#heard.values()].flatMap(({ presence, typing }) => [
      ...(presence ? [presence.until] : []),
      ...typing.values(),
    ])
    return times.length > 0 ? Math.min(...times) : undefined
  }

  #drop(): boolean {
    const now = this.#clock.now()
    let dropped = false
    for (const heard of this.#heard.values()) {
      if (heard.presence && heard.presence.until <= now) {
        heard.presence = undefined
        dropped = true
      }
      for (const [spot, until] of heard.typing) if (until <= now) dropped = heard.typing.delete(spot) || dropped
    }
    return dropped
  }
}

function spotOf(space: SpaceId, root: EntryId | undefined): Spot {
  return root === undefined ? space : `${space} ${root}`
}
