/** What was found, one by one: the same in the pane, where it is chosen, and on the page, where it is a link. */
import { IconCircleCheck } from '@tabler/icons-react'
import type { FoundMessage, FoundPerson, FoundRoom, FoundTopic } from '../../core/contract/index.ts'
import { SpaceMark, useSpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { useSpaces, type CommunityId } from '../session/index.ts'
import { Tile } from '../ui/index.ts'
import { Marks } from './Marks.tsx'
import classes from './search.module.css'

/** The community that is open, if one is: what is elsewhere says so. */
interface Here {
  readonly here: CommunityId | undefined
}

export function RoomRow({ room, here }: Here & { readonly room: FoundRoom }) {
  const { community, communityName, kind, name, topic, marks } = room
  return (
    <>
      <SpaceMark kind={kind} others={[]} size={18} />
      <span className={classes.named}>
        <span className={classes.name} dir="auto">
          <Marks text={name} marks={marks} />
        </span>
        <Quiet text={community === here ? topic : communityName} />
      </span>
    </>
  )
}

export function PersonRow({ person, here }: Here & { readonly person: FoundPerson }) {
  const { t } = useText()
  const { community, communityName, member, name, marks, told } = person
  return (
    <>
      <Tile id={member} name={name} size="small" round />
      <span className={classes.named}>
        <span className={classes.name} dir="auto">
          <Marks text={name} marks={marks} />
        </span>
        {told && (
          <span className={classes.told} dir="auto">
            <span className={classes.place}>{t(`search.told.${told.place}`)} </span>
            <Marks text={told.text} marks={told.marks} />
          </span>
        )}
        <Quiet text={community === here ? '' : communityName} />
      </span>
    </>
  )
}

export function TopicRow({ topic, here }: Here & { readonly topic: FoundTopic }) {
  const { t, format } = useText()
  const { community, communityName, spaceName, title, marks, authorName, at, replies, answered } = topic
  const where = community === here ? spaceName : `${spaceName} · ${communityName}`
  const about = [where, t('boards.by', { name: authorName }), format.day(at), t('boards.replies', { count: replies })]
  return (
    <>
      <SpaceMark kind="board" others={[]} size={18} />
      <span className={classes.named}>
        <span className={classes.title} dir="auto">
          <Marks text={title} marks={marks} />
        </span>
        <span className={classes.quiet}>
          {answered && (
            <>
              <IconCircleCheck size={14} className={classes.sign} aria-hidden="true" />
              <span className="fm-unseen">{t('boards.answered')} </span>
            </>
          )}
          {about.map((part) => `\u2068${part}\u2069`).join(' · ')}
        </span>
      </span>
    </>
  )
}

interface MessageRowProps extends Here {
  readonly message: FoundMessage
  /** Only one room was searched: messages need not say where they stand. */
  readonly inRoom: boolean
}

export function MessageRow({ message, here, inRoom }: MessageRowProps) {
  const { format } = useText()
  const { authorName, at, text, marks, title } = message
  const where = useWhere(message, here)
  return (
    <>
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
      {title && (
        <span className={classes.title} dir="auto">
          <Marks text={title.text} marks={title.marks} />
        </span>
      )}
      <span className={classes.text} dir="auto">
        <Marks text={text} marks={marks} />
      </span>
    </>
  )
}

function useWhere(message: FoundMessage, here: CommunityId | undefined): string {
  const { community, communityName, space, spaceKind, spaceName } = message
  const { t } = useText()
  // Of the community that is open the people of a conversation are known.
  const spaces = useSpaces(here ?? community).value
  const { nameOf } = useSpaceNaming(here ?? community)
  const known = community === here ? spaces?.find((each) => each.id === space) : undefined
  const directName = known ? t('search.withOthers', { names: nameOf(known) }) : t('search.direct')
  const name = spaceKind === 'direct' ? directName : spaceKind === 'room' ? `#${spaceName}` : spaceName
  return community === here ? name : `${name} · ${communityName}`
}

function Quiet({ text }: { text: string }) {
  return text === '' ? null : (
    <span className={classes.quiet} dir="auto">
      {text}
    </span>
  )
}
