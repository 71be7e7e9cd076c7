/** All about one member: who they are, on which devices, how to be sure of it, and what I may do. */
import { IconX } from '@tabler/icons-react'
import { Face } from '../content/index.ts'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { useMember, type CommunitySummary, type MemberDetail, type MemberId } from '../session/index.ts'
import { IconButton, Notice, scrollable } from '../ui/index.ts'
import classes from './card.module.css'
import { DecisionsAbout } from './DecisionsAbout.tsx'
import { FormerSelves } from './FormerSelves.tsx'
import { MemberActions, RemoveAction } from './MemberActions.tsx'
import { MemberDevices } from './MemberDevices.tsx'
import { PastSelves } from './PastSelves.tsx'
import { MemberFacts } from './MemberFacts.tsx'
import { SafetyNumber } from './SafetyNumber.tsx'

interface MemberCardProps {
  readonly community: CommunitySummary
  readonly member: MemberId
  /** What they tell of themselves. */
  readonly portrait: ReactNode
  readonly onClose: () => void
}

export function MemberCard({ community, member, portrait, onClose }: MemberCardProps) {
  const { t, refusal } = useText()
  const { value: detail, refusal: trouble } = useMember(community.id, member)
  const label = detail ? t('person.label', { name: detail.name }) : t('frame.context')
  return (
    <div className={classes.card} tabIndex={-1} data-autofocus>
      <div className={classes.head}>
        {detail && <Face member={detail} size="large" />}
        <div className={classes.who}>
          {detail && (
            <>
              <h2 className={classes.title}>
                <bdi>{detail.name}</bdi>
              </h2>
              <StateWord detail={detail} />
            </>
          )}
        </div>
        <IconButton label={t('person.close')} onClick={onClose}>
          <IconX size={18} aria-hidden="true" />
        </IconButton>
      </div>
      <section className={classes.body} aria-label={label} {...scrollable}>
        {trouble && (
          <Notice tone="bad" live>
            {trouble.code === 'member/unknown' ? t('person.unknown') : refusal(trouble)}
          </Notice>
        )}
        {detail && <Whole community={community} detail={detail} portrait={portrait} />}
      </section>
    </div>
  )
}

function StateWord({ detail: { state, role, online, me } }: { detail: MemberDetail }) {
  const { t } = useText()
  const word =
    state === 'active'
      ? online || me
        ? t('people.isOnline')
        : ''
      : { pending: t('people.isWaiting'), left: t('people.hasLeft'), removed: t('people.isRemoved') }[state]
  return (
    <p className={classes.state} data-state={state}>
      {[t(`role.${role}`), me ? t('members.you') : '', word].filter((one) => one !== '').join(' · ')}
    </p>
  )
}

function Whole({
  community,
  detail,
  portrait,
}: {
  community: CommunitySummary
  detail: MemberDetail
  portrait: ReactNode
}) {
  const { t } = useText()
  const { state, lookAlike, me } = detail
  const words = { pending: t('person.isWaiting'), left: t('person.hasLeft'), removed: t('person.isRemoved') }
  return (
    <>
      {state !== 'active' && <Notice tone={state === 'pending' ? 'warn' : 'info'}>{words[state]}</Notice>}
      {lookAlike && !me && <Notice tone="warn">{t('person.alike')}</Notice>}
      {community.state === 'member' && <MemberActions community={community} detail={detail} />}
      {me && community.state === 'member' && <FormerSelves community={community.id} />}
      {me && community.state === 'member' && <PastSelves community={community.id} />}
      {portrait}
      <MemberFacts community={community.id} detail={detail} />
      {!me && detail.safetyNumber !== '' && <SafetyNumber digits={detail.safetyNumber} />}
      <MemberDevices community={community.id} detail={detail} />
      <DecisionsAbout community={community} detail={detail} />
      {community.state === 'member' && <RemoveAction community={community} detail={detail} />}
    </>
  )
}
