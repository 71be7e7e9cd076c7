/** A conversation with a keeper: reads what others have put, puts what nobody has, and stays to hear of more. */
import { type Clock, type DeviceId, LIMITS, type Log, type Random, sameBytes } from '../../shared/index.ts'
import type { Carried } from '../ports.ts'
import type { Talk } from '../wire/talk.ts'
import { keeperErrors } from './errors.ts'
import type { KeepFrame, KeepTable } from './keep-frames.ts'
import { KeepLine } from './keep-line.ts'
import type { KeeperState, Shown } from './keep-meeting.ts'
import { Introducing } from './introducing.ts'
import type { CarriedKeeping, KeepingChange, KeptShelf } from './kept-ports.ts'
import { isSigned, type Lane, LANE_BEGIN, type LaneItem, laneLink, type LaneMark, linkAfter } from './lane.ts'
import { isOfDisk, RosterTiming } from './roster-timing.ts'
import { clearingDigest, decodeClearing, encodeClearing, encodeRoster, rosterDigest, rosterHash } from './signed.ts'

export interface KeepVisitParts {
  readonly carried: Carried
  readonly keeping: CarriedKeeping
  readonly kept: KeptShelf
  readonly shelf: Uint8Array
  /** Devices that were called to the shelf of a private space, or are to be: by this device, since its start. */
  readonly called?: Set<DeviceId>
  /** Whether anything may be given to it; always, where this is left out. */
  readonly mayPut?: () => boolean
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** What is known of it has changed. */
  readonly onStatus: () => void
}

export class KeepVisit {
  readonly #line: KeepLine
  readonly #parts: KeepVisitParts
  readonly #signal: AbortSignal
  readonly #lanes = new Map<DeviceId, Lane>()
  #state: KeeperState
  #wake = new AbortController()
  /** When something of here is to be put, ms; Infinity while there is nothing. */
  #putDue: number
  /** Whether something of this device's may not be there yet. */
  #isOwed = true
  #cameMeanwhile = false
  readonly #roster: RosterTiming
  readonly #introducing: Introducing
  /** Whether what could not be read is to be tried again: what came early, or all. */
  #again: 'nothing' | 'early' | 'all' = 'all'
  #upTo: ReadonlyMap<DeviceId, number> = new Map()
  /** The newest clearing that was shown. */
  #clearing = 0
  #compactDue = 0
  /** Bytes of parcels put by devices that are not known here. */
  #useless = 0
  /** A clearing by a device that is not known here as an owner's, until all has been read that might tell of it. */
  #doubtful: { readonly device: DeviceId; readonly version: number } | undefined
  /** Why it did not take the last parcel. */
  #refusal: string | undefined

  constructor(talk: Talk<KeepTable>, shown: Shown, parts: KeepVisitParts, signal: AbortSignal) {
    this.#line = new KeepLine(talk, parts.clock, (frame) => this.#hear(frame))
    this.#parts = parts
    this.#signal = signal
    this.#state = shown.state
    this.#roster = new RosterTiming(parts.shelf, parts)
    this.#introducing = new Introducing(parts)
    // Whatever was written while it was not met.
    this.#putDue = parts.clock.now()
    if (shown.cleared) this.#heed(shown.cleared)
    this.#note(shown.lanes)
    this.#checkAll()
  }

  /** Whether it has no room for what is to be put. */
  get isFull(): boolean {
    return this.#refusal === 'keeper/full'
  }

  /** Parcels that are to be taken there, as far as known: at least so many. */
  get waiting(): number {
    return this.#refusal !== undefined || this.#isOwed ? 1 : 0
  }

  /** Parcels that are there and were not read yet. */
  get receiving(): number {
    const known = this.#parts.kept.lanes()
    const left = (lane: Lane): number => lane.last - Math.max(lane.first - 1, known.get(lane.device)?.read.seq ?? 0)
    return [...this.#lanes.values()].reduce((sum, lane) => sum + Math.max(0, left(lane)), 0)
  }

  /** Something of here changed. */
  changed(what: KeepingChange): void {
    const now = this.#parts.clock.now()
    if (what === 'keys') this.#again = 'all'
    if (what === 'own' || what === 'decided') this.#isOwed = this.#cameMeanwhile = true
    this.#putDue = Math.min(this.#putDue, now + PAUSES[what])
    this.#wake.abort()
  }

  /** Until the conversation is over. @throws why it is */
  async run(): Promise<never> {
    try {
      return await this.#go()
    } finally {
      // What was left out by its word was not read.
      if (this.#doubtful) this.#parts.kept.reread(this.#parts.kept.clearing)
    }
  }

  async #go(): Promise<never> {
    for (;;) {
      const wake = new AbortController()
      this.#wake = wake
      this.#tellStatus()
      await this.#read()
      await this.#sayRoster()
      await this.#put()
      await this.#introduce()
      await this.#introducing.call(this.#line)
      await this.#compact()
      this.#tellStatus()
      await this.#wait(wake.signal)
    }
  }

  /** Reads all lanes as far as they go, and what could not be read before. */
  async #read(): Promise<void> {
    for (let behind = this.#behind(); behind; behind = this.#behind()) {
      await this.#readLane(behind)
      if (this.#again === 'nothing') this.#again = 'early'
    }
    await this.#readAgain()
    const doubtful = this.#doubtful
    if (!doubtful) return
    if (!this.#parts.keeping.mayHaveCleared(doubtful.device)) throw keeperErrors('dishonest')
    this.#doubtful = undefined
    this.#readAnew(doubtful.version)
    await this.#read()
  }

  async #readAgain(): Promise<void> {
    const { kept, shelf } = this.#parts
    for (let isAny = this.#again !== 'nothing'; isAny;) {
      const unread = kept.unread().filter(({ early }) => early || this.#again === 'all')
      this.#again = 'nothing'
      isAny = false
      for (const { device, seq, link } of unread) {
        const [item] = await this.#fetch(device, seq, seq)
        if (!item) kept.forgo(device, seq)
        else if (!sameBytes(laneLink(shelf, device, item), link)) throw keeperErrors('dishonest')
        else if (kept.takeAgain(device, item)) isAny = true
      }
      if (isAny) this.#again = 'early'
    }
  }

  /** A lane that goes further than it was read. */
  #behind(): Lane | undefined {
    const known = this.#parts.kept.lanes()
    const unread = this.#parts.kept.unread()
    const heldUp = new Set(unread.length >= LIMITS.keeperWaiting ? unread.map(({ device }) => device) : [])
    const behind = [...this.#lanes.values()].filter(
      ({ device, first, last }) => !heldUp.has(device) && last > Math.max(first - 1, known.get(device)?.read.seq ?? 0),
    )
    // Theirs tell who the others are.
    return behind.find(({ device }) => this.#parts.carried.log.standing(device)) ?? behind[0]
  }

  async #readLane({ device, first, last }: Lane): Promise<void> {
    const { kept, shelf, carried } = this.#parts
    const { read, top } = kept.lanes().get(device) ?? { read: LANE_BEGIN, top: LANE_BEGIN }
    let mark = read
    const from = Math.max(first, read.seq + 1)
    const to = Math.min(last, from + PAGE - 1)
    for await (const item of this.#fetching(device, from, to)) {
      // What came before was cleared: the chain is taken up where it begins now.
      if (mark.seq < from - 1 && item.seq === from) mark = { seq: from - 1, head: item.prev }
      if (!carried.log.standing(device)) this.#useless += item.parcel.length
      // Anybody could make up devices and what they put.
      if (this.#useless > LIMITS.uselessBytes) throw keeperErrors('too-much')
      const link = linkAfter(shelf, device, mark, item)
      if (!link || (item.seq === top.seq && !sameBytes(link, top.head))) throw keeperErrors('dishonest')
      mark = { seq: item.seq, head: link }
      kept.take(device, item, link)
      this.#tellStatus()
    }
    const now = this.#lanes.get(device)
    if (mark.seq < to && now && now.first <= mark.seq + 1) throw keeperErrors('dishonest')
    if (now && mark.seq === now.last && !sameBytes(mark.head, now.head)) throw keeperErrors('dishonest')
  }

  async #fetch(device: DeviceId, from: number, to: number): Promise<readonly LaneItem[]> {
    const items: LaneItem[] = []
    for await (const item of this.#fetching(device, from, to)) items.push(item)
    return items
  }

  async *#fetching(device: DeviceId, from: number, to: number): AsyncGenerator<LaneItem> {
    await this.#line.send({ type: 'fetch', device, from, to })
    for (let next = from; ;) {
      const frame = await this.#line.expect('item', 'covered')
      if (frame.type === 'covered') return
      if (frame.seq < next || frame.seq > to) throw keeperErrors('out-of-turn')
      next = frame.seq + 1
      yield frame
    }
  }

  /** Whoever leads says who may use the shelf, when that is not what the log says. */
  async #sayRoster(): Promise<void> {
    const { keeping, carried, shelf } = this.#parts
    const wish = keeping.roster()
    if (!this.#roster.isDue(wish, this.#state) || !wish) return
    this.#roster.said()
    const version = Math.max(wish.version, this.#state.version + 1)
    const bytes = encodeRoster(shelf, { ...wish, version })
    const signature = carried.signSession(rosterDigest(bytes))
    const answer = await this.#line.ask({ type: 'roster', bytes, signature }, 'rostered', 'refused')
    if (answer.type === 'refused') this.#parts.log.debug('keeper.roster', { code: answer.code })
    if (answer.type === 'refused' && answer.code === 'keeper/refused') this.#introducing.isLed = true
    // Another was first: what it said is heard when the conversation begins anew.
    if (answer.type === 'refused' && answer.code === 'keeper/stale') throw keeperErrors('stopped')
    // What its disk could not take is said again: whom it left out is let in there until then.
    if (answer.type === 'refused' && this.#state.version > 0 && isOfDisk(answer.code)) return
    this.#state = { ...this.#state, version, roster: rosterHash(shelf, wish) }
  }

  /**
   * Has those served whom this device's member let in, when no roster names them yet: nobody who leads may be there for long. First
   * is put what says that they are members, so that whoever leads and comes meanwhile does not take them for strangers.
   */
  async #introduce(): Promise<void> {
    if (this.#isOwed && this.#refusal === undefined) return
    await this.#introducing.introduce(this.#line, this.#state)
  }

  /** Puts what is here and not there. */
  async #put(): Promise<void> {
    const { kept, carried, shelf, clock } = this.#parts
    if (this.#putDue > clock.now()) return
    this.#putDue = Infinity
    this.#refusal = undefined
    this.#cameMeanwhile = false
    if (this.#parts.mayPut?.() === false) {
      this.#isOwed = false
      return
    }
    const clearing = this.#clearing
    kept.rest()
    for (let item = kept.next(); item; item = kept.next()) {
      const answer = await this.#line.ask({ type: 'put', ...item }, 'kept', 'refused')
      if (answer.type === 'refused') {
        this.#refusal = answer.code
        this.#parts.log.warn('keeper.refused', { code: answer.code })
        if (answer.code === 'keeper/out-of-sequence') throw keeperErrors('stopped')
        this.#putDue = clock.now() + LIMITS.redialMost
        return
      }
      const link = laneLink(shelf, carried.device, item)
      kept.kept(link)
      const { first } = this.#lanes.get(carried.device) ?? { first: 1 }
      this.#lanes.set(carried.device, { device: carried.device, first, last: item.seq, head: link })
      this.#state = { ...this.#state, used: answer.used }
      // Cleared meanwhile: first it is to be seen what is left.
      if (this.#clearing !== clearing) return
      // Whoever was removed meanwhile does not wait until all is there.
      await this.#sayRoster()
    }
    this.#isOwed = this.#cameMeanwhile
  }

  /**
   * Makes room when there is little left: an owner's device puts all that is here once more, and then what was there before is
   * cleared. Only who has read all of it may, and only where it gains much.
   */
  async #compact(): Promise<void> {
    const { kept, keeping, shelf, carried, clock } = this.#parts
    const roster = keeping.roster()
    if (!roster?.owners.includes(carried.device) || this.#refusal !== undefined) return
    const { used, budget } = this.#state
    if (!kept.plan) {
      if (used < (3 * budget) / 4 || this.#compactDue > clock.now()) return
      this.#compactDue = clock.now() + LIMITS.keeperCompactPause
      const size = kept.sizeAnew()
      if (size === undefined || this.#behind() || size > used / 2 || used + size > budget) return
      kept.beginAnew(new Map([...this.#lanes.values()].map(({ device, last }) => [device, last])))
      this.#putDue = clock.now()
      await this.#put()
    }
    const { plan } = kept
    // What could not be put now is put before anything is cleared.
    if (!plan || this.#refusal !== undefined || this.#putDue !== Infinity) return
    const version = this.#clearing + 1
    const bytes = encodeClearing(shelf, { version, upTo: plan })
    const signature = carried.signSession(clearingDigest(bytes))
    const answer = await this.#line.ask({ type: 'clear', bytes, signature }, 'kept', 'refused')
    if (answer.type === 'refused') throw keeperErrors('stopped')
    this.#upTo = plan
    this.#clearing = version
    this.#state = { ...this.#state, used: answer.used }
    kept.cleared(version)
  }

  /** Until there is something to do, or the other side speaks. */
  async #wait(wake: AbortSignal): Promise<void> {
    const { clock } = this.#parts
    const isDone = (!this.#isOwed || this.#refusal !== undefined) && this.#roster.due === Infinity
    // Of private spaces there may be many: each is looked at for a moment.
    const isBrief = this.#parts.called !== undefined && isDone
    const rest = this.#line.spoke + (isBrief ? LIMITS.keeperAnnexRest : LIMITS.keepAlive)
    const due = Math.min(this.#putDue, this.#roster.due, rest)
    const ms = Math.max(0, due - clock.now())
    const over = new AbortController()
    const signal = AbortSignal.any([wake, over.signal, this.#signal])
    const timer = clock.sleep(ms, signal).then(
      () => over.abort(),
      () => undefined,
    )
    try {
      this.#hear(await this.#line.receive(signal))
    } catch (error) {
      if (this.#signal.aborted || !signal.aborted) throw error
      if (clock.now() >= rest && isBrief) throw keeperErrors('rests')
      if (clock.now() >= rest) await this.#line.ask({ type: 'ping' }, 'ping')
    } finally {
      over.abort()
      await timer
    }
  }

  #hear(frame: KeepFrame): void {
    if (frame.type === 'news') {
      this.#note(frame.lanes)
      for (const lane of frame.lanes) this.#checkLane(lane)
    } else if (frame.type === 'cleared') this.#heed(frame)
    else if (frame.type === 'state') this.#state = frame
    else if (frame.type === 'called') this.#parts.keeping.called?.(this.#parts.shelf, frame.shelf, frame.letter)
    else if (frame.type === 'end') throw keeperErrors('ended', { details: { code: frame.code } })
    else if (frame.type !== 'ping') throw keeperErrors('out-of-turn')
  }

  #note(lanes: readonly Lane[]): void {
    for (const lane of lanes) {
      if (this.#lanes.size >= LIMITS.keeperLanes && !this.#lanes.has(lane.device)) throw keeperErrors('too-much')
      // What was shown at the beginning may be told after what has changed since.
      if (lane.last >= (this.#lanes.get(lane.device)?.last ?? 0)) this.#lanes.set(lane.device, lane)
    }
  }

  /** What was shown once is shown for ever, but what an owner has cleared. @throws keeper/dishonest */
  #checkAll(): void {
    for (const [device, { top }] of this.#parts.kept.lanes())
      if (top.seq > 0 && !this.#lanes.has(device)) throw keeperErrors('dishonest')
    for (const lane of this.#lanes.values()) this.#checkLane(lane)
  }

  #checkLane({ device, first, last, head }: Lane): void {
    const top: LaneMark = this.#parts.kept.lanes().get(device)?.top ?? LANE_BEGIN
    const isLess = last < top.seq || (last === top.seq && top.seq > 0 && !sameBytes(head, top.head))
    if (isLess || first < 1 || first > last + 1 || first - 1 > (this.#upTo.get(device) ?? 0))
      throw keeperErrors('dishonest')
  }

  /** Takes it that lanes begin later, when an owner's device said so, or a former one's: whether it was one then, the keeper has judged. */
  #heed({ bytes, device, signature }: NonNullable<Shown['cleared']>): void {
    const { shelf, keeping } = this.#parts
    const { version, upTo } = decodeClearing(shelf, bytes)
    if (!isSigned(device, clearingDigest(bytes), signature)) throw keeperErrors('dishonest')
    this.#upTo = upTo
    this.#clearing = version
    // Until it is known who said so, nothing changes by it that stays.
    if (keeping.mayHaveCleared(device)) this.#readAnew(version)
    else this.#doubtful = { device, version }
  }

  /** What was cleared and is nowhere else there is put again, when what is left has been read. */
  #readAnew(version: number): void {
    const { kept, clock } = this.#parts
    if (version <= kept.clearing) return
    kept.reread(version)
    this.#isOwed = this.#cameMeanwhile = true
    this.#putDue = Math.min(this.#putDue, clock.now() + LIMITS.keepTick)
  }

  #tellStatus(): void {
    const { kept, clock, onStatus } = this.#parts
    const { used, budget } = this.#state
    kept.met({ at: clock.now(), used, budget })
    onStatus()
  }
}

/** Items asked for at once. */
const PAGE = 64
/** Milliseconds until what changed is taken there. Who decides something may be gone in a moment. */
const PAUSES = {
  list: 0,
  decided: 0,
  own: LIMITS.keepTick,
  others: LIMITS.keepOthersTick,
  keys: LIMITS.keepOthersTick,
} as const
