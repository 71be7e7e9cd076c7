/** Who belongs to the community, and who is connected now. */
import { Button } from '@mantine/core'
import { MemberName } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { useMembers, type CommunityId, type MemberView } from '../session/index.ts'
import { Pane, Tile } from '../ui/index.ts'
import classes from './members.module.css'

interface MembersPaneProps {
  readonly community: CommunityId
  readonly onClose: () => void
  /** Offered where one is alone. */
  readonly onInvite?: (() => void) | undefined
}

export function MembersPane({ community, onClose, onInvite }: MembersPaneProps) {
  const { t } = useText()
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
  const left = members.filter(({ state }) => state === 'left')
  return (
    <Pane title={t('members.title', { count: active.length })} onClose={onClose}>
      <MemberGroup title={t('members.online', { count: here.length })} members={here} />
      <MemberGroup title={t('members.offline', { count: away.length })} members={away} />
      <MemberGroup title={t('members.left', { count: left.length })} members={left} />
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

function MemberGroup({ title, members }: { title: string; members: readonly MemberView[] }) {
  if (members.length === 0) return null
  return (
    <section className={classes.group}>
      <h3 className={classes.heading}>{title}</h3>
      <ul className={classes.list}>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} />
        ))}
      </ul>
    </section>
  )
}

function MemberRow({ member }: { member: MemberView }) {
  const { t, format } = useText()
  const { id, name, role, me, lookAlike, tag, since, online } = member
  return (
    <li className={classes.member}>
      <span className={classes.face} data-online={online || me}>
        <Tile id={id} name={name} size="small" round />
      </span>
      <span className={classes.about}>
        <MemberName name={name} role={role} />
        <span className={classes.note}>
          {me && `${t('members.you')} · `}
          {t('members.since', { when: format.date(since) })}
        </span>
        {lookAlike && <span className={classes.alike}>{t('members.lookAlike', { tag })}</span>}
      </span>
    </li>
  )
}
