import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type DeviceId, encodeCanonical, fromBase64url, hex, LIMITS, type PeerId } from '../../../core/shared/index.ts'
import { deviceOf, sha256, sign } from '../../../core/identity/index.ts'
import { AddressBook } from '../../../core/sync/reach/address-book.ts'
import { readPlace, type SignedPlace } from '../../../core/sync/reach/place-entry.ts'
import { type CarriedPerson, carriedOf, newPeer } from '../../support/carried-person.ts'
import { placeOf } from '../../support/places.ts'
import { smallCommunity, type SmallCommunity } from '../../support/small-community.ts'
import { keptLog, seededRandom } from '../../support/surroundings.ts'

const at = 1_800_000_000_000
const [minute, day] = [60_000, 86_400_000]
const random = seededRandom('address book')

describe('an address book', () => {
  let small: SmallCommunity
  let now: number
  let ada: CarriedPerson
  let ben: CarriedPerson
  let self: PeerId
  let bens: PeerId
  let book: AddressBook
  let news: SignedPlace[]
  let gone: SignedPlace[]

  const clock = { now: () => now, sleep: () => new Promise<void>(() => undefined) }
  const open = (carried: CarriedPerson, peer: PeerId): AddressBook => {
    const opened = new AddressBook({ carried, self: peer, clock, log: keptLog() })
    opened.onNews((place) => news.push(place))
    opened.onGone((place) => gone.push(place))
    return opened
  }
  const home = (peer: PeerId, n = 1): string => `/ip4/203.0.113.${n}/tcp/4001/p2p/${peer}`
  const bensPlace = (more: Parameters<typeof placeOf>[3] = {}, peer = bens): SignedPlace =>
    placeOf(ben, peer, [home(peer)], { issued: now, ...more })

  beforeEach(async () => {
    small = smallCommunity('book')
    for (const name of ['ben', 'cy']) small.join(name, 'ada')
    small.carryAll()
    now = at
    ada = carriedOf(small, 'ada')
    ben = carriedOf(small, 'ben')
    ;[self, bens] = [await newPeer(), await newPeer()]
    ;[news, gone] = [[], []]
    book = open(ada, self)
  })

  afterEach(() => small[Symbol.dispose]())

  test('takes what a member’s device says of itself, keeps it, and has it again after a restart', () => {
    const place = bensPlace({ relay: true })
    expect(book.take(place.bytes)).toBe('news')
    expect(book.take(place.bytes)).toBe('held')
    expect(news).toMatchObject([{ peer: bens, relay: true, addresses: [home(bens)] }])
    expect(open(ada, self).of(ben.device)).toMatchObject({ peer: bens, addresses: [home(bens)], issued: at })
  })

  test('the newest word of a device counts, whatever the order in which they come', () => {
    const [old, newer] = [bensPlace(), bensPlace({ issued: at + 1000, addresses: [home(bens, 2)] })]
    expect(book.take(newer.bytes)).toBe('news')
    expect(book.take(old.bytes)).toBe('held')
    expect(book.of(ben.device)?.addresses).toEqual([home(bens, 2)])
    const other = open(carriedOf(small, 'cy'), self)
    expect([old, newer].map(({ bytes }) => other.take(bytes))).toEqual(['news', 'news'])
    expect(other.digest()).toEqual(book.digest())
  })

  test('of two words of the same moment all keep the same', () => {
    const two = [bensPlace(), bensPlace({ addresses: [home(bens, 2)] })]
    const other = open(carriedOf(small, 'cy'), self)
    for (const { bytes } of two) book.take(bytes)
    for (const { bytes } of two.toReversed()) other.take(bytes)
    expect(other.digest()).toEqual(book.digest())
  })

  test('refuses what is expired, from the future, or good for too long; a little ahead is fine', () => {
    const refused = [
      bensPlace({ issued: at - 2 * day, expires: at - 1 }),
      bensPlace({ issued: at + LIMITS.placeAhead + 1 }),
      bensPlace({ expires: at + LIMITS.placeAge + 1 }),
      bensPlace({ issued: at, expires: at }),
    ]
    expect(refused.map(({ bytes }) => book.take(bytes))).toEqual(['untimely', 'untimely', 'refused', 'refused'])
    expect(book.all()).toEqual([])
    expect(book.take(bensPlace({ issued: at + LIMITS.placeAhead }).bytes)).toBe('news')
  })

  test('refuses what another device signed, or for another community, or a device that is no member’s', () => {
    const cy = carriedOf(small, 'cy')
    const forged = placeOf({ ...cy, device: ben.device }, bens, [home(bens)], { issued: at })
    const elsewhere = placeOf({ ...ben, community: cy.device as string as typeof ben.community }, bens, [home(bens)], {
      issued: at,
    })
    const stranger = placeOf({ ...ben, device: 'A'.repeat(43) as DeviceId }, bens, [home(bens)], { issued: at })
    for (const { bytes } of [forged, elsewhere, stranger]) expect(book.take(bytes)).toBe('refused')
    const place = bensPlace()
    for (let byte = 0; byte < place.bytes.length; byte++) {
      const spoilt = place.bytes.slice()
      spoilt[byte] = (spoilt[byte] ?? 0) ^ 1
      expect(book.take(spoilt)).toBe('refused')
    }
    expect(ada.places.all()).toEqual([])
  })

  test('refuses addresses that are odd, of this computer, of somebody else, too many, or spelled in two ways', async () => {
    const other = await newPeer()
    const many = Array.from({ length: LIMITS.peerAddresses + 1 }, (_, n) => home(bens, n + 1))
    const bad: readonly (readonly string[])[] = [
      ['nonsense'],
      [`/ip4/127.0.0.1/tcp/22/p2p/${bens}`],
      [`/ip6/::1/tcp/22/p2p/${bens}`],
      [`/ip4/224.0.0.1/tcp/22/p2p/${bens}`],
      ['/ip4/203.0.113.1/tcp/4001'],
      [home(other)],
      [home(bens), home(bens)],
      [`/ip6/2001:0DB8::1/tcp/4001/p2p/${bens}`],
      [`/ip4/203.0.113.1/udp/4001/p2p/${bens}`],
      [`/dns/${'a'.repeat(300)}/tcp/1/p2p/${bens}`],
      many,
      Array.from({ length: 10_000 }, (_, n) => home(bens, n)),
    ]
    for (const addresses of bad) expect(book.take(bensPlace({ addresses }).bytes)).toBe('refused')
    // Nobody else is where this device is.
    expect(book.take(placeOf(ben, self, [home(self)], { issued: at }).bytes)).toBe('refused')
    const field = (n: number, value: unknown): Uint8Array => {
      const { device, peer, addresses, relay, issued, expires, signature } = bensPlace()
      const fields: unknown[] = [1, fromBase64url(device), peer, addresses, relay, issued, expires, signature]
      fields[n] = value
      return encodeCanonical(fields as string[])
    }
    for (const [n, value] of [
      [0, 2],
      [1, 'x'],
      [2, 'x'],
      [2, 7],
      [3, 'x'],
      [3, [7]],
      [4, 1],
      [5, -1],
      [6, 'x'],
      [7, ''],
    ] as const)
      expect(readPlace(field(n, value))).toBeUndefined()
    for (let n = 0; n < 200; n++) expect(book.take(random.bytes(n))).toBe('refused')
    expect(ada.places.all()).toEqual([])
  })

  test('strikes out a device that loses its standing, and does not take it again', () => {
    const place = bensPlace()
    const { log } = ada
    let may: 'exchange' | 'nothing' = 'exchange'
    const standing: typeof log.standing = (device) => {
      const known = log.standing(device)
      return known && device === ben.device ? { ...known, may } : known
    }
    const watched = open({ ...ada, log: { ...log, standing } }, self)
    watched.take(place.bytes)
    may = 'nothing'
    watched.logChanged()
    expect(gone).toMatchObject([{ device: ben.device }])
    expect([watched.all(), ada.places.all(), watched.take(bensPlace({ issued: at + 1 }).bytes)]).toEqual([
      [],
      [],
      'refused',
    ])
    ada.places.keep(ben.device, place.bytes)
    expect(open({ ...ada, log: { ...log, standing } }, self).all()).toEqual([])
  })

  test('a device that says something new all the time is heard now and then', () => {
    let taken = 0
    for (let n = 0; n < 1000; n++) if (book.take(bensPlace({ issued: at + n }).bytes) === 'news') taken++
    expect(taken).toBe(LIMITS.placesInRow)
    now += 2 * minute
    expect(book.take(bensPlace({ issued: now }).bytes)).toBe('news')
  })

  test('holds so many devices, and all who hold too many keep the same', () => {
    const { log } = ada
    const crowd = (): AddressBook => {
      const carried = { ...carriedOf(small, 'ada') }
      const standing: typeof log.standing = () => ({ member: ben.person.name as never, may: 'exchange', left: false })
      return open({ ...carried, log: { ...log, standing, isSessionSigned: () => true } }, self)
    }
    const places = Array.from({ length: LIMITS.places + 50 }, (_, n) =>
      placeOf({ ...ben, device: Buffer.from(random.bytes(32)).toString('base64url') as DeviceId }, bens, [home(bens)], {
        issued: at + (n % 100),
      }),
    )
    const [one, two] = [crowd(), crowd()]
    one.tell({ addresses: [], relay: false })
    for (const { bytes } of places) one.take(bytes)
    for (const { bytes } of places.toReversed()) two.take(bytes)
    expect(one.all()).toHaveLength(LIMITS.places)
    expect(one.of(ada.device)).toBeDefined()
    const names = (each: AddressBook): string[] =>
      each.current().flatMap(({ name, device }) => (device === ada.device ? [] : [name]))
    const [ofOne, ofTwo] = [new Set(names(one)), names(two).toSorted()]
    expect(ofTwo.filter((name) => !ofOne.has(name)).length).toBeLessThanOrEqual(1)
  })

  test('the bytes of an entry stay what they are', () => {
    const device = deviceOf(new Uint8Array(32).fill(9))
    const community = 'A'.repeat(43) as typeof ada.community
    const signSession = (transcript: Uint8Array): Uint8Array => sign(device.signing, transcript)
    const peer = '12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp' as PeerId
    const addresses = [`/ip4/203.0.113.9/tcp/4001/p2p/${peer}`]
    const { bytes, name } = placeOf({ community, device: device.id, signSession }, peer, addresses, { issued: at })
    expect([bytes.length, hex(sha256(bytes)), name]).toEqual([
      260,
      'bf61dd0c633a5214695e690ac9c4238d48fb59a42a9e67c336cb214dd63cb885',
      'ulW7cdlWUmk',
    ])
  })

  describe('the own entry', () => {
    let said: { readonly addresses: readonly string[]; readonly relay: boolean }
    beforeEach(() => {
      said = { addresses: [home(self, 9)], relay: false }
    })
    const own = (): SignedPlace => {
      const place = book.of(ada.device)
      if (!place) throw new TypeError('no entry')
      return place
    }

    test('is made once for what it says, anew for anything else, and anew when half of its time is over', () => {
      const due = book.tell(said)
      const first = own()
      expect(due).toBe(at + LIMITS.placeAge / 2)
      now += day
      expect(book.tell(said)).toBe(due)
      expect(own()).toBe(first)
      book.tell({ ...said, relay: true })
      expect(own()).toMatchObject({ relay: true, issued: now, expires: now + LIMITS.placeAge })
      now += LIMITS.placeAge / 2
      book.tell({ ...said, relay: true })
      expect(own().issued).toBe(now)
      expect(news).toHaveLength(3)
      expect(open(ada, self).of(ada.device)?.issued).toBe(now)
    })

    test('two of one moment are told apart by their time', () => {
      book.tell(said)
      book.tell({ ...said, relay: true })
      expect(own().issued).toBe(at + 1)
    })

    test('made while the clock was years ahead, it is made anew once the clock is right; so is what others took then', () => {
      now += 3650 * day
      book.tell(said)
      const other = open(carriedOf(small, 'cy'), bens)
      other.take(own().bytes)
      now = at
      book.tell(said)
      expect(own().issued).toBe(at)
      expect(other.take(own().bytes)).toBe('news')
      now -= 365 * day
      book.tell(said)
      expect(own().issued).toBe(now)
    })

    test('of a restored profile, which says what it said long ago, the newer word of others is not taken for its own', () => {
      book.tell(said)
      const elsewhere = placeOf(ada, bens, [home(bens)], { issued: at + 1000 })
      expect(book.take(elsewhere.bytes)).toBe('held')
      expect(own().peer).toBe(self)
    })
  })
})
