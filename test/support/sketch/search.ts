/** Search over a sketched core: the same words and snippets as the real one, over what it holds in memory. */
import type { FoundMessage, FoundTopic, HeldView } from '../../../core/contract/index.ts'
import { LIMITS, parseSearch, type SpaceId } from '../../../core/shared/index.ts'
import { hasAll, marksIn, plainOf, snippetOf, termsOf } from '../../../core/view/index.ts'
import { topics } from './board-scene.ts'
import type { SketchCommunity, SketchCore } from './core.ts'
import { guarded } from './guarded.ts'

export function searchHandlers(core: SketchCore) {
  const { search } = guarded
  return {
    search: {
      find: search.find.handler(({ input }) => {
        const parts = parseSearch(input.text)
        const terms = parts.flatMap(({ kind, value, open }) =>
          kind === 'word' || kind === 'phrase' ? termsOf(value, open) : [],
        )
        const named = (kind: 'in' | 'from', name: string): boolean =>
          parts.every((part) => part.kind !== kind || hasAll(name, termsOf(part.value, true)))
        const searched = [...core.communities.values()].filter(
          ({ summary: { id, state } }) =>
            state !== 'joining' && state !== 'damaged' && (input.community === undefined || id === input.community),
        )
        const found = searched
          .flatMap((community) =>
            messagesOf(community, input.space).filter(
              ({ spaceName, authorName, text }) =>
                named('in', spaceName) &&
                named('from', authorName) &&
                parts.length > 0 &&
                hasAll(plainOf(text).text, terms),
            ),
          )
          .toSorted((a, b) => b.at - a.at)
        const from = input.after?.key ?? 0
        const to = from + input.limit
        const plain = terms.length > 0 && parts.every(({ kind }) => kind === 'word' || kind === 'phrase')
        const byName = plain && input.space === undefined && from === 0
        const { kind } = input
        const all = {
          messages: found.slice(from, to).map((one) => {
            const { text, marks } = snippetOf(plainOf(one.text).text, terms)
            return { ...one, text, marks: [...marks] }
          }),
          ...(to < found.length && { after: { key: to, place: '' } }),
          rooms: byName ? searched.flatMap((community) => roomsOf(community, terms)).slice(0, LIMITS.searchNames) : [],
          people: byName
            ? searched.flatMap((community) => peopleOf(community, terms)).slice(0, LIMITS.searchNames)
            : [],
          topics:
            terms.length === 0 || from > 0
              ? []
              : searched.flatMap((community) => topicsOf(community, terms, input.space)),
          ignored: parts.flatMap(({ kind, value, from: at, to: end }) =>
            kind === 'has' && value === 'horns' ? [input.text.slice(at, end)] : [],
          ),
          unknown: parts.flatMap(({ kind, value, from: at, to: end }) =>
            kind === 'in' && value === 'cellar' ? [input.text.slice(at, end)] : [],
          ),
          held: searched.map(({ summary }) => heldOf(summary, core.search.held === 'some')),
        }
        const only = (one: typeof kind) => kind === undefined || kind === one
        return {
          ...all,
          ...(!only('messages') && { messages: [], after: undefined }),
          ...(!only('topics') && { topics: [] }),
          ...(!only('rooms') && { rooms: [] }),
          ...(!only('people') && { people: [] }),
        }
      }),
    },
  }
}

type Terms = ReturnType<typeof termsOf>

function messagesOf({ summary, spaces, rooms }: SketchCommunity, only: SpaceId | undefined): FoundMessage[] {
  return spaces.value
    .filter(({ id }) => only === undefined || id === only)
    .flatMap(({ id: space, kind, name }) =>
      (rooms.get(space)?.rows ?? []).map(({ id, author, authorName, mine, at, text }) => ({
        ...{ community: summary.id, communityName: summary.name, space, spaceKind: kind, spaceName: name },
        ...{ id, author, authorName, mine, at, text, marks: [] },
      })),
    )
}

function roomsOf({ summary, spaces }: SketchCommunity, terms: Terms) {
  return spaces.value.flatMap(({ id: space, kind, name, topic }) =>
    kind === 'direct' || !hasAll(name, terms)
      ? []
      : [
          {
            ...{ community: summary.id, communityName: summary.name, space, kind, name, topic },
            marks: [...marksIn(name, terms)],
          },
        ],
  )
}

function topicsOf({ summary, spaces, rooms }: SketchCommunity, terms: Terms, only: SpaceId | undefined): FoundTopic[] {
  return spaces.value
    .filter(({ id }) => only === undefined || id === only)
    .flatMap(({ id: space, name }) =>
      (topics.get(rooms.get(space) ?? {}) ?? []).flatMap(
        ({ view: { id, title, author, authorName, at, replies, answered } }) =>
          hasAll(title, terms)
            ? [
                {
                  ...{ community: summary.id, communityName: summary.name, space, spaceName: name, id, title },
                  ...{ author, authorName, at, replies, answered, marks: [...marksIn(title, terms)] },
                },
              ]
            : [],
      ),
    )
}

function peopleOf({ summary, members }: SketchCommunity, terms: Terms) {
  return members.value.flatMap(({ id: member, name, role }) =>
    hasAll(name, terms)
      ? [{ community: summary.id, communityName: summary.name, member, name, role, marks: [...marksIn(name, terms)] }]
      : [],
  )
}

function heldOf({ id, name }: SketchCommunity['summary'], some: boolean): HeldView {
  return {
    ...{ community: id, name },
    ...(some
      ? { left: 120, percent: 62, alone: true, locked: true, unindexed: 3400 }
      : { left: 0, percent: 100, alone: false, locked: false, unindexed: 0 }),
  }
}
