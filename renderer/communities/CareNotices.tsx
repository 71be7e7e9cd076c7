/** What needs attention in the open community, at the foot of its list: one at a time, and never in the way. */
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { PlaceLink, useCare, type CommunityId, type CommunitySummary, type Place } from '../session/index.ts'
import { IconButton } from '../ui/index.ts'
import { noticesOf, settle, type Care, type CareNotice, type PutAway } from './care.ts'
import classes from './care.module.css'

/** For as long as the app runs. */
const putAwayIn = new Map<CommunityId, PutAway>()
const nothing: PutAway = new Map()

interface CareNoticesProps {
  readonly community: CommunitySummary
  readonly onChosen?: (() => void) | undefined
}

export function CareNotices({ community, onChosen }: CareNoticesProps) {
  const { t } = useText()
  const care = useCare(community.id)
  const [putAway, setPutAway] = useState(putAwayIn.get(community.id) ?? nothing)
  const [all, setAll] = useState(false)
  const settled = care ? settle(care, community.members, putAway) : putAway
  if (settled !== putAway) setPutAway(settled)
  const notices = care ? noticesOf(care, community.members, putAway) : []
  if (notices.length === 0) return null
  const dismiss = ({ care: which, count }: CareNotice): void => {
    const next = new Map(putAway).set(which, count)
    putAwayIn.set(community.id, next)
    setPutAway(next)
  }
  const more = notices.length - 1
  return (
    <section className={classes.notices} aria-label={t('care.label')}>
      {notices.slice(0, all ? undefined : 1).map((notice) => (
        <Notice
          key={notice.care}
          notice={notice}
          community={community.id}
          onChosen={onChosen}
          onDismiss={() => dismiss(notice)}
        />
      ))}
      {more > 0 && (
        <Button size="compact-sm" variant="subtle" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('care.fewer') : t('care.more', { count: more })}
        </Button>
      )}
    </section>
  )
}

const pressing: ReadonlySet<Care> = new Set<Care>(['update', 'missingKeys', 'overused'])

interface NoticeProps {
  readonly notice: CareNotice
  readonly community: CommunityId
  readonly onChosen: (() => void) | undefined
  readonly onDismiss: () => void
}

function Notice({ notice: { care, count }, community, onChosen, onDismiss }: NoticeProps) {
  const { t } = useText()
  const Icon = pressing.has(care) ? IconAlertTriangle : IconInfoCircle
  const texts = {
    update: t('care.update'),
    missingKeys: t('care.missingKeys', { count }),
    waiting: t('care.waiting', { count }),
    unsigned: t('care.unsigned', { count }),
    overused: t('care.overused', { count }),
    recovery: t('care.recovery'),
    secondOwner: t('care.secondOwner'),
  }
  const actions: Readonly<Record<Care, { to: Place; label: string } | undefined>> = {
    update: undefined,
    missingKeys: undefined,
    waiting: { to: { at: 'members', community }, label: t('care.look') },
    unsigned: { to: { at: 'decisions', community }, label: t('care.look') },
    overused: { to: { at: 'invites', community }, label: t('care.look') },
    recovery: { to: { at: 'devices', community }, label: t('care.makeKey') },
    secondOwner: { to: { at: 'members', community }, label: t('care.choose') },
  }
  const action = actions[care]
  return (
    <div className={classes.notice} data-pressing={pressing.has(care)}>
      <Icon size={17} aria-hidden="true" className={classes.icon} />
      <div className={classes.text}>
        {texts[care]}{' '}
        {action && (
          <PlaceLink to={action.to} className={classes.action} onClick={onChosen}>
            {action.label}
          </PlaceLink>
        )}
      </div>
      <IconButton label={t('care.dismiss')} size={24} onClick={onDismiss}>
        <IconX size={15} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
