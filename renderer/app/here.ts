/** Where the person is: the open community, space and page. */
import { useRouterState } from '@tanstack/react-router'
import type { CommunityId, EntryId, MemberId, SpaceId } from '../session/index.ts'

export interface Here {
  readonly community?: CommunityId
  readonly space?: SpaceId
  /** The topic that is open, where the space is a board. */
  readonly topic?: EntryId
  /** A page of the community that is not a space. */
  readonly part?: 'members' | 'people' | 'home' | 'about' | 'invites' | 'decisions' | 'devices' | 'archive' | 'search'
  /** The member whose details are open. */
  readonly member?: MemberId
  readonly page?: 'inbox' | 'add' | 'join' | 'create' | 'settings' | 'archives' | 'search'
}

const ADDRESS = /^\/c\/([\w-]{43})(?:\/([\w-]{43})(?:\/([0-9a-f]{32}\.[1-9]\d{0,15}))?)?\/?$/
const PART =
  /^\/c\/([\w-]{43})\/(?:(members|people)(?:\/([\w-]{43}))?|(home|about|invites|decisions|devices|archive|search))\/?$/
const PAGE = /^\/(inbox|add|join|create|settings|archives|search)\/?$/

/** What an address names. Texts that could not be ids name nothing. */
export function hereOf(address: string): Here {
  const [, inside, members, member, other] = PART.exec(address) ?? []
  if (inside !== undefined) {
    return {
      community: inside as CommunityId,
      part: (members ?? other) as NonNullable<Here['part']>,
      ...(member === undefined ? {} : { member: member as MemberId }),
    }
  }
  const [, community, space, topic] = ADDRESS.exec(address) ?? []
  const page = PAGE.exec(address)?.[1] as Here['page'] | undefined
  return {
    ...(community === undefined ? {} : { community: community as CommunityId }),
    ...(space === undefined ? {} : { space: space as SpaceId }),
    ...(topic === undefined ? {} : { topic: topic as EntryId }),
    ...(page === undefined ? {} : { page }),
  }
}

export function useHere(): Here {
  const address = useRouterState({ select: (state) => state.location.pathname })
  return hereOf(address)
}
