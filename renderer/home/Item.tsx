/** One thing that is new: where, by whom, its beginning, and the way there. */
import { IconDoor, IconMessages, IconPin, IconUserPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { FilesLine } from '../attachments/index.ts'
import { MessageBody, PersonTile, SpaceMark, type SpaceNaming, useSpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { PlaceLink, type CommunityId, type HomeItem, type MessageRow, type Place } from '../session/index.ts'
import { Count } from '../ui/index.ts'
import classes from './home.module.css'

type Located = Exclude<HomeItem, { kind: 'newcomer' }>

export function Item({ community, item }: { community: CommunityId; item: HomeItem }) {
  const { t } = useText()
  const naming = useSpaceNaming(community)
  if (item.kind === 'newcomer')
    return (
      <Card
        at={item.at}
        mark={<PersonTile id={item.member} name={item.name} />}
        title={item.me ? t('home.youJoined') : t('home.joined', { name: isolated(item.name) })}
        to={{ at: 'people', community, member: item.member }}
        aside={<IconUserPlus size={16} aria-hidden="true" />}
      />
    )
  const room = isolated(naming.nameOf(spaceOf(item)))
  if (item.kind === 'opened')
    return (
      <Card
        at={item.at}
        mark={<IconDoor size={20} aria-hidden="true" />}
        title={t(opened[item.spaceKind], { room })}
        to={{ at: 'room', community, space: item.space }}
      />
    )
  const unread = item.kind === 'pinned' ? 0 : item.unread
  return (
    <Card
      at={item.at}
      mark={<PersonTile id={item.row.author} name={item.row.authorName} />}
      title={item.row.authorName}
      where={<Where item={item} naming={naming} room={room} />}
      to={placeOf(community, item)}
      unread={unread}
    >
      {item.kind === 'thread' && <Began item={item} />}
      {!(item.kind === 'thread' && item.row.id === item.root) && <Words row={item.row} />}
    </Card>
  )
}

function Where({ item, naming, room }: { item: Located; naming: SpaceNaming; room: string }) {
  const { t } = useText()
  return (
    <span className={classes.where}>
      {item.kind === 'pinned' && (
        <>
          <IconPin size={14} aria-hidden="true" />
          {t('home.pinnedIn')}
        </>
      )}
      <SpaceMark kind={item.spaceKind} others={naming.othersOf(spaceOf(item))} size={14} />
      {t('home.inRoom', { room })}
    </span>
  )
}

/** Where it is read: in its topic, in its thread, or in the room. */
function placeOf(community: CommunityId, item: Exclude<Located, { kind: 'opened' }>): Place {
  const { space, row } = item
  return item.kind === 'thread' && item.spaceKind === 'board'
    ? { at: 'topic', community, space, topic: item.root, to: row.id }
    : { at: 'room', community, space, to: row.id }
}

/** What a thread is about, over what was said last in it. */
function Began({ item: { title, first, posts } }: { item: Extract<HomeItem, { kind: 'thread' }> }) {
  const { t } = useText()
  return (
    <div className={classes.began}>
      {title !== undefined && title !== '' && (
        <p className={classes.topic} dir="auto">
          {title}
        </p>
      )}
      {first ? <Words row={first} /> : <p className={classes.quiet}>{t('home.beganMissing')}</p>}
      {posts > 0 && (
        <p className={classes.quiet}>
          <IconMessages size={14} aria-hidden="true" /> {t('home.replied', { count: posts })} · {t('home.lastIn')}
        </p>
      )}
    </div>
  )
}

function Words({ row }: { row: MessageRow }) {
  const { t } = useText()
  if (row.withdrawn) return <p className={classes.quiet}>{t('home.withdrawn')}</p>
  return (
    <div className={classes.words}>
      <MessageBody text={row.text} />
      <FilesLine files={row.files} />
    </div>
  )
}

const opened = {
  room: 'home.opened',
  board: 'home.openedBoard',
  private: 'home.openedPrivate',
  direct: 'home.openedPrivate',
} as const

interface CardProps {
  readonly at: number
  readonly mark: ReactNode
  readonly title: string
  readonly where?: ReactNode
  readonly to: Place
  readonly unread?: number
  readonly aside?: ReactNode
  readonly children?: ReactNode
}

function Card({ at, mark, title, where, to, unread = 0, aside, children }: CardProps) {
  const { t, format, short } = useText()
  return (
    <li className={classes.item} data-unread={unread > 0}>
      <span className={classes.mark}>{mark}</span>
      <div className={classes.main}>
        <div className={classes.head}>
          <PlaceLink to={to} className={classes.title}>
            <bdi>{title}</bdi>
          </PlaceLink>
          {where}
          {aside}
          <time dateTime={format.iso(at)} title={format.moment(at)} className={classes.time}>
            {format.time(at)}
          </time>
          <Count value={unread} shown={short(unread)} label={t('home.unread', { count: unread })} />
        </div>
        {children}
      </div>
    </li>
  )
}

function spaceOf({ space: id, spaceName: name, spaceKind: kind, people }: Located) {
  const rest = { topic: '', unread: 0, messages: 0, mayManage: false, mayChange: false, archived: false, draft: false }
  return { id, name, kind, people, ...rest }
}

/** A name in a sentence of either direction. */
function isolated(name: string): string {
  return `\u2068${name}\u2069`
}
