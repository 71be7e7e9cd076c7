/** Who belongs to the community, and who is connected now: the short list beside a room. Each leads to all about them. */
import { Button } from '@mantine/core'
import { Face, MemberName } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { PlaceLink, useMembers, usePresence, type CommunityId, type MemberView } from '../session/index.ts'
import { Pane } from '../ui/index.ts'
import { leftToRight } from './leftToRight.ts'
import classes from './members.module.css'

interface MembersPaneProps {
  readonly community: CommunityId
  readonly onClose: () => void
  /** Offered where one is alone. */
  readonly onInvite?: (() => void) | undefined
}

/** Of a group; the page has them all. */
const most = 60

export function MembersPane({ community, onClose, onInvite }: MembersPaneProps) {
  const { t, format } = useText()
  const members = useMembers(community).value
  if (!members) {
    return (
      <Pane title={t('frame.context')} onClose={onClose}>
        {null}
      </Pane>
    )
  }
  const active = members.filter(({ state }) => state === 'active')
  const here = active.filter(({ online, me }) => online || me)
  const away = active.filter(({ online, me }) => !online && !me)
  const of = (wanted: MemberView['state']): MemberView[] => members.filter(({ state }) => state === wanted)
  const [pending, left] = [of('pending'), of('left')]
  const inGroup = { community }
  return (
    <Pane title={t('members.title', { count: active.length })} onClose={onClose}>
      <PlaceLink to={{ at: 'members', community }} className={classes.all}>
        {t('people.all')}
      </PlaceLink>
      <MemberGroup title={`${t('people.waiting')} · ${format.number(pending.length)}`} members={pending} {...inGroup} />
      <MemberGroup title={t('members.online', { count: here.length })} members={here} {...inGroup} />
      <MemberGroup title={t('members.offline', { count: away.length })} members={away} {...inGroup} />
      <MemberGroup title={t('members.left', { count: left.length })} members={left} {...inGroup} />
      {active.length === 1 && (
        <div className={classes.alone}>
          <p>{t('members.alone')}</p>
          {onInvite && (
            <Button variant="default" size="xs" onClick={onInvite}>
              {t('members.invite')}
            </Button>
          )}
        </div>
      )}
    </Pane>
  )
}

interface MemberGroupProps {
  readonly community: CommunityId
  readonly title: string
  readonly members: readonly MemberView[]
}

function MemberGroup({ community, title, members }: MemberGroupProps) {
  const { t } = useText()
  if (members.length === 0) return null
  return (
    <section className={classes.group}>
      <h3 className={classes.heading}>{title}</h3>
      <ul className={classes.list}>
        {members.slice(0, most).map((member) => (
          <MemberItem key={member.id} community={community} member={member} />
        ))}
      </ul>
      {members.length > most && (
        <PlaceLink to={{ at: 'members', community }} className={classes.all}>
          {t('people.more', { count: members.length - most })}
        </PlaceLink>
      )}
    </section>
  )
}

function MemberItem({ community, member }: { community: CommunityId; member: MemberView }) {
  const { t, format } = useText()
  const { id, name, role, state, me, lookAlike, tag, since } = member
  const away = usePresence(community).get(id) === 'away' && !me
  return (
    <li>
      <PlaceLink to={{ at: 'members', community, member: id }} className={classes.member}>
        <Face member={member} away={away} />
        <span className={classes.about}>
          <MemberName name={name} role={role} />
          <span className={classes.note}>
            {me && `${t('members.you')} · `}
            {away && `${t('presence.away')} · `}
            {t(state === 'pending' ? 'people.cameOn' : 'members.since', { when: format.date(since) })}
          </span>
          {lookAlike && <span className={classes.alike}>{t('members.lookAlike', { tag: leftToRight(tag) })}</span>}
        </span>
      </PlaceLink>
    </li>
  )
}
