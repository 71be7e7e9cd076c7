import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DocumentId } from '../../../core/shared/index.ts'
import { Catalogue } from '../../../core/sync/exchange/catalogue.ts'
import { Comparing } from '../../../core/sync/exchange/comparing.ts'
import { Sending } from '../../../core/sync/exchange/sending.ts'
import { wallClock } from '../../../core/sync/transport/index.ts'
import type { SessionFrame } from '../../../core/sync/wire/session-frames.ts'
import { carriedOf } from '../../support/carried-person.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'

type Frame<Type extends SessionFrame['type']> = Extract<SessionFrame, { type: Type }>

describe('two who compare what they hold', () => {
  let small: SmallCommunity
  const over = new AbortController()

  const side = (name: string, goesFirst: boolean) => {
    const carried = carriedOf(small, name)
    const catalogue = new Catalogue(carried.documents)
    const { signal } = over
    const sending = new Sending({ documents: carried.documents, clock: wallClock, signal, wake: () => undefined })
    const comparing = new Comparing({ carried, catalogue, sending, goesFirst, reached: () => undefined })
    /** What an exchange tells its sessions. */
    carried.documents.onChange(({ document, items, own }) => {
      catalogue.forget()
      comparing.changed(document)
      sending.changed(document, items, own ? 'own' : 'others')
    })
    const [holdings] = comparing.announce() as [Frame<'holdings'>]
    return { carried, sending, comparing, holdings }
  }
  /** All offers there are now, as one list, and whether it ends. */
  const offers = ({ sending }: ReturnType<typeof side>) => {
    const documents: (readonly [DocumentId, Uint8Array])[] = []
    for (let next = sending.next(); next?.type === 'offer'; next = sending.next()) {
      documents.push(...next.documents)
      if (!next.more) return documents
    }
    return undefined
  }
  const page = (): DocumentId => small.person('ada').documents.writablePage(small.room)

  beforeEach(() => {
    small = smallCommunity('comparing')
    small.join('bram', 'ada')
    for (let n = 0; n < 3; n++) small.say('ada', `message ${n}`)
    small.carryAll()
  })
  afterEach(() => small[Symbol.dispose]())

  test('come to the same answer though one writes meanwhile, and what is new is offered by itself', () => {
    const [ada, bram] = [side('ada', true), side('bram', false)]
    small.say('ada', 'meanwhile')
    expect(ada.comparing.holdings(bram.holdings)).toBeUndefined()
    expect(bram.comparing.holdings(ada.holdings)).toBeUndefined()
    expect(ada.comparing.isDone && bram.comparing.isDone).toBe(true)
    expect(ada.sending.following.takesPart(page())).toBe(false)
    expect(ada.sending.following.takesPart(small.room)).toBe(true)
  })

  test('hear of no more than what differs, and each step comes once', () => {
    small.say('ada', 'only here')
    for (const adaGoesFirst of [true, false]) {
      const [ada, bram] = [side('ada', adaGoesFirst), side('bram', !adaGoesFirst)]
      const [first, other] = adaGoesFirst ? [ada, bram] : [bram, ada]
      const buckets = first.comparing.holdings(other.holdings)
      expect(other.comparing.holdings(first.holdings)).toBeUndefined()
      if (!buckets) throw new TypeError('nothing differs')
      // Something offered before the list is not the list.
      first.comparing.listed()
      other.comparing.listed()
      expect(first.comparing.isDone || other.comparing.isDone).toBe(false)
      const differs = other.comparing.buckets(buckets)
      first.comparing.differs(differs)
      const list = offers(other)
      expect(list?.map(([document]) => document)).toContain(page())
      first.comparing.offered(list ?? [])
      first.comparing.listed()
      expect(offers(first)?.map(([document]) => document)).toEqual([page()])
      other.comparing.listed()
      expect(first.comparing.isDone && other.comparing.isDone).toBe(true)
      const outOfTurn = expect.objectContaining({ code: 'session/out-of-turn' }) as Error
      expect(() => first.comparing.differs(differs)).toThrow(outOfTurn)
      expect(() => other.comparing.buckets(buckets)).toThrow(outOfTurn)
      expect(() => first.comparing.holdings(other.holdings)).toThrow(outOfTurn)
    }
  })

  test('refuse what cannot be as many groups as there are', () => {
    small.say('ada', 'only here')
    const [ada, bram] = [side('ada', true), side('bram', false)]
    ada.comparing.holdings(bram.holdings)
    const malformed = expect.objectContaining({ code: 'session/malformed' }) as Error
    expect(() => ada.comparing.differs({ type: 'differs', groups: new Uint8Array(9) })).toThrow(malformed)
    const digests = new Uint8Array(48)
    expect(() => bram.comparing.buckets({ type: 'buckets', bits: 2, digests })).toThrow(malformed)
  })
})
