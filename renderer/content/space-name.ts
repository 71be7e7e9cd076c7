/** What a space is called: rooms have a name, a direct conversation is named by the other people in it. */
import { useText, type Format } from '../i18n/index.ts'
import { useMembers, type CommunityId, type MemberId, type MemberView, type SpaceView } from '../session/index.ts'

/** The kinds of spaces, in the order of the list. */
export const spaceKinds = ['room', 'board', 'private', 'direct'] as const satisfies readonly SpaceView['kind'][]

/** Spaces as they stand below each other in the list: what goes from one to the next follows the eye. */
export function inListOrder(spaces: readonly SpaceView[]): readonly SpaceView[] {
  const open = spaces.filter(({ archived }) => !archived)
  return [
    ...spaceKinds.flatMap((kind) => open.filter((space) => space.kind === kind)),
    ...spaces.filter(({ archived }) => archived),
  ]
}

export interface SpaceNaming {
  /** As it stands in a list or a title. */
  nameOf(space: SpaceView): string
  /** The people of a private space without me, in the order of the space; who is not known here is left out. */
  othersOf(space: SpaceView): readonly MemberView[]
  /** A member's name, told apart from one that looks alike. */
  personName(member: MemberView): string
}

interface Words {
  readonly onlyYou: string
  alike(name: string, tag: string): string
}

export function namingOf(
  members: ReadonlyMap<MemberId, MemberView>,
  format: Pick<Format, 'list'>,
  words: Words,
): SpaceNaming {
  const personName = ({ name, tag, lookAlike }: MemberView): string => (lookAlike ? words.alike(name, tag) : name)
  const othersOf = ({ people }: SpaceView): readonly MemberView[] =>
    people.flatMap((id) => {
      const member = members.get(id)
      return member === undefined || member.me ? [] : [member]
    })
  const nameOf = (space: SpaceView): string => {
    if (space.kind !== 'direct') return space.name
    const others = othersOf(space)
    return others.length === 0 ? words.onlyYou : format.list(others.map(personName))
  }
  return { nameOf, othersOf, personName }
}

export function useSpaceNaming(community: CommunityId): SpaceNaming {
  const { t, format } = useText()
  const members = useMembers(community).value ?? []
  return namingOf(new Map(members.map((member) => [member.id, member])), format, {
    onlyYou: t('spaces.onlyYou'),
    alike: (name, tag) => t('spaces.alike', { name, tag }),
  })
}
