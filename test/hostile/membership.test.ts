/** Attacks on the membership log itself: 25, 32, 33, 37 and 42 of the suite, as sealed items handed to an honest peer. */
import { describe, expect, it } from 'vitest'
import { found, MembershipLog, membershipSchema, readLink, writeLink } from '../../core/membership/index.ts'
import { logKeys, sealAction } from '../../core/membership/log-seal.ts'
import { base64url, encodeCanonical, fromBase64url, joinBytes, LIMITS } from '../../core/shared/index.ts'
import { digest, encrypt } from '../../core/identity/index.ts'
import { openDatabase } from '../../core/storage/index.ts'
import { expectRefused, siegeOf } from '../support/besieged-log.ts'
import { keptLog, seededRandom } from '../support/surroundings.ts'

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
      // What an owner's invite gives is not taken by whoever else opens the door.
      expect(membership.roleAt(twice.id, [moderator.id, member.id])).toBe('moderator')
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
    expect(() => readLink(versioned(link, 0))).toThrow(damaged)
    expect(readLink(versioned(link, 1)).text).toEqual(text)
    expect(() => readLink(versioned(link, 2))).toThrow(expect.objectContaining({ code: 'invite/newer-version' }))
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

/** A link as if another version had written it. */
function versioned(link: string, version: number): string {
  const [prefix = '', packed = ''] = link.split('#')
  const body = (fromBase64url(packed) ?? new Uint8Array(0)).slice(0, -4)
  body[0] = version
  return `${prefix}#${base64url(joinBytes(body, digest('folkmoot/invite-checksum/1', body).subarray(0, 4)))}`
}
