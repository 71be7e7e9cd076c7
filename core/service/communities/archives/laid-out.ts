/** Which rooms and boards a community has, for one that goes on from it. */
import type { Community } from '../community.ts'
import type { Laid } from '../templates.ts'

/** Rooms and boards in use, in the order they were laid out; one room where there are none. */
export function laidOutIn(old: Community): readonly Laid[] {
  const rooms = old
    .rooms()
    .filter(({ archived }) => !archived)
    .map(({ id, kind, name, topic }): Laid => {
      const categories = kind === 'board' ? old.view.boards.categories(id) : []
      return { kind, name, topic, ...(categories.length > 0 && { categories }) }
    })
  return rooms.length > 0 ? rooms : [{ kind: 'room', name: 'general', topic: '' }]
}
