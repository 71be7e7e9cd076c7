/** What a sketched community knows of its membership: who waits, who was removed, invites, decisions, and what is asked of me. */
import type {
  CareView,
  DecisionView,
  DeviceView,
  InviteRecord,
  MemberView,
  Role,
} from '../../../core/contract/index.ts'
import type { ActionId, DeviceId, MemberId } from '../../../core/shared/index.ts'
import { idOf } from './people.ts'

export interface MembershipScene {
  /** My role in every community; an ordinary member unless told. */
  readonly role?: Role
  /** Some wait, some were removed, there are invites and decisions of all kinds. */
  readonly full?: boolean
  /** So many more members. */
  readonly crowd?: number
  /** Nobody but me. */
  readonly alone?: boolean
  /** One more removal by me needs a second signer. */
  readonly waits?: boolean
  /** Everything there is to be told of is told. */
  readonly care?: boolean
  /** Every command about members and invites is refused. */
  readonly refuse?: boolean
  /** The queries are refused. */
  readonly broken?: boolean
}

const day = 86_400_000
const hour = 3_600_000
const action = (seed: string): ActionId => idOf(`action ${seed}`) as ActionId

const given = ['Anneliese', 'Babatunde', 'Carmen', 'Đorđe', 'Éloïse', 'Farouk', 'Gwen', 'Hüseyin', 'Íris', 'Jörg']
const family = ['Achebe', 'Bergström', 'Castellanos', 'Dąbrowska', 'Eze', 'Fischer', 'García', 'Hoang', 'Ivanova']

function member(name: string, over: Partial<MemberView> = {}): MemberView {
  return {
    id: idOf(name) as MemberId,
    name,
    tag: idOf(name).slice(0, 6),
    lookAlike: false,
    role: 'member',
    state: 'active',
    me: false,
    online: false,
    since: Date.now() - 40 * day,
    devices: 1,
    ...over,
  }
}

/** The members of a scene, made of those every sketched community has. */
export function peopleOf(members: readonly MemberView[], scene: MembershipScene): MemberView[] {
  const { role = 'member', alone, full, crowd = 0 } = scene
  const mine = members.map((one) => (one.me ? { ...one, role } : one))
  if (alone) return mine.filter(({ me }) => me).map((one) => ({ ...one, lookAlike: false }))
  const more = Array.from({ length: crowd }, (_, index) =>
    member(
      `${given[index % given.length] ?? ''} ${family[Math.floor(index / 10) % family.length] ?? ''} ${index + 1}`,
      {
        online: index % 13 === 0,
        devices: 1 + (index % 3),
        since: Date.now() - (index + 2) * day,
      },
    ),
  )
  if (!full) return [...mine, ...more]
  return [
    ...mine,
    member('Ingrid', { state: 'pending', since: Date.now() - 2 * hour }),
    member('Maximiliane Schröder-Oberhofer von und zu Altenkirchen', { state: 'pending', since: Date.now() - day }),
    member('ناديا', { state: 'pending', since: Date.now() - 3 * day, lookAlike: false }),
    member('Joschka', { state: 'removed' }),
    member('Kaspar', { state: 'removed', role: 'moderator' }),
    ...more,
  ]
}

/** Devices of one member, as seen by others. */
export function devicesSeen({ name, devices, since, me, online }: MemberView, full: boolean): DeviceView[] {
  const one = (label: string, over: Partial<DeviceView> = {}): DeviceView => ({
    id: idOf(`device ${label} of ${name}`) as DeviceId,
    name: label,
    state: 'active',
    recovery: false,
    mine: false,
    online: false,
    equivocated: false,
    since,
    ...over,
  })
  const used = Array.from({ length: devices }, (_, index) =>
    one(['Laptop', '', 'The old tablet in the kitchen'][index % 3] ?? '', {
      online: online && index === 0,
      mine: me && index === 0,
    }),
  )
  if (!full) return used
  return [
    ...used,
    one('Phone', { state: 'suspended', removal: action('suspended') }),
    one('Shed computer', { state: 'removed', equivocated: true, removal: action('shed') }),
    one('', { recovery: true }),
  ]
}

export function careOf({ care, full, role = 'member' }: MembershipScene): CareView {
  const decides = role !== 'member'
  return {
    pending: full && decides ? 3 : 0,
    unsigned: full && decides ? 1 : 0,
    needsSecondOwner: care === true && role === 'owner',
    needsRecovery: care === true,
    overused: full && decides ? 1 : 0,
    missingKeys: care ? 2 : 0,
    lost: 0,
    needsUpdate: care === true,
  }
}

export function invitesOf({ full, role = 'member' }: MembershipScene): InviteRecord[] {
  if (!full) return []
  const one = (key: string, over: Partial<InviteRecord>): InviteRecord => ({
    key: idOf(key),
    inviterName: 'Ada',
    mine: false,
    role: 'member',
    uses: 20,
    used: 0,
    usedBy: [],
    expires: Date.now() + 5 * day,
    approval: false,
    state: 'open',
    overused: false,
    mayRevoke: role !== 'member',
    ...over,
  })
  const link = `folkmoot://join#${idOf('link').repeat(14)}`
  const came = ['Emre', 'ليلى حداد', 'Goro', 'Hana', 'Fatou', '山田花子', 'Joschka', 'Kaspar']
  return [
    one('mine', {
      mine: true,
      inviterName: 'Bram',
      link,
      used: 2,
      usedBy: ['Dalia', 'Emre'],
      approval: true,
      mayRevoke: true,
    }),
    one('moderator', { role: 'moderator', uses: 1 }),
    one('over', { uses: 5, used: 8, usedBy: came, state: 'used-up', overused: true }),
    one('revoked', {
      inviterName: 'Ole Gunnar Kristoffersen-Hagelund von der Wiesenmühle',
      state: 'revoked',
      mayRevoke: false,
    }),
    one('expired', { state: 'expired', expires: Date.now() - 9 * day, mayRevoke: false }),
  ]
}

interface Told extends Partial<Omit<DecisionView, 'by'>> {
  readonly type: DecisionView['type']
  readonly by: string
  readonly to?: string
}

/** One of each kind, newest first; then the comings of everybody. */
export function decisionsOf(
  members: readonly MemberView[],
  { full, role = 'member' }: MembershipScene,
): DecisionView[] {
  const decides = role !== 'member'
  const all: Told[] = [
    ...(full ? told(decides) : []),
    ...members.slice(1).map((one): Told => ({ type: 'admit', by: 'Ada', to: one.name, at: one.since })),
    { type: 'create', by: 'Ada', at: Date.now() - 400 * day },
  ]
  return all.map(({ by, to, ...rest }, index) => ({
    id: action(`${index}`),
    at: Date.now() - (index + 1) * 7 * hour,
    by: idOf(by) as MemberId,
    byName: by,
    ...(to === undefined ? {} : { target: idOf(to) as MemberId, targetName: to }),
    state: 'counts',
    reason: '',
    mayOverturn: false,
    maySign: false,
    ...rest,
  }))
}

const reason = 'Sold other people’s seedlings and told nobody, three times.\nWe talked about it in June and in July.'

function told(decides: boolean): Told[] {
  const mine = { mayOverturn: decides }
  return [
    { id: action('asked'), type: 'remove', by: 'Chidi', to: 'Dalia', state: 'unsigned', reason, maySign: decides },
    { type: 'set-role', by: 'Ada', to: 'Chidi', role: 'moderator', ...mine },
    { id: action('removed'), type: 'remove', by: 'Ada', to: 'Joschka', reason, ...mine },
    { type: 'sign-removal', by: 'Ada', to: 'Kaspar', about: action('kaspar') },
    { id: action('kaspar'), type: 'remove', by: 'Chidi', to: 'Kaspar', ...mine },
    { type: 'remove', by: 'Kaspar', to: 'Emre', state: 'void', reason: 'لأنه قال الحقيقة' },
    { type: 'overturn', by: 'Ada', to: 'Fatou', about: action('fatou') },
    { id: action('fatou'), type: 'remove', by: 'Kaspar', to: 'Fatou', state: 'overturned', reason: 'No reason at all' },
    { type: 'set-role', by: 'Ada', to: 'Kaspar', role: 'member' },
    { type: 'set-role', by: 'Ada', to: 'ليلى حداد', role: 'owner' },
    { type: 'confirm', by: 'Chidi', to: 'Goro' },
    { type: 'remove-device', by: 'Emre', to: 'Emre' },
    { id: action('shed'), type: 'remove-device', by: 'Chidi', to: 'Emre', ...mine },
    { type: 'add-device', by: '山田花子', to: '山田花子' },
    { type: 'add-recovery', by: 'Bram', to: 'Bram' },
    { type: 'fork-evidence', by: 'Goro', to: 'Emre' },
    { type: 'revoke-invite', by: 'Ada', ...mine },
    { type: 'rotate', by: 'Ada' },
    { type: 'leave', by: 'Hana', to: 'Hana' },
    { type: 'unknown', by: 'Ole Gunnar Kristoffersen-Hagelund von der Wiesenmühle' },
  ]
}

export const removalIn = (name: string): ActionId | undefined =>
  ({ Joschka: action('removed'), Kaspar: action('kaspar') })[name]
