/** The spaces of a community: rooms of all, private rooms, and conversations between a few. */
import { implement } from '@orpc/server'
import { contract, type SpaceView } from '../../contract/index.ts'
import { cleanLine, cleanOptionalLine, LIMITS, type SpaceId } from '../../shared/index.ts'
import { withCalls } from '../communities/attention/calls.ts'
import type { Community } from '../communities/index.ts'
import { privateErrors, spaceErrors } from '../errors.ts'
import { live } from '../live.ts'
import type { Desk } from './desk.ts'

export function spacesArea({ clock, communities }: Desk) {
  const os = implement(contract.spaces)
  const privates = ({ community }: { community: Community['community'] }) => communities.get(community).privates
  return os.router({
    watch: os.watch.handler(({ input, signal }) => {
      const community = communities.get(input.community)
      const subscribe = (told: () => void) => {
        const ends = [community.view.onChange(({ spaces }) => spaces && told()), community.privates.onChange(told)]
        return () => ends.forEach((end) => end())
      }
      return live({ subscribe, clock, signal }, () => viewsOf(community))
    }),
    create: os.create.handler(({ input }) => {
      const { writing } = communities.get(input.community)
      const about = cleanRoom(input)
      return { space: input.kind === 'board' ? writing.boards.open(about) : writing.openRoom(about) }
    }),
    createPrivate: os.createPrivate.handler(({ input }) => ({
      space: privates(input).create(cleanRoom(input), input.people),
    })),
    direct: os.direct.handler(({ input }) => ({ space: privates(input).direct(input.people) })),
    addPeople: os.addPeople.handler(({ input }) => privates(input).addPeople(input.space, input.people)),
    removePerson: os.removePerson.handler(({ input }) => privates(input).removePerson(input.space, input.member)),
    change: os.change.handler(({ input }) => changeSpace(communities.get(input.community), input)),
    leave: os.leave.handler(({ input }) => privates(input).leave(input.space)),
    markAllRead: os.markAllRead.handler(({ input: { community: id, kind } }) => {
      const community = communities.get(id)
      for (const space of viewsOf(community).filter((each) => kind === undefined || each.kind === kind))
        community.place(space.id).view.markAllRead(space.id)
    }),
  })
}

/** Rooms of all in the order they were laid out, then private ones, with all in them that is unread or calls this person. */
export function viewsOf(community: Community): SpaceView[] {
  return withCalls(community, [...roomsOf(community), ...community.privates.list()])
}

function roomsOf(community: Community): SpaceView[] {
  const drafted = new Set(community.view.marks.drafted())
  const mayChange = community.standing() === 'active' && community.member().role !== 'member'
  return community.rooms().map(({ id, kind, name, topic, unread, messages, archived }) => ({
    ...{ id, kind, name, topic, unread, messages, archived, draft: drafted.has(id) },
    ...{ people: [], mayManage: false, mayChange },
  }))
}

/** @throws private/not-allowed, community/not-allowed, space/nameless, space/unknown, text/… */
function changeSpace(
  community: Community,
  input: { space: SpaceId; name: string; topic: string; archived: boolean },
): void {
  const place = community.place(input.space)
  const { space, archived } = input
  const found = community.privates.at(space)
  if (found?.look().kind === 'direct') throw spaceErrors('nameless')
  if (found && !found.mayManage()) throw privateErrors('not-allowed')
  place.writing.change({ space, archived, ...cleanRoom(input) })
}

function cleanRoom({ name, topic }: { name: string; topic: string }): { name: string; topic: string } {
  return {
    name: cleanLine(name, LIMITS.spaceNameChars),
    topic: cleanOptionalLine(topic, LIMITS.spaceTopicChars),
  }
}
