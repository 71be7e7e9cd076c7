/** What was found, in groups; to be chosen with the arrow keys from the field above. */
import { Combobox } from '@mantine/core'
import type { SearchResult } from '../../core/contract/index.ts'
import { useText } from '../i18n/index.ts'
import type { CommunityId } from '../session/index.ts'
import { MessageRow, PersonRow, RoomRow, TopicRow } from './FoundRows.tsx'
import classes from './search.module.css'

interface FoundProps {
  readonly result: SearchResult
  /** The community that is open: what is elsewhere says so. */
  readonly here: CommunityId
  /** Only one room was searched: messages need not say where they stand. */
  readonly inRoom: boolean
}

export function Found({ result: { messages, topics, rooms, people }, here, inRoom }: FoundProps) {
  const { t } = useText()
  return (
    <Combobox.Options aria-label={t('search.results')} className={classes.options ?? ''}>
      {rooms.length > 0 && (
        <Combobox.Group label={t('search.rooms')}>
          {rooms.map((room) => (
            <Combobox.Option key={room.space} value={`room ${room.space}`} className={classes.option ?? ''}>
              <RoomRow room={room} here={here} />
            </Combobox.Option>
          ))}
        </Combobox.Group>
      )}
      {people.length > 0 && (
        <Combobox.Group label={t('search.people')}>
          {people.map((person) => (
            <Combobox.Option
              key={`${person.community} ${person.member}`}
              value={`person ${person.community} ${person.member}`}
              className={classes.option ?? ''}
            >
              <PersonRow person={person} here={here} />
            </Combobox.Option>
          ))}
        </Combobox.Group>
      )}
      {topics.length > 0 && (
        <Combobox.Group label={t('search.topics')}>
          {topics.map((topic) => (
            <Combobox.Option key={topic.id} value={`topic ${topic.id}`} className={classes.option ?? ''}>
              <TopicRow topic={topic} here={here} />
            </Combobox.Option>
          ))}
        </Combobox.Group>
      )}
      {messages.length > 0 && (
        <Combobox.Group label={t('search.messages')}>
          {messages.map((message) => (
            <Combobox.Option
              key={`${message.space} ${message.id}`}
              value={`message ${message.space} ${message.id}`}
              className={classes.message ?? ''}
            >
              <MessageRow message={message} here={here} inRoom={inRoom} />
            </Combobox.Option>
          ))}
        </Combobox.Group>
      )}
    </Combobox.Options>
  )
}
