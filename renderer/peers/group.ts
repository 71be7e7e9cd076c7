/** The devices of a community, by the person whose they are. */
import type { MemberId, PeerView, SyncView, UnreachedView } from '../session/index.ts'

export interface Person {
  readonly member: MemberId
  readonly name: string
  readonly mine: boolean
  readonly met: readonly PeerView[]
  readonly away: readonly UnreachedView[]
}

export interface People {
  /** Of whom at least one device is connected. */
  readonly here: readonly Person[]
  readonly away: readonly Person[]
}

/** Own devices first, others by name; those who are away by when they were last met. */
export function peopleOf({ list, unreached }: Pick<SyncView, 'list' | 'unreached'>): People {
  const members = new Set([...list, ...unreached].map(({ member }) => member))
  const people = [...members].map((member): Person => {
    const met = list.filter((peer) => peer.member === member)
    const away = unreached.filter((device) => device.member === member)
    const { name = '', mine = false } = met[0] ?? away[0] ?? {}
    return { member, name, mine, met, away }
  })
  return {
    here: people.filter(({ met }) => met.length > 0).toSorted(byName),
    away: people.filter(({ met }) => met.length === 0).toSorted((a, b) => lastMet(b) - lastMet(a) || byName(a, b)),
  }
}

function byName(a: Person, b: Person): number {
  return Number(b.mine) - Number(a.mine) || a.name.localeCompare(b.name)
}

function lastMet({ away }: Person): number {
  return Math.max(0, ...away.map((device) => device.lastMet ?? 0))
}
