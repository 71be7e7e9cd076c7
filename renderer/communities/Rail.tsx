/** The communities of this profile, side by side: the ring is where one is, the dot where something is unread. */
import { Tooltip } from '@mantine/core'
import { IconPlus, IconSettings } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import { PlaceLink, useCommunities, useProfile, type CommunityId, type CommunitySummary } from '../session/index.ts'
import { Tile } from '../ui/index.ts'
import classes from './rail.module.css'

interface RailProps {
  readonly current: CommunityId | undefined
  readonly at: 'add' | 'settings' | undefined
  /** After a choice: a drawer closes. */
  readonly onChosen?: () => void
}

export function Rail({ current, at, onChosen }: RailProps) {
  const { t } = useText()
  const communities = useCommunities() ?? []
  const profile = useProfile()
  return (
    <nav className={classes.rail} aria-label={t('frame.rail')} data-region="rail">
      <ul className={classes.tiles}>
        {communities.map((community) => (
          <li key={community.id}>
            <RailTile community={community} current={community.id === current} onChosen={onChosen} />
          </li>
        ))}
        <li>
          <Tooltip label={t('community.add')} position="right">
            <PlaceLink
              to={{ at: 'add' }}
              className={classes.add}
              aria-label={t('community.add')}
              aria-current={at === 'add' ? 'page' : undefined}
              onClick={onChosen}
            >
              <IconPlus size={22} aria-hidden="true" />
            </PlaceLink>
          </Tooltip>
        </li>
      </ul>
      <Tooltip label={t('community.me')} position="right">
        <PlaceLink
          to={{ at: 'settings' }}
          className={classes.me}
          aria-label={t('community.me')}
          aria-current={at === 'settings' ? 'page' : undefined}
          onClick={onChosen}
        >
          {profile?.name ? (
            <Tile id={profile.name} name={profile.name} round />
          ) : (
            <IconSettings size={22} aria-hidden="true" />
          )}
        </PlaceLink>
      </Tooltip>
    </nav>
  )
}

function RailTile({
  community,
  current,
  onChosen,
}: {
  community: CommunitySummary
  current: boolean
  onChosen: (() => void) | undefined
}) {
  const { t } = useText()
  const { id, name, unread } = community
  const state = community.state === 'member' && community.pending ? 'pending' : community.state
  const note = {
    pending: t('standing.pendingShort'),
    removed: t('standing.removedShort'),
    joining: t('community.joiningShort'),
    damaged: t('community.damagedShort'),
    left: t('community.leftShort'),
    member: unread > 0 ? t('common.unread', { count: unread }) : '',
  }[state]
  const label = note === '' ? name : `${name}, ${note}`
  return (
    <Tooltip label={<bdi>{label}</bdi>} position="right" multiline maw={320}>
      <PlaceLink
        to={{ at: 'community', community: id }}
        className={classes.tile}
        data-state={state}
        aria-label={label}
        aria-current={current ? 'page' : undefined}
        onClick={onChosen}
      >
        <Tile id={id} name={name} size="large" />
        {unread > 0 && !current && <span className={classes.dot} />}
      </PlaceLink>
    </Tooltip>
  )
}
