/** What members say of themselves, of their devices and of their decisions: each speaks for nobody else. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  deviceNameEntry,
  editEntry,
  formerlyEntry,
  messageEntry,
  profileEntry,
  proveFormerly,
  reasonEntry,
  settingsEntry,
} from '../../../core/documents/index.ts'
import { deviceOf } from '../../../core/identity/index.ts'
import type { ActionId, CommunityId, DeviceId, MemberId } from '../../../core/shared/index.ts'
import { adasView, community, memberOf, nameOf } from '../../support/small-view.ts'

const phone = `phone${'A'.repeat(38)}` as DeviceId
const cleo = `cleo_${'A'.repeat(38)}` as MemberId
const action = `act_${'A'.repeat(39)}` as ActionId
const former = deviceOf(new Uint8Array(32).fill(5))

let ada: ReturnType<typeof adasView>
beforeEach(() => {
  ada = adasView([
    memberOf('bram', { devices: ['bram', phone] as never }),
    memberOf(cleo, { devices: ['cleo'] as never }),
    memberOf('oldcleo', { devices: [former.id], state: 'removed' }),
  ])
})
afterEach(() => ada.close())

const name = (who: string, at: number, device: DeviceId, called: string) =>
  ada.effect(who, 'profiles', deviceNameEntry(at, { device, name: called }))

describe('a device', () => {
  it('is called what its own member last called it, and nothing others call it', () => {
    ada.apply(name('bram', 5, phone, 'Telephone'), name('cleo', 9, phone, 'Stolen'), name('bram', 3, phone, 'Old'))
    expect(ada.view.queries.deviceNames()).toEqual(new Map([[phone, 'Telephone']]))
    ada.apply(name('bram', 6, phone, ''))
    expect(ada.view.queries.deviceNames().size).toBe(0)
  })

  it('has its name as soon as it is known whose it is', () => {
    const later = `later${'A'.repeat(38)}` as DeviceId
    ada.apply(name('bram', 5, later, 'Desk'))
    expect(ada.view.queries.deviceNames().size).toBe(0)
    ada.know(memberOf('bram', { devices: ['bram', later] as never }))
    expect(ada.view.queries.deviceNames().get(later)).toBe('Desk')
  })
})

describe('a former self', () => {
  const claim = (who: string, of: CommunityId, by: MemberId) =>
    ada.effect(who, 'profiles', formerlyEntry(1, proveFormerly(former, of, by)))

  it('is shown when a device of the one who is gone has signed it', () => {
    ada.apply(claim('cleo', community, cleo))
    expect(ada.view.queries.formerly(cleo)).toBe('oldcleo')
    expect(ada.view.queries.formerly('bram' as MemberId)).toBeUndefined()
  })

  it('is not shown for anybody else, of another community, or while the other is still here', () => {
    ada.apply(claim('bram', community, cleo))
    ada.apply(claim('cleo', 'X'.repeat(43) as CommunityId, cleo))
    expect(ada.view.queries.formerly('bram' as MemberId)).toBeUndefined()
    expect(ada.view.queries.formerly(cleo)).toBeUndefined()
    ada.apply(claim('cleo', community, cleo))
    ada.know(memberOf('oldcleo', { devices: [former.id] }))
    expect(ada.view.queries.formerly(cleo)).toBeUndefined()
  })

  it('claimed with a key that is none is passed over', () => {
    const signature = new Uint8Array(64)
    ada.apply(
      ada.effect('cleo', 'profiles', formerlyEntry(1, { device: 'A'.repeat(43) as DeviceId, signature })),
      ada.effect('cleo', 'profiles', profileEntry(2, 'Cleo')),
    )
    expect(ada.view.queries.formerly(cleo)).toBeUndefined()
    expect(ada.view.queries.names().get(cleo)).toBe('Cleo')
  })
})

describe('the charter', () => {
  it('has the reason the author of a decision gave, and nobody else’s for it', () => {
    const reason = (who: string, at: number, text: string) =>
      ada.effect(who, 'charter', reasonEntry(at, { action, text }))
    ada.apply(reason('bram', 1, 'spam'), reason('bram', 2, 'spam, three times'), reason('cleo', 3, 'I dislike them'))
    expect(ada.view.queries.reasonFor(action, 'bram' as MemberId)).toBe('spam, three times')
    expect(ada.view.queries.reasonFor(action, 'ada' as MemberId)).toBeUndefined()
  })

  it('has what owners set last, and nothing others set', () => {
    expect(ada.view.queries.history()).toBe('all')
    ada.apply(
      ada.effect('ada', 'charter', settingsEntry(5, 'from-joining')),
      ada.effect('bram', 'charter', settingsEntry(9, 'all')),
      ada.effect('ada', 'charter', settingsEntry(3, 'all')),
    )
    expect(ada.view.queries.history()).toBe('from-joining')
  })
})

describe('names that mean something to JavaScript (62)', () => {
  it.each(['__proto__', 'constructor', 'toString'])('%s is a name like any other', (odd) => {
    const said = ada.say('bram', 1, odd)
    ada.apply(
      ada.effect('bram', 'profiles', profileEntry(5, odd)),
      name('bram', 5, phone, odd),
      ada.effect('bram', 'room-page', editEntry(2, { target: nameOf(said), text: odd })),
      ada.effect('ada', 'charter', settingsEntry(5, odd as 'all')),
      ada.effect('bram', 'charter', reasonEntry(5, { action: odd as ActionId, text: odd })),
      ada.effect('bram', 'room-page', { kind: odd, at: 1, fields: new Map([[odd, odd]]) }),
      ada.effect('bram', 'room-page', messageEntry(7, 'after'), { role: odd as 'owner' }),
    )
    expect(ada.view.queries.names().get('bram' as MemberId)).toBe(odd)
    expect(ada.view.queries.names().get(odd as MemberId)).toBeUndefined()
    expect(ada.view.queries.deviceNames().get(phone)).toBe(odd)
    expect(ada.view.queries.history()).toBe('all')
    expect(ada.view.queries.reasonFor(odd as ActionId, 'bram' as MemberId)).toBeUndefined()
    expect(ada.rows()).toMatchObject([{ text: odd, authorName: odd, editedAt: 2 }, { text: 'after' }])
    expect(Object.prototype).not.toHaveProperty('fields')
  })
})
