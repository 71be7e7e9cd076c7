/** The spaces of a community. */
import { implement } from '@orpc/server'
import { contract, type SpaceView } from '../../contract/index.ts'
import { cleanLine, cleanOptionalLine, LIMITS } from '../../shared/index.ts'
import { live } from '../live.ts'
import type { Desk } from './desk.ts'

export function spacesArea({ clock, communities }: Desk) {
  const os = implement(contract.spaces)
  return os.router({
    watch: os.watch.handler(({ input, signal }) => {
      const { view } = communities.get(input.community)
      const subscribe = (told: () => void) => view.onChange(({ spaces }) => spaces && told())
      const read = (): SpaceView[] =>
        view.queries.spaces().map(({ id, name, topic, unread, messages }) => ({
          ...{ id, kind: 'room', name, topic, unread, messages },
          ...{ people: [], mayManage: false },
        }))
      return live({ subscribe, clock, signal }, read)
    }),
    create: os.create.handler(({ input }) => {
      const name = cleanLine(input.name, LIMITS.spaceNameChars)
      const topic = cleanOptionalLine(input.topic, LIMITS.spaceTopicChars)
      return { space: communities.get(input.community).writing.openRoom({ name, topic }) }
    }),
  })
}
