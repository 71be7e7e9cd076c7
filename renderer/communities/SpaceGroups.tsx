/** The spaces of a community by kind: rooms of all, private rooms, and conversations named by who is in them. */
import { IconPlus } from '@tabler/icons-react'
import { spaceKinds, SpaceMark, useSpaceNaming, type SpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { PlaceLink, useSpaces, type CommunitySummary, type SpaceId, type SpaceView } from '../session/index.ts'
import { Count, IconButton } from '../ui/index.ts'
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
  const titles = { room: t('community.rooms'), private: t('spaces.private'), direct: t('spaces.direct') }
  const words = { room: t('community.newRoom'), private: t('spaces.newPrivate'), direct: t('spaces.newDirect') }
  if (!spaces) return null
  return spaceKinds.map((kind) => {
    const group = spaces.filter((space) => space.kind === kind)
    // What one cannot make and there is none of is not worth a title.
    if (group.length === 0 && !onNew && kind !== 'room') return null
    return (
      <section key={kind} className={classes.group} aria-labelledby={`spaces-${kind}`}>
        <div className={classes.section}>
          <h2 className={classes.heading} id={`spaces-${kind}`}>
            {titles[kind]}
          </h2>
          {onNew && (
            <IconButton label={words[kind]} size={26} onClick={() => onNew(kind)}>
              <IconPlus size={16} aria-hidden="true" />
            </IconButton>
          )}
        </div>
        {group.length > 0 && (
          <ul className={classes.spaces}>
            {group.map((space) => (
              <li key={space.id}>
                <SpaceLink
                  community={community}
                  space={space}
                  naming={naming}
                  current={space.id === current}
                  onChosen={onChosen}
                />
              </li>
            ))}
          </ul>
        )}
        {group.length === 0 && kind === 'room' && <p className={classes.none}>{t('community.noRooms')}</p>}
        {group.length === 0 && kind === 'direct' && <p className={classes.none}>{t('spaces.noDirect')}</p>}
      </section>
    )
  })
}

interface SpaceLinkProps {
  readonly community: CommunitySummary
  readonly space: SpaceView
  readonly naming: SpaceNaming
  readonly current: boolean
  readonly onChosen: (() => void) | undefined
}

function SpaceLink({ community, space, naming, current, onChosen }: SpaceLinkProps) {
  const { t, short } = useText()
  const name = naming.nameOf(space)
  return (
    <PlaceLink
      to={{ at: 'room', community: community.id, space: space.id }}
      className={classes.space}
      data-unread={space.unread > 0}
      aria-current={current ? 'page' : undefined}
      title={space.topic || name}
      onClick={onChosen}
    >
      <SpaceMark kind={space.kind} others={naming.othersOf(space)} />
      <span className={classes.name} dir="auto">
        {name}
      </span>
      {space.kind === 'private' && <span className="fm-unseen">({t('spaces.privateMark')})</span>}
      <Count value={space.unread} shown={short(space.unread)} label={t('common.unread', { count: space.unread })} />
    </PlaceLink>
  )
}
