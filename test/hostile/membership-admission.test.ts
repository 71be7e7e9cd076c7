/** Attacks on admission: 22, 34, 38-45 and 64 of the suite, as sealed items handed to an honest peer. */
import { describe, expect, it } from 'vitest'
import type { Action } from '../../core/membership/action.ts'
import { KeyRing } from '../../core/membership/index.ts'
import { expectRefused, siegeOf } from '../support/besieged-log.ts'
import { besieged } from '../support/besieged-village.ts'
import type { HostileLog } from '../support/hostile-log.ts'

const smallOrder = (): Uint8Array => Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0))

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
