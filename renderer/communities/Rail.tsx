/** The communities of this profile, side by side: the ring is where one is, the dot where something is unread. */
import { Tooltip } from '@mantine/core'
import { IconArchive, IconInbox, IconPlus, IconSettings } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import {
  PlaceLink,
  useCommunities,
  useInboxCounts,
  useMyFace,
  usePicture,
  useProfile,
  type CommunityId,
  type CommunitySummary,
} from '../session/index.ts'
import { Tile } from '../ui/index.ts'
import classes from './rail.module.css'
import { ReadMenu } from './ReadMenu.tsx'

const nothing = { unread: 0, mentions: 0 }

interface RailProps {
  readonly current: CommunityId | undefined
  readonly at: 'inbox' | 'add' | 'settings' | undefined
  /** After a choice: a drawer closes. */
  readonly onChosen?: () => void
}

export function Rail({ current, at, onChosen }: RailProps) {
  const { t } = useText()
  const communities = useCommunities() ?? []
  const profile = useProfile()
  const counts = useInboxCounts()
  const face = usePicture(useMyFace(current))
  return (
    <nav className={classes.rail} aria-label={t('frame.rail')} data-region="rail">
      <ul className={classes.tiles}>
        {communities.length > 0 && (
          <li>
            <InboxLink mentions={counts?.mentions ?? 0} current={at === 'inbox'} onChosen={onChosen} />
          </li>
        )}
        {communities.map((community) => (
          <RailTile
            key={community.id}
            community={community}
            counts={counts?.communities.find((each) => each.community === community.id) ?? nothing}
            current={community.id === current}
            onChosen={onChosen}
          />
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
            <Tile id={profile.name} name={profile.name} round picture={face} />
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
  counts: { unread, mentions },
  current,
  onChosen,
}: {
  community: CommunitySummary
  /** As in the inbox: without what this person does not wish to be told of. */
  counts: { readonly unread: number; readonly mentions: number }
  current: boolean
  onChosen: (() => void) | undefined
}) {
  const { t, short } = useText()
  const { id, name } = community
  const state = community.state === 'member' && community.pending ? 'pending' : community.state
  const note = {
    pending: t('standing.pendingShort'),
    removed: t('standing.removedShort'),
    joining: t('community.joiningShort'),
    damaged: t('community.damagedShort'),
    left: t('community.leftShort'),
    archive: t('archive.mark'),
    member: unread > 0 ? t('common.unread', { count: unread }) : '',
  }[state]
  const called = mentions > 0 ? t('inbox.forYou', { count: mentions }) : ''
  const label = [name, note, called].filter((each) => each !== '').join(', ')
  return (
    <ReadMenu title={name} unread={community.unread} read={(client) => client.spaces.markAllRead({ community: id })}>
      <li>
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
            {state === 'archive' && (
              <span className={classes.archive}>
                <IconArchive size={12} aria-hidden="true" />
              </span>
            )}
            {mentions > 0 && <Mentions shown={short(mentions)} />}
            {mentions === 0 && unread > 0 && !current && <span className={classes.dot} data-dot="" />}
          </PlaceLink>
        </Tooltip>
      </li>
    </ReadMenu>
  )
}

/** Always there, and first: what waits for this person in all their communities. */
function InboxLink({
  mentions,
  current,
  onChosen,
}: {
  mentions: number
  current: boolean
  onChosen: (() => void) | undefined
}) {
  const { t, short } = useText()
  const title = t('inbox.title')
  const label = mentions > 0 ? `${title}, ${t('inbox.forYou', { count: mentions })}` : title
  return (
    <Tooltip label={label} position="right">
      <PlaceLink
        to={{ at: 'inbox' }}
        className={classes.inbox}
        aria-label={label}
        aria-current={current ? 'page' : undefined}
        onClick={onChosen}
      >
        <IconInbox size={24} aria-hidden="true" />
        {mentions > 0 && <Mentions shown={short(mentions)} />}
      </PlaceLink>
    </Tooltip>
  )
}

/** Said in the name of the link already. */
function Mentions({ shown }: { shown: string }) {
  return (
    <span className={classes.mentions} aria-hidden="true">
      {shown}
    </span>
  )
}
