/** One line of the list of spaces: its name, what is unread in it, and whether something waits there to be sent. */
import { IconPencil } from '@tabler/icons-react'
import { SpaceMark, type SpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { PlaceLink, type CommunitySummary, type SpaceView } from '../session/index.ts'
import { Count } from '../ui/index.ts'
import { ReadMenu } from './ReadMenu.tsx'
import classes from './spaces.module.css'

interface SpaceLinkProps {
  readonly community: CommunitySummary
  readonly space: SpaceView
  readonly naming: SpaceNaming
  readonly current: boolean
  readonly onChosen: (() => void) | undefined
}

export function SpaceLink({ community, space, naming, current, onChosen }: SpaceLinkProps) {
  const { t, short } = useText()
  const name = naming.nameOf(space)
  return (
    <ReadMenu
      title={name}
      unread={space.unread}
      read={(client) => client.rooms.markAllRead({ community: community.id, space: space.id })}
    >
      <li>
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
          {space.draft && !current && (
            <>
              <IconPencil size={15} aria-hidden="true" className={classes.icon} />
              <span className="fm-unseen">({t('talk.draft')})</span>
            </>
          )}
          <Count value={space.unread} shown={short(space.unread)} label={t('common.unread', { count: space.unread })} />
        </PlaceLink>
      </li>
    </ReadMenu>
  )
}
