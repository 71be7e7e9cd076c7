/** A community as an archive reads it, made up by hand: for what is made from readings, without a database. */
import { createHash } from 'node:crypto'
import type {
  ReadCommunity,
  ReadDecision,
  Reading,
  ReadMember,
  ReadMessage,
  ReadSpace,
} from '../../core/archive/reading/about.ts'
import type { ActionId, CommunityId, EntryId, MemberId, SpaceId } from '../../core/shared/index.ts'
import { comesBefore } from '../../core/view/index.ts'

export const key = (name: string): string => createHash('sha256').update(name).digest('base64url').slice(0, 43)

export const memberId = (name: string): MemberId => key(`member ${name}`) as MemberId
export const spaceId = (name: string): SpaceId => key(`space ${name}`) as SpaceId

export interface SketchedSpace {
  readonly space: ReadSpace
  readonly messages: readonly ReadMessage[]
}

export interface Sketched {
  readonly community?: Partial<ReadCommunity>
  readonly members?: readonly ReadMember[]
  readonly decisions?: readonly ReadDecision[]
  readonly spaces?: readonly SketchedSpace[]
}

export function sketchReading({ community, members = [], decisions = [], spaces = [] }: Sketched): Reading {
  const said = new Map(
    spaces.map(({ space, messages }) => [space.id, messages.toSorted((a, b) => (comesBefore(a, b) ? -1 : 1))]),
  )
  const of = (space: SpaceId): readonly ReadMessage[] => said.get(space) ?? []
  return {
    community: {
      ...{ id: key('community') as CommunityId, name: 'Garden Commons', purpose: '', rules: '' },
      ...{ founded: START, newest: START, ...community },
    },
    withMedia: true,
    members: () => members,
    decisions: () => decisions,
    spaces: () => spaces.map(({ space }) => space),
    messages: (space) => of(space),
    standing: (space, root, after) =>
      of(space).filter((each) => {
        const own = each.root === undefined || each.root === each.id ? '' : each.root
        return own === root && (after === undefined || comesBefore(after, each))
      }),
    message: (space, id) => of(space).find((each) => each.id === id),
  }
}

/** 1 March 2026, 09:00 UTC. */
export const START = Date.UTC(2026, 2, 1, 9)
export const MINUTE = 60_000

export function sketchMember(name: string, more: Partial<ReadMember> = {}): ReadMember {
  return {
    ...{ id: memberId(name), name, role: 'member', state: 'active', since: START, about: new Map(), vouches: [] },
    ...more,
  }
}

export function sketchSpace(name: string, more: Partial<ReadSpace> = {}): ReadSpace {
  return { id: spaceId(name), kind: 'room', name, topic: '', archived: false, members: [], ...more }
}

/** Says things in a space, a minute after each other. */
export class Sayer {
  readonly messages: ReadMessage[] = []
  readonly #space: string
  #now: number
  #count = 0

  constructor(space: string, from = START) {
    this.#space = space
    this.#now = from
  }

  pause(ms: number): void {
    this.#now += ms
  }

  say(who: string, text: string, more: Partial<ReadMessage> = {}): EntryId {
    this.#count += 1
    const feed = createHash('md5').update(`${this.#space} ${who}`).digest('hex')
    const id = `${feed}.${this.#count}` as EntryId
    this.#now += MINUTE
    this.messages.push({
      ...{ id, author: memberId(who), authorName: who, time: this.#now, at: this.#now, text },
      ...{ editedAt: undefined, withdrawn: false, reply: undefined, root: undefined, title: undefined },
      ...{ tags: [], answer: false, pinned: false, reactions: [], imported: undefined, files: [] },
      ...more,
    })
    return id
  }

  topic(who: string, title: string, text: string, more: Partial<ReadMessage> = {}): EntryId {
    const id = this.say(who, text, { ...more, title })
    const last = this.messages.pop()
    if (last) this.messages.push({ ...last, root: id })
    return id
  }
}

export function sketchDecision(type: string, more: Partial<ReadDecision> = {}): ReadDecision {
  return {
    ...{
      id: key(`${type} ${JSON.stringify(more)}`) as ActionId,
      at: START,
      by: memberId('Ada'),
      about: undefined,
      type,
    },
    ...{ reason: undefined, counts: true, state: 'counts', role: undefined, ...more },
  }
}
