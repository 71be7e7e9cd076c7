/** Named people with their own databases in one community, without a network: blocks and log items are carried by hand. */
import { join } from 'node:path'
import { deviceOf, newDeviceSeed, type Device, publicDevice } from '../../core/identity/index.ts'
import {
  Documents,
  documentsSchema,
  type Effect,
  type EffectPort,
  type FeedHead,
  messageEntry,
  roomEntry,
} from '../../core/documents/index.ts'
import {
  addDevice,
  admit,
  found,
  inviteKeys,
  KeyRing,
  MembershipLog,
  membershipSchema,
  readLink,
  signCertificate,
  writeLink,
  writeRequest,
} from '../../core/membership/index.ts'
import { proveDevice } from '../../core/membership/device-proof.ts'
import { type CommunityId, type DocumentId, type FeedId, sameBytes } from '../../core/shared/index.ts'
import { type Database, openDatabase, type Schema } from '../../core/storage/index.ts'
import { keptLog, seededRandom, temporaryFolder, testClock, type TestClock } from './surroundings.ts'

export interface Person {
  readonly name: string
  readonly device: Device
  readonly database: Database
  readonly membership: MembershipLog
  readonly ring: KeyRing
  readonly documents: Documents
  /** All effects in the order they came. */
  readonly effects: Effect[]
  readonly log: ReturnType<typeof keptLog>
}

export interface SmallCommunity {
  readonly community: CommunityId
  readonly clock: TestClock
  readonly folder: string
  readonly people: ReadonlyMap<string, Person>
  readonly room: DocumentId
  person(name: string): Person
  /** Admits somebody new through an invite of the founder's, admitted by `by`. */
  join(name: string, by: string): Person
  /** An invite link of the founder's, good for many, naming these addresses. */
  link(addresses?: readonly string[]): string
  /** The same without a database: a member known to `by` by their device alone. */
  admit(name: string, by: string): Device
  /** One more device of somebody's, as a person of its own here. */
  addDevice(name: string, of: string): Person
  /** Carries what `from` has and `to` lacks: log and documents, until nothing is new. */
  carry(from: string, to: string): void
  /** Everybody to everybody, until all is quiet. */
  carryAll(): void
  say(name: string, text: string): void
  /** Closes a person's database and opens it again as a new process would. */
  restart(name: string): Person
  [Symbol.dispose](): void
}

/** A view that only keeps what effects there are. */
export function keptEffects(effects: Effect[]): EffectPort {
  return {
    apply: (more) => void effects.push(...more),
    refold(document, now) {
      const others = effects.filter((effect) => effect.document !== document)
      effects.splice(0, effects.length, ...others, ...now)
    },
  }
}

const schemas: readonly Schema[] = [membershipSchema, documentsSchema]

export function smallCommunity(seed = 'small', founder = 'ada'): SmallCommunity {
  const folder = temporaryFolder()
  const clock = testClock()
  const random = seededRandom(seed)
  const people = new Map<string, Person>()
  const first = deviceOf(newDeviceSeed(random))
  const founding = found(first, random, clock.now())
  const { community } = founding

  const open = (name: string, device: Device, begin?: { secret: Uint8Array; items: readonly Uint8Array[] }): Person => {
    const database = openDatabase({ path: join(folder.path, `${name}.db`), key: new Uint8Array(32).fill(7), schemas })
    const log = keptLog()
    const membership = begin
      ? MembershipLog.begin({ database, community, log }, begin.secret, begin.items)
      : MembershipLog.open({ database, community, log })
    if (!membership) throw new TypeError(`${name} has no log`)
    const ring = new KeyRing(device, () => membership.state)
    const effects: Effect[] = []
    const view = keptEffects(effects)
    const documents = new Documents({ database, community, membership, ring, device, clock, random, log, view })
    const person = { name, device, database, membership, ring, documents, effects, log }
    people.set(name, person)
    return person
  }

  const person = (name: string): Person => {
    const found = people.get(name)
    if (!found) throw new TypeError(`nobody is called ${name}`)
    return found
  }
  const ada = open(founder, first, { secret: founding.secret, items: [founding.item] })
  const room = ada.documents.open(ada.documents.founding('charter'), (text) =>
    roomEntry(clock.now(), { name: 'general', topic: '' }, text),
  )

  const link = (addresses: readonly string[] = [], uses = 1000): string => {
    const inviteSecret = random.bytes(16)
    const terms = {
      community,
      inviteKey: inviteKeys(inviteSecret).publicKey,
      role: 'member',
      uses,
      expires: clock.now() + 1e12,
      approval: false,
    } as const
    const certificateBytes = signCertificate(first, terms)
    const text = { name: 'Small', purpose: '', rules: '', inviter: founder }
    return writeLink(first, {
      community,
      communitySecret: founding.secret,
      inviteSecret,
      certificateBytes,
      text,
      addresses,
    })
  }

  const admitDevice = (name: string, by: string): Device => {
    const device = deviceOf(newDeviceSeed(random))
    const meeting = { nonce: random.bytes(32), joiner: `peer-${name}`, admitter: `peer-${by}` }
    const host = person(by)
    const request = writeRequest(readLink(link([], 1)), device, meeting)
    admit({ log: host.membership, ring: host.ring, device: host.device, now: clock.now() }, request, meeting)
    return device
  }

  const admitted = (name: string, by: string): Person =>
    open(name, admitDevice(name, by), { secret: founding.secret, items: person(by).membership.missingFor([]) })

  const furtherDevice = (name: string, of: string): Person => {
    const device = deviceOf(newDeviceSeed(random))
    const host = person(of)
    const deviceSignature = proveDevice(community, host.device.id, device, false)
    addDevice(
      { log: host.membership, ring: host.ring, device: host.device, now: clock.now() },
      { device: publicDevice(device), recovery: false, deviceSignature },
    )
    return open(name, device, { secret: founding.secret, items: host.membership.missingFor([]) })
  }

  const carry = (from: string, to: string): void => {
    const [a, b] = [person(from), person(to)]
    b.membership.receive(a.membership.missingFor(b.membership.sample()))
    const ask = (document: DocumentId, heads: readonly FeedHead[]): number => {
      const vector = new Map<FeedId, number>(heads.map(({ feed, seq }) => [feed, seq]))
      let accepted = 0
      for (const block of a.documents.blocksBeyond(document, vector)) accepted += b.documents.receive(block).accepted
      return accepted
    }
    const differs = (document: DocumentId): boolean =>
      b.documents.has(document) && !sameBytes(a.documents.digest(document), b.documents.digest(document))
    for (let more = true; more;) {
      more = false
      for (const document of a.documents.list().filter(differs)) {
        if (ask(document, b.documents.vector(document)) > 0) more = true
        else if (ask(document, b.documents.exactVector(document)) > 0) more = true
      }
    }
  }

  return {
    community,
    clock,
    folder: folder.path,
    people,
    room,
    person,
    link,
    admit: admitDevice,
    join: admitted,
    addDevice: furtherDevice,
    carry,
    carryAll() {
      for (let round = 0; round < 2; round++)
        for (const a of people.keys()) for (const b of people.keys()) if (a !== b) carry(a, b)
    },
    say(name, text) {
      clock.advance(1000)
      const { documents } = person(name)
      documents.append(documents.writablePage(room), messageEntry(clock.now(), text), undefined)
    },
    restart(name) {
      const { device, documents, database } = person(name)
      documents.close()
      database.close()
      return open(name, device)
    },
    [Symbol.dispose]() {
      for (const { database } of people.values()) database.close()
      folder[Symbol.dispose]()
    },
  }
}
