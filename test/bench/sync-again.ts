/** What two devices need to see that nothing changed, or to bring over the few documents that did. */
import { messageEntry } from '../../core/documents/index.ts'
import type { Bench } from './bench.ts'
import { meetAgain, type Meeting, wideCommunity } from './reconnecting.ts'

const KiB = 1024

export const syncIdle: Bench = {
  name: 'sync-idle',
  about: 'two devices meet again, nothing of 1,000 documents changed: bytes of the exchange after the handshake / 256',
  async run(options) {
    const wide = await wideCommunity(Number(options.get('documents') ?? 1000))
    const { village, documents } = wide
    const meeting = await meetAgain(wide)
    village[Symbol.dispose]()
    const details = { documents, ...meeting }
    return [
      { name: 'sync-idle', ratio: meeting.exchange / 256, goal: 1, unit: 'bytes', details },
      { name: 'sync-idle', ratio: meeting.loaded, goal: 0, unit: 'loaded', details: { documents } },
    ]
  },
}

export const syncFew: Bench = {
  name: 'sync-few',
  about: 'the same, when one wrote in 10 of 1,000 documents: bytes of the exchange / 2 KiB + 1.5 KiB for each',
  async run(options) {
    const wide = await wideCommunity(Number(options.get('documents') ?? 1000))
    const { village, pages, documents } = wide
    const few = Number(options.get('changed') ?? 10)
    const { documents: ada } = village.person('ada')
    for (let at = 0; at < few; at++) {
      const page = pages[Math.floor((at * pages.length) / few)]
      if (page)
        ada.append(page, messageEntry(village.clock.now(), `While you were away, word ${at} was said.`), undefined)
    }
    const meeting: Meeting = await meetAgain(wide)
    village[Symbol.dispose]()
    const goal = 2 * KiB + few * 1.5 * KiB
    const details = { documents, changed: few, ...meeting }
    return [{ name: 'sync-few', ratio: meeting.exchange / goal, goal: 1, unit: 'bytes', details }]
  },
}
