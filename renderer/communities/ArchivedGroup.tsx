/** Spaces that are only read any more: apart from the others, and out of the way until asked for. */
import { IconChevronDown } from '@tabler/icons-react'
import { useId, useState } from 'react'
import type { SpaceNaming } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import type { CommunitySummary, SpaceId, SpaceView } from '../session/index.ts'
import { SpaceLink } from './SpaceLink.tsx'
import classes from './spaces.module.css'

interface ArchivedGroupProps {
  readonly community: CommunitySummary
  readonly spaces: readonly SpaceView[]
  readonly naming: SpaceNaming
  readonly current: SpaceId | undefined
  readonly onChosen: (() => void) | undefined
}

export function ArchivedGroup({ community, spaces, naming, current, onChosen }: ArchivedGroupProps) {
  const { t, short } = useText()
  const [asked, setAsked] = useState(false)
  const id = useId()
  const open = asked || spaces.some((space) => space.id === current)
  return (
    <section className={classes.group} aria-label={t('talk.archived')}>
      <h2 className={classes.heading}>
        <button
          type="button"
          className={classes.fold}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setAsked(!open)}
        >
          <IconChevronDown size={15} aria-hidden="true" className={classes.arrow} data-open={open} />
          {t('talk.archived')}
          <span className={classes.many}>{short(spaces.length)}</span>
        </button>
      </h2>
      {open && (
        <ul id={id} className={classes.spaces}>
          {spaces.map((space) => (
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
    </section>
  )
}
