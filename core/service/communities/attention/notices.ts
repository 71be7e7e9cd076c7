/**
 * What the system is to show as it comes: gathered for a few seconds, one for each room, and none of what was read meanwhile, here or on
 * another own device; and who has come to wait to be let in, one for each community. What is set aside, or written by somebody who waits to be let in, never comes this far: it is in no view.
 */
import { type Clock, errorCode, LIMITS, Listeners, type Log, type MemberId } from '../../../shared/index.ts'
import type { NoticeSettings } from '../../../contract/index.ts'
import type { MessageRecord, View } from '../../../view/index.ts'
import type { Communities } from '../communities.ts'
import type { Community } from '../community.ts'
import { Heeding, maskOf, shownIn } from './heeding.ts'
import { heededRequests, whoWaits } from './requests.ts'

/** New messages of one room or conversation, in the order they came. */
export interface NewMessages {
  readonly community: Community
  readonly records: readonly MessageRecord[]
}

/** Those who have come to wait to be let in, in the order they came. */
export interface NewRequests {
  readonly community: Community
  readonly requests: readonly MemberId[]
}

export type News = NewMessages | NewRequests

export interface NoticesParts {
  readonly communities: Communities
  readonly clock: Clock
  readonly log: Log
  readonly settings: () => NoticeSettings
}

export class Notices {
  readonly #parts: NoticesParts
  readonly #told: Listeners<readonly News[]>
  readonly #stopping = new AbortController()
  /** The newest arrival of each view that was looked at. */
  readonly #lookedAt = new WeakMap<View, number>()
  /** Who waited to be let in when each community was looked at. */
  readonly #waited = new WeakMap<Community, ReadonlySet<MemberId>>()
  /** What is there when core starts was told of before. */
  #begun = false
  #unfollow: () => void = () => undefined
  #waiting: Promise<void> | undefined

  constructor(parts: NoticesParts) {
    this.#parts = parts
    this.#told = new Listeners((error) => parts.log.error('notices.listener', { code: errorCode(error) }))
  }

  start(): void {
    this.#collect()
    this.#begun = true
    this.#unfollow = this.#parts.communities.onChange(() => {
      this.#waiting ??= this.#later()
    })
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#unfollow()
    this.#stopping.abort()
    await this.#waiting
    this.#told.clear()
  }

  onNews(listener: (news: readonly News[]) => void): () => void {
    return this.#told.add(listener)
  }

  async #later(): Promise<void> {
    const { clock, settings } = this.#parts
    const { signal } = this.#stopping
    await clock.sleep(LIMITS.noticePause, signal).catch(() => undefined)
    this.#waiting = undefined
    if (signal.aborted) return
    const news = this.#collect()
    if (news.length > 0 && isToTell(settings(), clock.now())) this.#told.tell(news)
  }

  #collect(): News[] {
    return this.#parts.communities.all().flatMap((community) => {
      try {
        return [...this.#requestsIn(community), ...this.#collectIn(community)]
      } catch (error) {
        // One that was closed meanwhile, or proves damaged, keeps no other silent.
        this.#parts.log.warn('notices.failed', { community: community.community, code: errorCode(error) })
        return []
      }
    })
  }

  #requestsIn(community: Community): NewRequests[] {
    const before = this.#waited.get(community)
    this.#waited.set(community, new Set(whoWaits(community).map(({ id }) => id)))
    // Of a community that was opened just now, who waits there is not news.
    if (!before) return []
    const requests = heededRequests(community, this.#parts.clock.now()).map(({ id }) => id)
    const come = requests.filter((id) => !before.has(id))
    return come.length > 0 ? [{ community, requests: come }] : []
  }

  #collectIn(community: Community): NewMessages[] {
    const privates = community.privates.all().map(({ view }) => view)
    const mask = maskOf(community)
    const records = [
      // Of a community that was opened just now, what is there is not news; a private space may begin with some.
      ...this.#newIn(community.view, undefined, mask),
      ...privates.flatMap((view) => this.#newIn(view, 0, mask)),
    ]
    if (records.length === 0 || community.standing() !== 'active') return []
    const heeding = new Heeding(community, this.#parts.clock.now())
    const shown = new Map(shownIn(community).map(({ view, spaces }) => [view, spaces]))
    const heeded = records.filter(({ view, record }) => {
      const isShown = shown.get(view)?.has(record.space) === true && view.inbox.isShown(record)
      const isUnread = view.inbox.isUnread(record) || view.inbox.called.of(record.arrival, mask) !== undefined
      return isShown && isUnread && heeding.heeds(view, record)
    })
    return [...Map.groupBy(heeded, ({ record }) => record.space).values()].map((of) => ({
      community,
      records: of.map(({ record }) => record),
    }))
  }

  /** New messages, and those that call this person since they were changed. */
  #newIn(view: View, first: number | undefined, mask: number): { view: View; record: MessageRecord }[] {
    const newest = view.inbox.newestOfAll()
    const before = this.#lookedAt.get(view) ?? (this.#begun ? (first ?? newest) : newest)
    this.#lookedAt.set(view, newest)
    const called = view.inbox.calledSince(before, mask, LIMITS.windowRows)
    return [...called, ...view.inbox.since(before, LIMITS.windowRows)].map((record) => ({ view, record }))
  }
}

/** Whether anything is to be shown at this moment. @param now ms */
export function isToTell({ on, quiet, quietFrom, quietTo }: NoticeSettings, now: number): boolean {
  if (!on) return false
  if (!quiet || quietFrom === quietTo) return true
  const date = new Date(now)
  const minute = date.getHours() * 60 + date.getMinutes()
  const isWithin =
    quietFrom < quietTo ? minute >= quietFrom && minute < quietTo : minute >= quietFrom || minute < quietTo
  return !isWithin
}
