/** What I may do about a member; nothing is shown that I may not. What takes away stands at the end of the card. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useCare, type CommunitySummary, type MemberDetail } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './card.module.css'
import { OverturnDialog } from './OverturnDialog.tsx'
import { RemoveDialog } from './RemoveDialog.tsx'
import { RoleDialog } from './RoleDialog.tsx'
import { useLetIn } from './useLetIn.ts'

export function MemberActions({ community, detail }: { community: CommunitySummary; detail: MemberDetail }) {
  const { t, refusal } = useText()
  const [dialog, setDialog] = useState<'role' | 'overturn' | undefined>()
  const letIn = useLetIn(community.id, detail.id)
  const alone = useCare(community.id)?.needsSecondOwner === true
  const close = (): void => setDialog(undefined)
  const { mayConfirm, mayOverturn, mayGive, removal, role, state } = detail
  const roles = state === 'active' && mayGive.some((other) => other !== role)
  if (!mayConfirm && !roles && !(removal && mayOverturn)) return null
  const words = detail.me
    ? t('roleDialog.stepDown')
    : alone && mayGive.includes('owner')
      ? t('person.secondOwner')
      : t('person.changeRole')
  return (
    <>
      <div className={classes.actions}>
        {mayConfirm && (
          <Button loading={letIn.busy} onClick={() => void letIn.run()}>
            {t('people.letIn')}
          </Button>
        )}
        {roles && (
          <Button variant="default" onClick={() => setDialog('role')}>
            {words}
          </Button>
        )}
        {removal && mayOverturn && (
          <Button variant="default" onClick={() => setDialog('overturn')}>
            {t('person.overturn')}
          </Button>
        )}
      </div>
      {letIn.refusal && (
        <Notice tone="bad" live>
          {refusal(letIn.refusal)}
        </Notice>
      )}
      <RoleDialog community={community.id} detail={detail} second={alone} opened={dialog === 'role'} onClose={close} />
      {removal && (
        <OverturnDialog
          community={community.id}
          action={removal}
          removed={detail.name}
          opened={dialog === 'overturn'}
          onClose={close}
        />
      )}
    </>
  )
}

export function RemoveAction({ community, detail }: { community: CommunitySummary; detail: MemberDetail }) {
  const { t } = useText()
  const [asking, setAsking] = useState(false)
  if (!detail.mayRemove) return null
  return (
    <div className={classes.end}>
      <Button variant="outline" color="red" onClick={() => setAsking(true)}>
        {t('person.remove')}
      </Button>
      <RemoveDialog community={community.id} detail={detail} opened={asking} onClose={() => setAsking(false)} />
    </div>
  )
}
