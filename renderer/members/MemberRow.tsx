/** One member in the long list: a link to all about them, and for who waits, the one thing to do. */
import { Button } from '@mantine/core'
import { memo, type KeyboardEvent } from 'react'
import { Face, MemberName } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import { PlaceLink, usePresence, type CommunityId, type MemberView } from '../session/index.ts'
import { leftToRight } from './leftToRight.ts'
import classes from './list.module.css'
import { useLetIn } from './useLetIn.ts'

interface MemberRowProps {
  readonly community: CommunityId
  readonly member: MemberView
  /** Whether the Tab key stops here. */
  readonly stop: boolean
  readonly open: boolean
  readonly mayLetIn: boolean
  readonly onStop: (key: string) => void
  /** The keys that go to other members. */
  readonly onKeyDown: (event: KeyboardEvent) => void
}

export const MemberRow = memo(function MemberRow({
  community,
  member,
  stop,
  open,
  mayLetIn,
  onStop,
  onKeyDown,
}: MemberRowProps) {
  const { t, format, refusal } = useText()
  const { id, name, role, state, me, online, since, devices, lookAlike, tag } = member
  const letIn = useLetIn(community, id)
  const away = usePresence(community).get(id) === 'away' && !me
  const tabIndex = stop ? 0 : -1
  const acts = state === 'pending' && mayLetIn
  const came = t(state === 'pending' ? 'people.cameOn' : 'members.since', { when: format.date(since) })
  const word = {
    active: away ? t('presence.away') : online || me ? t('people.isOnline') : '',
    pending: t('people.isWaiting'),
    left: t('people.hasLeft'),
    removed: t('people.isRemoved'),
  }[state]
  return (
    <div className={classes.row} data-open={open} data-acts={acts} onFocus={() => onStop(id)}>
      <PlaceLink
        to={{ at: 'members', community, member: id }}
        className={classes.link}
        tabIndex={tabIndex}
        data-stop={id}
        onKeyDown={onKeyDown}
        aria-current={open ? 'true' : undefined}
      >
        <Face member={member} away={away} />
        <span className={classes.about}>
          <span className={classes.first}>
            <MemberName name={name} role={role} />
            {me && <span className={classes.quiet}>{t('members.you')}</span>}
          </span>
          {lookAlike && <span className={classes.alike}>{t('people.alike', { tag: leftToRight(tag) })}</span>}
          <span className={classes.notes}>
            <span>{came}</span>
            {!acts && (
              <>
                {' '}
                · <span>{t('people.devices', { count: devices })}</span>
              </>
            )}
          </span>
        </span>
        <span className={classes.since}>{came}</span>
        <span className={classes.devices}>{t('people.devices', { count: devices })}</span>
        <span className={acts ? 'fm-unseen' : classes.state} data-state={state}>
          {word}
        </span>
      </PlaceLink>
      {acts && (
        <Button
          className={classes.act}
          size="compact-md"
          tabIndex={tabIndex}
          onKeyDown={onKeyDown}
          aria-label={`${t('people.letIn')}: ${name}`}
          loading={letIn.busy}
          onClick={() => void letIn.run()}
        >
          {t('people.letIn')}
        </Button>
      )}
      {letIn.refusal && (
        <p className={classes.trouble} role="alert">
          {refusal(letIn.refusal)}
        </p>
      )}
    </div>
  )
})
