/** One invite: whose, for whom, how often used and by whom, and what can be done with it. */
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import type { CommunitySummary, InviteRecord } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import { InviteLink } from './InviteLink.tsx'
import classes from './invites.module.css'
import { RevokeDialog } from './RevokeDialog.tsx'

/** Names shown of those who came by one invite. */
const most = 6

export function InviteItem({ community, invite }: { community: CommunitySummary; invite: InviteRecord }) {
  const { t, format } = useText()
  const [dialog, setDialog] = useState<'link' | 'revoke' | undefined>()
  const { mine, inviterName, role, uses, used, expires, approval, state, overused, link, mayRevoke } = invite
  const close = (): void => setDialog(undefined)
  const open = state === 'open'
  const acts = community.state === 'member'
  const words = {
    open: t('invites.isOpen'),
    'used-up': t('invites.isUsedUp'),
    expired: t('invites.isExpired'),
    revoked: t('invites.isRevoked'),
  }
  const when = format.moment(expires)
  const whose = mine ? t('invites.byYou') : t('invites.by', { name: inviterName })
  const facts = [
    t('invites.asRole', { role: t(`role.${role}`) }),
    t('invites.used', { used: format.number(used), uses: format.number(uses) }),
    ...(state === 'revoked' ? [] : [t(state === 'expired' ? 'invites.wasUntil' : 'invites.until', { when })]),
    ...(approval ? [t('invites.approval')] : []),
  ]
  return (
    <article className={classes.invite} data-state={state}>
      <div className={classes.about}>
        <p className={classes.who} dir="auto">
          {whose}
        </p>
        <p className={classes.facts}>
          <span className={classes.state} data-state={state}>
            {words[state]}
          </span>
          {facts.map((fact) => ` · ${fact}`)}
        </p>
        <UsedBy names={invite.usedBy} />
        {open && acts && link === undefined && <p className={classes.facts}>{t('invites.elsewhere')}</p>}
      </div>
      {acts && (
        <div className={classes.buttons}>
          {open && link !== undefined && (
            <Button size="compact-md" variant="default" onClick={() => setDialog('link')}>
              {t('invites.showLink')}
            </Button>
          )}
          {open && mayRevoke && (
            <Button
              size="compact-md"
              variant="default"
              aria-label={`${t('invites.revoke')}: ${whose}`}
              onClick={() => setDialog('revoke')}
            >
              {t('invites.revoke')}
            </Button>
          )}
        </div>
      )}
      {overused && (
        <div className={classes.whole}>
          <Notice tone="warn">
            <strong>{t('invites.overused')}</strong> {t('invites.overusedWhy')}
          </Notice>
        </div>
      )}
      {link !== undefined && (
        <Modal
          opened={dialog === 'link'}
          onClose={close}
          size="lg"
          title={t('invites.linkTitle')}
          closeButtonProps={{ 'aria-label': t('common.close') }}
        >
          <InviteLink link={link} uses={uses - used} expires={expires} name={community.name} approval={approval} />
        </Modal>
      )}
      <RevokeDialog community={community.id} invite={invite} opened={dialog === 'revoke'} onClose={close} />
    </article>
  )
}

function UsedBy({ names }: { names: readonly string[] }) {
  const { t, format } = useText()
  if (names.length === 0) return null
  const more = names.length - most
  const shown = more > 0 ? [...names.slice(0, most), t('people.more', { count: more })] : names
  return <p className={classes.facts}>{t('invites.usedBy', { names: format.list(shown) })}</p>
}
