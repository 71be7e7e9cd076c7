/** The kinds a person can ask Home for. */
import type { HomeItem } from '../session/index.ts'

export const kinds = ['all', 'talk', 'pinned', 'people'] as const
export type Kind = (typeof kinds)[number]

const of: Record<HomeItem['kind'], Kind> = {
  room: 'talk',
  thread: 'talk',
  pinned: 'pinned',
  opened: 'people',
  newcomer: 'people',
}

export function ofKind(items: readonly HomeItem[], kind: Kind): readonly HomeItem[] {
  return kind === 'all' ? items : items.filter((item) => of[item.kind] === kind)
}

/** One that stays the same while what it tells of goes on. */
export function keyOf(item: HomeItem): string {
  switch (item.kind) {
    case 'room':
    case 'opened':
      return `${item.kind} ${item.space}`
    case 'thread':
      return `thread ${item.space} ${item.root}`
    case 'pinned':
      return `pinned ${item.row.id}`
    case 'newcomer':
      return `newcomer ${item.member}`
  }
}
