/** Where what was found leads. */
import type { Place } from '../session/index.ts'
import type { FoundMessage, FoundPerson, FoundRoom, FoundTopic } from '../../core/contract/index.ts'

export function placeOfMessage({ community, space, id }: FoundMessage): Place {
  return { at: 'room', community, space, to: id }
}

export function placeOfTopic({ community, space, id }: FoundTopic): Place {
  return { at: 'topic', community, space, topic: id }
}

export function placeOfRoom({ community, space }: FoundRoom): Place {
  return { at: 'room', community, space }
}

export function placeOfPerson({ community, member }: FoundPerson): Place {
  return { at: 'members', community, member }
}
