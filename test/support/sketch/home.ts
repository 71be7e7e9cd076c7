/** What is new, as a sketched core tells it: from its rooms and members. */
import type { HomeItem } from '../../../core/contract/index.ts'
import type { CommunityId } from '../../../core/shared/index.ts'
import type { SketchCommunity } from './core.ts'
import { guarded } from './guarded.ts'

const day = 86_400_000

export function homeHandlers(find: (id: CommunityId) => SketchCommunity) {
  const { home } = guarded
  return {
    home: {
      watch: home.watch.handler(async function* ({ input, signal }) {
        const community = find(input.community)
        for await (const _ of community.spaces.watch(signal)) yield shown(itemsOf(community), input.limit)
      }),
    },
  }
}

function shown(items: readonly HomeItem[], limit: number) {
  return { items: items.slice(0, limit), more: items.length > limit }
}

function itemsOf({ spaces, rooms, members }: SketchCommunity): HomeItem[] {
  const said = spaces.value.flatMap(({ id: space, name: spaceName, kind: spaceKind, people, unread }): HomeItem[] => {
    const place = { space, spaceName, spaceKind, people }
    const rows = rooms.get(space)?.rows ?? []
    const row = rows.at(-1)
    const first = rows.at(-3)
    if (!row || !first) return [{ kind: 'opened', at: Date.now() - 40 * day, ...place }]
    const pinned = rows.filter((each) => each.pinned)
    return [
      { kind: 'room', at: row.time, ...place, unread, row },
      { kind: 'thread', at: row.time - day, ...place, root: first.id, posts: 3, unread: 1, first, row },
      ...pinned.map((each): HomeItem => ({ kind: 'pinned', at: each.time, ...place, row: each })),
    ]
  })
  const came = members.value
    .filter(({ state }) => state === 'active')
    .map(({ id: member, name, role, since: at, me }): HomeItem => ({ kind: 'newcomer', at, member, name, role, me }))
  return [...said, ...came].toSorted((a, b) => b.at - a.at)
}
