/** What was found anywhere, for the palette: under what can be gone to and done. */
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight'
import { IconMessage, IconSearch, IconUser } from '@tabler/icons-react'
import { SpaceMark } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { useNavigator, type CommunityId } from '../session/index.ts'
import { placeOfMessage, placeOfPerson, placeOfRoom, placeOfTopic } from './found-place.ts'
import { useSearch } from './useSearch.ts'

/** Of messages; all of them stand in the pane. */
const FEW = 6
const FEW_PEOPLE = 4
/** Characters before it is worth asking. */
const LEAST = 2

/**
 * @param here its rooms stand in the palette already
 * @param searchAll opens search with what was typed
 */
export function usePaletteFinds(
  typed: string,
  here: CommunityId | undefined,
  searchAll: (text: string) => void,
): SpotlightActionGroupData[] {
  const { t, format } = useText()
  const { go } = useNavigator()
  const text = typed.trim().length < LEAST ? '' : typed
  const { result } = useSearch({ text, order: 'newest', limit: FEW })
  // The palette shows what its words are in: these were found by core, whatever they are called.
  const always = { keywords: typed }
  const messages = (result?.messages ?? []).map((message): SpotlightActionData => {
    const { community, communityName, space, spaceKind, spaceName, id, authorName, at } = message
    const room = spaceKind === 'direct' ? t('search.direct') : spaceKind === 'room' ? `#${spaceName}` : spaceName
    const where = community === here ? [] : [communityName]
    return {
      ...always,
      id: `message ${space} ${id}`,
      label: message.text,
      description: [authorName, room, ...where, format.day(at)].map((part) => `\u2068${part}\u2069`).join(' · '),
      leftSection: <IconMessage size={20} aria-hidden="true" />,
      onClick: () => go(placeOfMessage(message)),
    }
  })
  const rooms = (result?.rooms ?? [])
    .filter(({ community }) => community !== here)
    .map((room): SpotlightActionData => ({
      ...always,
      id: `room ${room.space}`,
      label: room.name,
      description: room.communityName,
      leftSection: <SpaceMark kind={room.kind} others={[]} size={20} />,
      onClick: () => go(placeOfRoom(room)),
    }))
  const people = (result?.people ?? []).slice(0, FEW_PEOPLE).map((person): SpotlightActionData => ({
    ...always,
    id: `person ${person.community} ${person.member}`,
    label: person.name,
    ...(person.community !== here && { description: person.communityName }),
    leftSection: <IconUser size={20} aria-hidden="true" />,
    onClick: () => go(placeOfPerson(person)),
  }))
  const topics = (result?.topics ?? []).slice(0, FEW_PEOPLE).map((topic): SpotlightActionData => ({
    ...always,
    id: `topic ${topic.id}`,
    label: topic.title,
    description: [topic.spaceName, ...(topic.community === here ? [] : [topic.communityName])].join(' · '),
    leftSection: <SpaceMark kind="board" others={[]} size={20} />,
    onClick: () => go(placeOfTopic(topic)),
  }))
  const all: SpotlightActionData[] =
    text === ''
      ? []
      : [
          {
            ...always,
            id: 'search-all',
            label: t('search.all', { text: typed.trim() }),
            leftSection: <IconSearch size={20} aria-hidden="true" />,
            onClick: () => searchAll(typed),
          },
        ]
  return [
    { group: t('search.rooms'), actions: rooms },
    { group: t('search.people'), actions: people },
    { group: t('search.topics'), actions: topics },
    { group: t('search.messages'), actions: [...messages, ...all] },
  ]
}
