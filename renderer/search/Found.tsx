/** What was found, in groups; to be chosen with the arrow keys from the field above. */
import { Combobox } from '@mantine/core'
import type { FoundMessage, SearchResult } from '../../core/contract/index.ts'
import { PersonTile, SpaceMark, useSpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { useSpaces, type CommunityId } from '../session/index.ts'
import { Marks } from './Marks.tsx'
import classes from './search.module.css'

interface FoundProps {
  readonly result: SearchResult
  /** The community that is open: what is elsewhere says so. */
  readonly here: CommunityId
  /** Only one room was searched: messages need not say where they stand. */
  readonly inRoom: boolean
}

export function Found({ result: { messages, rooms, people }, here, inRoom }: FoundProps) {
  const { t } = useText()
  const elsewhere = (community: CommunityId, name: string): string => (community === here ? '' : name)
  return (
    <Combobox.Options aria-label={t('search.results')} className={classes.options ?? ''}>
      {rooms.length > 0 && (
        <Combobox.Group label={t('search.rooms')}>
          {rooms.map(({ community, communityName, space, kind, name, topic, marks }) => (
            <Combobox.Option key={space} value={`room ${space}`} className={classes.option ?? ''}>
              <SpaceMark kind={kind} others={[]} size={18} />
              <span className={classes.named}>
                <span className={classes.name} dir="auto">
                  <Marks text={name} marks={marks} />
                </span>
                <Quiet text={elsewhere(community, communityName) || topic} />
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Group>
      )}
      {people.length > 0 && (
        <Combobox.Group label={t('search.people')}>
          {people.map(({ community, communityName, member, name, marks }) => (
            <Combobox.Option
              key={`${community} ${member}`}
              value={`person ${community} ${member}`}
              className={classes.option ?? ''}
            >
              <PersonTile id={member} name={name} size="small" />
              <span className={classes.named}>
                <span className={classes.name} dir="auto">
                  <Marks text={name} marks={marks} />
                </span>
                <Quiet text={elsewhere(community, communityName)} />
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Group>
      )}
      {messages.length > 0 && (
        <Combobox.Group label={t('search.messages')}>
          {messages.map((message) => (
            <MessageOption key={`${message.space} ${message.id}`} message={message} here={here} inRoom={inRoom} />
          ))}
        </Combobox.Group>
      )}
    </Combobox.Options>
  )
}

function MessageOption({ message, here, inRoom }: { message: FoundMessage; here: CommunityId; inRoom: boolean }) {
  const { t, format } = useText()
  const { community, communityName, space, spaceKind, spaceName, id, authorName, at, text, marks } = message
  const spaces = useSpaces(here).value
  const { nameOf } = useSpaceNaming(here)
  const known = community === here ? spaces?.find((each) => each.id === space) : undefined
  const directName = known ? t('search.withOthers', { names: nameOf(known) }) : t('search.direct')
  const name = spaceKind === 'direct' ? directName : spaceKind === 'room' ? `#${spaceName}` : spaceName
  const where = community === here ? name : `${name} · ${communityName}`
  return (
    <Combobox.Option value={`message ${space} ${id}`} className={classes.message ?? ''}>
      <span className={classes.head}>
        <span className={classes.author} dir="auto">
          {authorName}
        </span>
        <span className={classes.when}>{format.day(at)}</span>
      </span>
      {!inRoom && (
        <span className={classes.where} dir="auto">
          {where}
        </span>
      )}
      <span className={classes.text} dir="auto">
        <Marks text={text} marks={marks} />
      </span>
    </Combobox.Option>
  )
}

function Quiet({ text }: { text: string }) {
  return text === '' ? null : (
    <span className={classes.quiet} dir="auto">
      {text}
    </span>
  )
}
