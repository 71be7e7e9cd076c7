/** All invites of a community: which are open, who came by them, and how to end one. */
import { Button } from '@mantine/core'
import { IconTicket } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { useInvites, type CommunitySummary, type InviteRecord } from '../session/index.ts'
import { Bar, Empty, scrollable } from '../ui/index.ts'
import { HistoryChoice } from './HistoryChoice.tsx'
import { InviteItem } from './InviteItem.tsx'
import classes from './invites.module.css'

interface InvitesPageProps {
  readonly community: CommunitySummary
  /** The way to the pages beside this one. */
  readonly tabs: ReactNode
  readonly onInvite: (() => void) | undefined
}

export function InvitesPage({ community, tabs, onInvite }: InvitesPageProps) {
  const { t, refusal } = useText()
  const { value: invites, refusal: trouble } = useInvites(community.id)
  const open = invites?.filter(({ state }) => state === 'open') ?? []
  const ended = invites?.filter(({ state }) => state !== 'open') ?? []
  const create = onInvite && <Button onClick={onInvite}>{t('invites.create')}</Button>
  return (
    <div className={classes.page}>
      <Bar icon={<IconTicket size={20} />} title={t('people.invites')} subtitle={community.name} />
      {tabs}
      {trouble ? (
        <Empty>{refusal(trouble)}</Empty>
      ) : (
        <section className={classes.scroll} aria-label={t('people.invites')} data-region="main" {...scrollable}>
          <div className={classes.sheet}>
            <div className={classes.lead}>
              <p className={classes.intro}>{t('invites.intro')}</p>
              {create}
            </div>
            <HistoryChoice community={community} />
            {invites && open.length === 0 && <p className={classes.none}>{t('invites.none')}</p>}
            <InviteGroup title={t('invites.open')} community={community} invites={open} />
            <InviteGroup title={t('invites.ended')} community={community} invites={ended} />
          </div>
        </section>
      )}
    </div>
  )
}

interface InviteGroupProps {
  readonly title: string
  readonly community: CommunitySummary
  readonly invites: readonly InviteRecord[]
}

function InviteGroup({ title, community, invites }: InviteGroupProps) {
  const { format } = useText()
  if (invites.length === 0) return null
  return (
    <section>
      <h2 className={classes.heading}>
        {title} <span className={classes.number}>{format.number(invites.length)}</span>
      </h2>
      <ul className={classes.list}>
        {invites.map((invite) => (
          <li key={invite.key}>
            <InviteItem community={community} invite={invite} />
          </li>
        ))}
      </ul>
    </section>
  )
}
