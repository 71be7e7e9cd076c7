/** Attacks 33-46 of the suite on the membership log, as sealed items handed to an honest peer. */
import { describe, expect, it } from 'vitest'
import { found, KeyRing, MembershipLog, membershipSchema, readLink, writeLink } from '../../core/membership/index.ts'
import type { Action } from '../../core/membership/action.ts'
import { logKeys, sealAction } from '../../core/membership/log-seal.ts'
import { encodeCanonical, joinBytes, LIMITS } from '../../core/shared/index.ts'
import { encrypt } from '../../core/identity/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { type Besieged, besieged } from '../support/besieged-village.ts'
import { HostileLog } from '../support/hostile-log.ts'
import { keptLog, seededRandom } from '../support/surroundings.ts'

interface Siege extends Besieged {
  readonly hostile: HostileLog
  /** Hands actions to Bram; answers how many he took. */
  hand(...actions: readonly Action[]): number
}

function siegeOf(seed = 'members'): Siege {
  const siege = besieged(seed)
  const hostile = new HostileLog(siege.ada.membership, seededRandom(`${seed}/log`))
  const hand = (...actions: readonly Action[]): number =>
    siege.bram.membership.receive(actions.map((action) => hostile.seal(action))).accepted
  return Object.assign(siege, { hostile, hand })
}

/** Bram refuses an action, and nothing changed by it. */
function expectRefused(siege: Siege, action: Action): void {
  const before = siege.bram.membership.heads()
  expect(siege.hand(action)).toBe(0)
  expect(siege.bram.membership.heads()).toEqual(before)
}

const smallOrder = (): Uint8Array => Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0))

describe('an action', () => {
  it('33: counts only with the signature of the device it names, for its community and in its chain', () => {
    using siege = siegeOf()
    const { hostile, ada, mallory } = siege
    const leave = hostile.action(ada.device, { type: 'leave', cut: [] })
    const forged = hostile.action(mallory.device, { type: 'leave', cut: [] })
    expectRefused(siege, { ...leave, signature: forged.signature })
    expectRefused(siege, { ...leave, signature: new Uint8Array(64) })
    expectRefused(siege, hostile.action(hostile.device(), { type: 'leave', cut: [] }))
    expectRefused(siege, hostile.action(mallory.device, { type: 'leave', cut: [] }, { community: undefined }))
    expectRefused(siege, hostile.action(mallory.device, { type: 'leave', cut: [] }, { parents: [] }))
    expectRefused(siege, hostile.action(mallory.device, { type: 'leave', cut: [] }, { seq: 2 }))
    const prev = ada.membership.heads()[0]
    expectRefused(siege, hostile.action(mallory.device, { type: 'leave', cut: [] }, { seq: 2, prev }))
    expectRefused(siege, hostile.action(mallory.device, { type: 'leave', cut: [] }, { seq: 1, prev }))
    const unknown = hostile.action(mallory.device, { type: 'leave', cut: [] })
    expectRefused(siege, hostile.action(mallory.device, { type: 'leave', cut: [] }, { parents: [unknown.id] }))
    siege.expectUnharmed()
  })

  it('is refused in any form but the one, and in any seal but the community’s', () => {
    using siege = siegeOf()
    const { hostile, bram, mallory } = siege
    const action = hostile.action(mallory.device, { type: 'leave', cut: [] })
    const keys = logKeys(siege.ada.membership.secret)
    const sealed = hostile.seal(action)
    const plain = (value: Parameters<typeof encodeCanonical>[0]): Uint8Array => {
      const nonce = new Uint8Array(24)
      return joinBytes(nonce, encrypt(keys.content, nonce, encodeCanonical(value), new Uint8Array(0)))
    }
    const bad = [
      new Uint8Array(0),
      sealed.subarray(0, 39),
      new Uint8Array(LIMITS.actionBytes + 1),
      Uint8Array.from(sealed, (byte, i) => (i === 40 ? byte ^ 1 : byte)),
      sealAction(logKeys(new Uint8Array(16)), action),
      plain(1),
      plain([action.body]),
      plain([action.body, 'signature']),
      plain([joinBytes(action.body, Uint8Array.of(0)), action.signature]),
    ]
    expect(bram.membership.receive(bad)).toEqual({ accepted: 0, refused: bad.length })
    siege.expectUnharmed()
  })

  it('25: mangled anywhere in its body is never taken, nor throws', () => {
    using siege = siegeOf()
    const { hostile, mallory, bram } = siege
    const action = hostile.action(mallory.device, hostile.admission(hostile.device(), hostile.invite(mallory.device)))
    const keys = logKeys(siege.ada.membership.secret)
    const items = Array.from({ length: action.body.length }, (_, at) => {
      const body = Uint8Array.from(action.body, (byte, i) => (i === at ? byte ^ (1 << (at % 8)) : byte))
      const nonce = new Uint8Array(24)
      return joinBytes(
        nonce,
        encrypt(keys.content, nonce, encodeCanonical([body, action.signature]), new Uint8Array(0)),
      )
    })
    expect(bram.membership.receive(items)).toEqual({ accepted: 0, refused: items.length })
    siege.expectUnharmed()
  })

  it('too large to be sealed is never made, so that no log holds what it cannot read', () => {
    using siege = siegeOf()
    const cut = Array.from({ length: 200 }, () => [new Uint8Array(400), new Uint8Array(64)] as const)
    expect(() => siege.ada.membership.append(siege.ada.device, 1, { type: 'leave', cut })).toThrow(
      expect.objectContaining({ code: 'membership/malformed' }),
    )
    siege.expectUnharmed()
  })
})

describe('an admission', () => {
  it('34, 40: needs an invite of this community, by a member, for a role below theirs, not used up', () => {
    using siege = siegeOf()
    const { hostile, mallory, ada } = siege
    const by = (payload: Parameters<HostileLog['action']>[1]): Action => hostile.action(mallory.device, payload)
    expectRefused(siege, by(hostile.admission(hostile.device(), hostile.invite(mallory.device, { role: 'moderator' }))))
    expectRefused(siege, by(hostile.admission(hostile.device(), hostile.invite(hostile.device()))))
    using other = besieged('other')
    expectRefused(
      siege,
      by(hostile.admission(hostile.device(), hostile.invite(ada.device, { community: other.village.community }))),
    )
    const once = hostile.invite(ada.device)
    const first = by(hostile.admission(hostile.device(), once))
    expect(siege.hand(first)).toBe(1)
    siege.ada.membership.receive([hostile.seal(first)])
    expectRefused(siege, hostile.action(mallory.device, hostile.admission(hostile.device(), once)))
    siege.expectUnharmed()
  })

  it('42: of a certificate that its inviter did not sign, or that was changed, is refused', () => {
    using siege = siegeOf()
    const { hostile, mallory, ada } = siege
    const real = hostile.invite(ada.device)
    const changed = {
      ...real,
      certificate: Uint8Array.from(real.certificate, (byte, i) =>
        i === real.certificate.length - 3 ? byte ^ 1 : byte,
      ),
    }
    expectRefused(siege, hostile.action(mallory.device, hostile.admission(hostile.device(), changed)))
    siege.expectUnharmed()
  })

  it('41: is bound to the newcomer’s own keys and to one conversation', () => {
    using siege = siegeOf()
    const { hostile, mallory, ada } = siege
    const real = hostile.admission(hostile.device(), hostile.invite(ada.device))
    const thief = hostile.device()
    for (const change of [
      { device: thief.signing.publicKey },
      { box: thief.box.publicKey },
      { nonce: new Uint8Array(32) },
      { joiner: 'another' },
      { admitter: 'another' },
      { inviteSignature: real.deviceSignature },
      { deviceSignature: real.inviteSignature },
    ]) {
      expectRefused(siege, hostile.action(mallory.device, { ...real, ...change }))
    }
    expect(siege.hand(hostile.action(mallory.device, real))).toBe(1)
    siege.expectUnharmed()
  })

  it('22, 64: of a key of small order, to sign or to be sealed for, or of a device that is a member’s already, is refused', () => {
    using siege = siegeOf()
    const { hostile, mallory, ada, bram } = siege
    const weakBox = { ...hostile.device(), box: { publicKey: smallOrder(), secretKey: new Uint8Array(32) } }
    expectRefused(siege, hostile.action(mallory.device, hostile.admission(weakBox, hostile.invite(ada.device))))
    const weakKey = hostile.device()
    const weak = { ...weakKey, signing: { ...weakKey.signing, publicKey: smallOrder() } }
    expectRefused(siege, hostile.action(mallory.device, hostile.admission(weak, hostile.invite(ada.device))))
    expectRefused(siege, hostile.action(mallory.device, hostile.admission(bram.device, hostile.invite(mallory.device))))
    siege.expectUnharmed()
  })

  it('44: cannot hand a newcomer an epoch that nobody else holds', () => {
    using siege = siegeOf()
    const { hostile, mallory, ada } = siege
    const newcomer = hostile.device()
    const real = hostile.admission(newcomer, hostile.invite(ada.device))
    expectRefused(
      siege,
      hostile.action(mallory.device, { ...real, epochs: [[new Uint8Array(32).fill(7), new Uint8Array(80)]] }),
    )
    const [epoch] = ada.ring.heads()
    const id = Uint8Array.from(Buffer.from(epoch ?? '', 'base64url'))
    expectRefused(
      siege,
      hostile.action(mallory.device, {
        ...real,
        epochs: [
          [id, new Uint8Array(80)],
          [id, new Uint8Array(80)],
        ],
      }),
    )
    siege.expectUnharmed()
  })

  it('44, 45: under another’s box key, with rubbish for a key, takes nobody’s key away', () => {
    using siege = siegeOf()
    const { hostile, mallory, bram } = siege
    const [epoch] = bram.ring.heads()
    const id = Uint8Array.from(Buffer.from(epoch ?? '', 'base64url'))
    for (const victim of [siege.ada, bram]) {
      const puppet = { ...hostile.device(), box: { ...victim.device.box } }
      const action = hostile.action(mallory.device, {
        ...hostile.admission(puppet, hostile.invite(mallory.device)),
        epochs: [[id, new Uint8Array(80)]],
      })
      expect(siege.hand(action)).toBe(1)
      siege.ada.membership.receive([hostile.seal(action)])
    }
    for (const name of ['ada', 'bram']) siege.village.restart(name)
    expect(siege.bram.ring.heads()).toHaveLength(1)
    expect(siege.ada.ring.heads()).toHaveLength(1)
    siege.expectUnharmed()
  })

  it('44: twice at once, once with rubbish, still leaves the newcomer the right key', () => {
    using siege = siegeOf()
    const { hostile, mallory, ada, bram } = siege
    const [epoch] = bram.ring.held()
    const newcomer = hostile.device()
    const heads = ada.membership.heads()
    const rubbish = hostile.admission(newcomer, hostile.invite(mallory.device))
    const id = Uint8Array.from(Buffer.from(epoch?.id ?? '', 'base64url'))
    const actions = [
      hostile.action(mallory.device, { ...rubbish, epochs: [[id, new Uint8Array(80)]] }, { parents: heads }),
      hostile.action(ada.device, hostile.admission(newcomer, hostile.invite(ada.device), epoch?.key), {
        parents: heads,
      }),
    ]
    expect(siege.hand(...actions)).toBe(2)
    expect(new KeyRing(newcomer, () => siege.bram.membership.state).heads()).toEqual([epoch?.id])
    siege.ada.membership.receive(siege.bram.membership.missingFor([]))
    siege.expectUnharmed()
  })

  it('39: of one invite at once keeps both, and a backdated twin expels nobody', () => {
    using siege = siegeOf()
    const { hostile, ada, mallory } = siege
    const once = hostile.invite(ada.device)
    const heads = ada.membership.heads()
    const [first, second] = [hostile.device(), hostile.device()]
    const a = hostile.action(ada.device, hostile.admission(first, once), { parents: heads })
    const b = hostile.action(mallory.device, hostile.admission(second, once), { parents: heads })
    expect(siege.hand(a, b)).toBe(2)
    siege.ada.membership.receive([b, a].map((action) => hostile.seal(action)))
    for (const { membership } of [siege.ada, siege.bram])
      for (const { id } of [first, second]) expect(membership.state.devices.has(id)).toBe(true)
    siege.expectUnharmed()
  })

  it('38: by one who had left, or on the invite of one who had, is refused; at the same time as leaving it stands', () => {
    using siege = siegeOf()
    const { hostile, ada, mallory } = siege
    const heads = ada.membership.heads()
    const invite = hostile.invite(mallory.device)
    const meanwhile = hostile.action(ada.device, hostile.admission(hostile.device(), invite), { parents: heads })
    const leave = hostile.action(mallory.device, { type: 'leave', cut: [] })
    expect(siege.hand(leave)).toBe(1)
    expectRefused(
      siege,
      hostile.action(mallory.device, hostile.admission(hostile.device(), hostile.invite(ada.device)), {
        seq: 2,
        prev: leave.id,
        parents: [leave.id],
      }),
    )
    expectRefused(
      siege,
      hostile.action(ada.device, hostile.admission(hostile.device(), invite), { parents: [leave.id, ...heads] }),
    )
    expectRefused(
      siege,
      hostile.action(mallory.device, { type: 'leave', cut: [] }, { seq: 2, prev: leave.id, parents: [leave.id] }),
    )
    expect(siege.hand(meanwhile)).toBe(1)
    siege.ada.membership.receive(siege.bram.membership.missingFor([]))
    siege.expectUnharmed()
  })

  it('43: of one who left is not possible again with the same key', () => {
    using siege = siegeOf()
    const { hostile, ada, mallory } = siege
    expect(siege.hand(hostile.action(mallory.device, { type: 'leave', cut: [] }))).toBe(1)
    siege.ada.membership.receive(siege.bram.membership.missingFor([]))
    expectRefused(siege, hostile.action(ada.device, hostile.admission(mallory.device, hostile.invite(ada.device))))
    siege.expectUnharmed()
  })
})

describe('a role', () => {
  it('37: under which a room was opened is that of the heads its author named, on every peer', () => {
    using siege = siegeOf()
    const { hostile, ada, mallory } = siege
    const twice = hostile.device()
    const heads = ada.membership.heads()
    const moderator = hostile.action(
      ada.device,
      hostile.admission(twice, hostile.invite(ada.device, { role: 'moderator' })),
      { parents: heads },
    )
    const member = hostile.action(mallory.device, hostile.admission(twice, hostile.invite(mallory.device)), {
      parents: heads,
    })
    const { bram } = siege
    siege.hand(moderator)
    expect(bram.membership.roleAt(twice.id, [moderator.id])).toBe('moderator')
    siege.hand(member)
    siege.ada.membership.receive([member, moderator].map((action) => hostile.seal(action)))
    for (const { membership } of [siege.ada, bram]) {
      expect(membership.roleAt(twice.id, [moderator.id])).toBe('moderator')
      expect(membership.roleAt(twice.id, [member.id])).toBe('member')
      expect(membership.roleAt(twice.id, [moderator.id, member.id])).toBe('member')
      expect(membership.roleAt(twice.id, heads)).toBeUndefined()
    }
    siege.expectUnharmed()
  })
})

describe('a flood', () => {
  it('32: of heads keeps nobody from acting', () => {
    using siege = siegeOf()
    const { hostile, ada, mallory } = siege
    const [genesis] = ada.membership.actions()
    const standing = ada.membership
      .actions()
      .find(
        ({ payload }) =>
          payload.type === 'admit' && Buffer.from(payload.device).equals(mallory.device.signing.publicKey),
      )
    const flood = Array.from({ length: 60 }, (_, at) =>
      hostile.action(
        mallory.device,
        { type: 'leave', cut: [] },
        { at, parents: [standing?.id ?? genesis?.id].filter((id) => id !== undefined) },
      ),
    )
    expect(siege.hand(...flood)).toBe(60)
    siege.ada.membership.receive(flood.map((action) => hostile.seal(action)))
    for (let i = 0; i < 3; i++) siege.village.join(`late-${i}`, 'bram')
    siege.village.join('later', 'ada')
    siege.village.carry('bram', 'ada')
    siege.village.carry('ada', 'bram')
    expect(siege.ada.membership.heads()).toEqual(siege.bram.membership.heads())
    siege.expectUnharmed()
  })
})

describe('a beginning', () => {
  it('42: with a wrong secret, another genesis or none leaves nothing behind', () => {
    using siege = siegeOf()
    const random = seededRandom('begin')
    const other = found(siege.hostile.device(), random, 1)
    const [create] = siege.ada.membership.actions()
    if (!create) throw new TypeError('no genesis')
    const { community } = siege.village
    const wrong = random.bytes(16)
    const tries: readonly (readonly [secret: Uint8Array, items: readonly Uint8Array[]])[] = [
      [siege.ada.membership.secret, []],
      [siege.ada.membership.secret, [other.item]],
      [other.secret, [other.item]],
      [wrong, [sealAction(logKeys(wrong), create)]],
    ]
    const database = openDatabase({
      path: `${siege.village.folder}/fresh.db`,
      key: new Uint8Array(32),
      schemas: [membershipSchema],
    })
    const options = { database, community, log: keptLog() }
    for (const [secret, items] of tries) {
      expect(() => MembershipLog.begin(options, secret, items)).toThrow(
        expect.objectContaining({ code: 'membership/wrong-genesis' }),
      )
      expect(MembershipLog.open(options)).toBeUndefined()
    }
    expect(
      MembershipLog.begin(options, siege.ada.membership.secret, siege.ada.membership.missingFor([])).heads(),
    ).toEqual(siege.ada.membership.heads())
    database.close()
  })

  it('42: a link changed in any letter, or written by another for its inviter, is no link', () => {
    using siege = siegeOf()
    const { hostile, ada, mallory } = siege
    const { secret, certificate } = hostile.invite(ada.device)
    const { community } = siege.village
    const text = { name: 'Mill', purpose: '', rules: 'Be kind.', inviter: 'Ada' }
    const parts = {
      community,
      communitySecret: ada.membership.secret,
      inviteSecret: secret,
      certificateBytes: certificate,
      text,
      addresses: [],
    }
    const link = writeLink(ada.device, parts)
    expect(readLink(link).text).toEqual(text)
    expect(readLink(`  ${link.slice(0, 40)}\r\n ${link.slice(40)} `).text).toEqual(text)
    for (let at = 16; at < link.length; at += 7) {
      const changed = link.slice(0, at) + (link[at] === 'A' ? 'B' : 'A') + link.slice(at + 1)
      expect(() => readLink(changed)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^invite\/(damaged|newer-version)$/) as string }),
      )
    }
    const damaged = expect.objectContaining({ code: 'invite/damaged' }) as Error
    expect(() => readLink(writeLink(mallory.device, parts))).toThrow(damaged)
    expect(() => readLink(writeLink(ada.device, { ...parts, inviteSecret: new Uint8Array(16) }))).toThrow(damaged)
    expect(() => readLink(writeLink(ada.device, { ...parts, text: { ...text, name: 'n'.repeat(500) } }))).toThrow(
      damaged,
    )
    expect(readLink(writeLink(ada.device, { ...parts, text: { ...text, name: 'M\u202Eill\u200B' } })).text.name).toBe(
      'Mill',
    )
    expect(() => readLink('https://join#x')).toThrow(expect.objectContaining({ code: 'invite/not-a-link' }))
  })
})
