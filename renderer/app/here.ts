/** Where the person is: the open community, space and page. */
import { useRouterState } from '@tanstack/react-router'
import type { CommunityId, MemberId, SpaceId } from '../session/index.ts'

export interface Here {
  readonly community?: CommunityId
  readonly space?: SpaceId
  /** A page of the community that is not a space. */
  readonly part?: 'members' | 'people' | 'home' | 'about' | 'invites' | 'decisions' | 'devices'
  /** The member whose details are open. */
  readonly member?: MemberId
  readonly page?: 'add' | 'join' | 'create' | 'settings'
}

const ADDRESS = /^\/c\/([\w-]{43})(?:\/([\w-]{43}))?\/?$/
const PART = /^\/c\/([\w-]{43})\/(?:(members|people)(?:\/([\w-]{43}))?|(home|about|invites|decisions|devices))\/?$/
const PAGE = /^\/(add|join|create|settings)\/?$/

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
  const [, community, space] = ADDRESS.exec(address) ?? []
  const page = PAGE.exec(address)?.[1] as Here['page'] | undefined
  return {
    ...(community === undefined ? {} : { community: community as CommunityId }),
    ...(space === undefined ? {} : { space: space as SpaceId }),
    ...(page === undefined ? {} : { page }),
  }
}

export function useHere(): Here {
  const address = useRouterState({ select: (state) => state.location.pathname })
  return hereOf(address)
}
