/** What is set aside in a room, as it is counted and told. Pure. */
import type { HiddenView } from '../session/index.ts'

/** How many there are, as far as it is known: `some` when a group does not know its own number. */
export function countHidden(groups: readonly HiddenView[]): { readonly count: number; readonly some: boolean } {
  return {
    count: groups.reduce((sum, { count }) => sum + count, 0),
    some: groups.some(({ count }) => count === 0),
  }
}

/** The sentence of each reason. */
export const sentences = {
  removed: 'hidden.removed',
  left: 'hidden.left',
  'device-removed': 'hidden.deviceRemoved',
  forked: 'hidden.forked',
  refused: 'hidden.refused',
  'waiting-for-key': 'hidden.waiting',
  damaged: 'hidden.damaged',
  'update-needed': 'hidden.update',
} as const satisfies Record<HiddenView['reason'], string>

/** Names a group for as long as its reason, author and decision are the same. */
export const keyOf = ({ reason, author, decision }: HiddenView): string => [reason, author, decision].join(' ')
