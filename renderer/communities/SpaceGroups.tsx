/** The spaces of a community by kind: rooms of all, private rooms, and conversations named by who is in them. */
import { IconChecks, IconPlus } from '@tabler/icons-react'
import { spaceKinds, useSpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import {
  useCommand,
  useSpaces,
  type Client,
  type CommunitySummary,
  type SpaceId,
  type SpaceView,
} from '../session/index.ts'
import { IconButton } from '../ui/index.ts'
import { ArchivedGroup } from './ArchivedGroup.tsx'
import { ReadMenu } from './ReadMenu.tsx'
import { SpaceLink } from './SpaceLink.tsx'
import classes from './spaces.module.css'

type Kind = SpaceView['kind']

interface SpaceGroupsProps {
  readonly community: CommunitySummary
  readonly current: SpaceId | undefined
  readonly onChosen: (() => void) | undefined
  /** Nothing where nothing can be made. */
  readonly onNew?: (kind: Kind) => void
}

export function SpaceGroups({ community, current, onChosen, onNew }: SpaceGroupsProps) {
  const { t } = useText()
  const spaces = useSpaces(community.id).value
  const naming = useSpaceNaming(community.id)
  const titles = {
    room: t('community.rooms'),
    board: t('boards.title'),
    private: t('spaces.private'),
    direct: t('spaces.direct'),
  }
  const words = {
    room: t('community.newRoom'),
    board: t('boards.newBoard'),
    private: t('spaces.newPrivate'),
    direct: t('spaces.newDirect'),
  }
  if (!spaces) return null
  const archived = spaces.filter((space) => space.archived)
  const groups = spaceKinds.map((kind) => {
    const group = spaces.filter((space) => space.kind === kind && !space.archived)
    // What one cannot make and there is none of is not worth a title.
    if (group.length === 0 && !onNew && kind !== 'room') return null
    const unread = group.reduce((sum, space) => sum + space.unread, 0)
    const read = (client: Client) => client.spaces.markAllRead({ community: community.id, kind })
    return (
      <section key={kind} className={classes.group} aria-labelledby={`spaces-${kind}`}>
        <ReadMenu title={titles[kind]} unread={unread} read={read}>
          <div className={classes.section}>
            <h2 className={classes.heading} id={`spaces-${kind}`}>
              {titles[kind]}
            </h2>
            {unread > 0 && <ReadGroup name={titles[kind]} read={read} />}
            {onNew && (
              <IconButton label={words[kind]} size={26} onClick={() => onNew(kind)}>
                <IconPlus size={16} aria-hidden="true" />
              </IconButton>
            )}
          </div>
        </ReadMenu>
        {group.length > 0 && (
          <ul className={classes.spaces}>
            {group.map((space) => (
              <SpaceLink
                key={space.id}
                community={community}
                space={space}
                naming={naming}
                current={space.id === current}
                onChosen={onChosen}
              />
            ))}
          </ul>
        )}
        {group.length === 0 && kind === 'room' && <p className={classes.none}>{t('community.noRooms')}</p>}
        {group.length === 0 && kind === 'direct' && <p className={classes.none}>{t('spaces.noDirect')}</p>}
      </section>
    )
  })
  return (
    <>
      {groups}
      {archived.length > 0 && (
        <ArchivedGroup community={community} spaces={archived} naming={naming} current={current} onChosen={onChosen} />
      )}
    </>
  )
}

/** The same by a button, which shows itself when one comes near. */
function ReadGroup({ name, read }: { name: string; read: (client: Client) => Promise<unknown> }) {
  const { t } = useText()
  const mark = useCommand(read)
  return (
    <IconButton
      label={t('inbox.markAllOf', { name })}
      size={26}
      className={classes.readAll}
      onClick={() => void mark.run()}
    >
      <IconChecks size={16} aria-hidden="true" />
    </IconButton>
  )
}
