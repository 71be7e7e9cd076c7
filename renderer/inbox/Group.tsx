/** One room or thread in which something is unread: where it is, the first of it, and what can be done about it. */
import { Menu } from '@mantine/core'
import { IconBell, IconCheck, IconClockPause, IconMessages } from '@tabler/icons-react'
import { FilesLine } from '../attachments/index.ts'
import { MessageBody, PersonTile, SpaceMark } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { PlaceLink, useCommand, type InboxFilter, type InboxGroup, type MessageRow } from '../session/index.ts'
import { Count, IconButton } from '../ui/index.ts'
import { HeedItems } from './HeedItems.tsx'
import classes from './inbox.module.css'
import { laters, untilOf } from './later.ts'

interface GroupProps {
  readonly group: InboxGroup
  readonly filter: InboxFilter
  readonly onRead: () => void
}

export function Group({ group, filter, onRead }: GroupProps) {
  const { t, short } = useText()
  const { community, space, root, rows, unread, mentions, mine } = group
  const [first] = rows
  const rest = (filter === 'unread' || mine ? unread : mentions) - rows.length
  const name =
    root === undefined
      ? group.spaceName
      : t(group.rootText ? 'inbox.thread' : 'inbox.threadMissing', { text: isolated(group.rootText) })
  return (
    <li className={classes.group} data-group="">
      <div className={classes.head}>
        {root === undefined && group.kind !== 'direct' && <SpaceMark kind={group.kind} others={[]} size={16} />}
        <PlaceLink to={{ at: 'room', community, space, ...(first && { to: first.id }) }} className={classes.title}>
          <bdi>{name}</bdi>
        </PlaceLink>
        {root !== undefined && (
          <span className={classes.where}>
            <IconMessages size={14} aria-hidden="true" />
            <bdi>{group.spaceName}</bdi>
          </span>
        )}
        <Count value={unread} shown={short(unread)} label={t('inbox.count', { count: unread })} />
        {mentions > 0 && group.kind !== 'direct' && (
          <span className={classes.forYou}>{t('inbox.forYou', { count: mentions })}</span>
        )}
        <GroupTools group={group} onRead={onRead} />
      </div>
      <ul className={classes.rows}>
        {rows.map((row) => (
          <Row key={row.id} group={group} row={row} />
        ))}
      </ul>
      {rest > 0 && <p className={classes.quiet}>{t('inbox.more', { count: rest })}</p>}
    </li>
  )
}

function Row({ group: { community, space }, row }: { group: InboxGroup; row: MessageRow }) {
  const { t, format } = useText()
  return (
    <li className={classes.row}>
      <PersonTile id={row.author} name={row.authorName} />
      <div className={classes.said}>
        <PlaceLink to={{ at: 'room', community, space, to: row.id }} className={classes.author}>
          <bdi>{row.authorName}</bdi>
        </PlaceLink>
        <time dateTime={format.iso(row.at)} title={format.moment(row.at)} className={classes.time}>
          {format.moment(row.at)}
        </time>
        {row.withdrawn ? (
          <p className={classes.quiet}>{t('inbox.withdrawn')}</p>
        ) : (
          <div className={classes.words}>
            <MessageBody text={row.text} />
            <FilesLine files={row.files} />
          </div>
        )}
      </div>
    </li>
  )
}

function GroupTools({ group, onRead }: { group: InboxGroup; onRead: () => void }) {
  const { t } = useText()
  const { community, space, root } = group
  const snooze = useCommand((client, until: number) =>
    client.inbox.snooze({ community, space, until, ...(root && { root }) }),
  )
  return (
    <span className={classes.tools}>
      <IconButton label={t('inbox.markRead')} size={32} onClick={onRead}>
        <IconCheck size={18} aria-hidden="true" />
      </IconButton>
      <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <IconButton label={t('inbox.later')} size={32}>
            <IconClockPause size={18} aria-hidden="true" />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          {laters.map((later) => (
            <Menu.Item key={later} onClick={() => void snooze.run(untilOf(later, Date.now()))}>
              {t(`inbox.${later}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu position="bottom-end" withInitialFocusPlaceholder={false} width={240}>
        <Menu.Target>
          <IconButton label={t('heed.title')} size={32}>
            <IconBell size={18} aria-hidden="true" />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <HeedItems community={community} space={space} root={root} />
        </Menu.Dropdown>
      </Menu>
    </span>
  )
}

/** A text in a sentence of either direction. */
function isolated(text: string): string {
  return `\u2068${text}\u2069`
}
