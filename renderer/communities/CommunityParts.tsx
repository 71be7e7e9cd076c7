/** The pages of a community that are not spaces, below them in its list. */
import { IconAddressBook, IconHome, IconUsers } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import { PlaceLink, useCare, type CommunityId } from '../session/index.ts'
import { Count } from '../ui/index.ts'
import classes from './spaces.module.css'

export type Part = 'home' | 'people' | 'about' | 'members' | 'invites' | 'decisions' | 'devices' | 'archive' | 'search'

interface CommunityPartsProps {
  readonly community: CommunityId
  readonly current: Part | undefined
  readonly onChosen: (() => void) | undefined
}

export function CommunityParts({ community, current, onChosen }: CommunityPartsProps) {
  const { t, short } = useText()
  const care = useCare(community)
  const waiting = care ? care.pending + care.unsigned + care.overused : 0
  const here = current === 'members' || current === 'invites' || current === 'decisions'
  return (
    <ul className={classes.parts}>
      <li>
        <PlaceLink
          to={{ at: 'people', community }}
          className={classes.space}
          aria-current={current === 'people' || current === 'about' ? 'page' : undefined}
          onClick={onChosen}
        >
          <IconAddressBook size={18} aria-hidden="true" className={classes.icon} />
          <span className={classes.name}>{t('directory.title')}</span>
        </PlaceLink>
      </li>
      <li>
        <PlaceLink
          to={{ at: 'members', community }}
          className={classes.space}
          aria-current={here ? 'page' : undefined}
          data-unread={waiting > 0}
          onClick={onChosen}
        >
          <IconUsers size={18} aria-hidden="true" className={classes.icon} />
          <span className={classes.name}>{t('people.members')}</span>
          <Count value={waiting} shown={short(waiting)} label={t('people.todo', { count: waiting })} />
        </PlaceLink>
      </li>
    </ul>
  )
}

/** The first line of the list: what is new in the community. */
export function HomeLink({ community, current, onChosen }: CommunityPartsProps) {
  const { t } = useText()
  return (
    <PlaceLink
      to={{ at: 'home', community }}
      className={`${classes.space} ${classes.first}`}
      aria-current={current === 'home' ? 'page' : undefined}
      onClick={onChosen}
    >
      <IconHome size={18} aria-hidden="true" className={classes.icon} />
      <span className={classes.name}>{t('home.title')}</span>
    </PlaceLink>
  )
}
