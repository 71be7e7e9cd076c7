/** The pages about who belongs to a community: members, invites, decisions. */
import { useText } from '../i18n/index.ts'
import { PlaceLink, useCare, type CommunityId } from '../session/index.ts'
import { Count } from '../ui/index.ts'
import classes from './page.module.css'

interface PeopleTabsProps {
  readonly community: CommunityId
  readonly current: 'people' | 'members' | 'invites' | 'decisions'
}

export function PeopleTabs({ community, current }: PeopleTabsProps) {
  const { t, short } = useText()
  const care = useCare(community)
  const waiting = {
    people: 0,
    members: care?.pending ?? 0,
    invites: care?.overused ?? 0,
    decisions: care?.unsigned ?? 0,
  }
  return (
    <nav className={classes.tabs} aria-label={t('people.tabs')}>
      {(['people', 'members', 'invites', 'decisions'] as const).map((at) => (
        <PlaceLink
          key={at}
          to={{ at, community }}
          className={classes.tab}
          aria-current={at === current ? 'page' : undefined}
        >
          {at === 'people' ? t('directory.title') : t(`people.${at}`)}
          <Count value={waiting[at]} shown={short(waiting[at])} label={t('people.todo', { count: waiting[at] })} />
        </PlaceLink>
      ))}
    </nav>
  )
}
