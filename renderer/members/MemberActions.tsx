/** What I may do about a member; nothing is shown that I may not. */
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
  const [dialog, setDialog] = useState<'role' | 'remove' | 'overturn' | undefined>()
  const letIn = useLetIn(community.id, detail.id)
  const alone = useCare(community.id)?.needsSecondOwner === true
  const close = (): void => setDialog(undefined)
  const { mayConfirm, mayRemove, mayOverturn, mayGive, removal, role } = detail
  const roles = mayGive.some((other) => other !== role)
  if (!mayConfirm && !mayRemove && !roles && !(removal && mayOverturn)) return null
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
            {alone && mayGive.includes('owner') ? t('person.secondOwner') : t('person.changeRole')}
          </Button>
        )}
        {removal && mayOverturn && (
          <Button variant="default" onClick={() => setDialog('overturn')}>
            {t('person.overturn')}
          </Button>
        )}
        {mayRemove && (
          <Button variant="outline" color="red" onClick={() => setDialog('remove')}>
            {t('person.remove')}
          </Button>
        )}
      </div>
      {letIn.refusal && (
        <Notice tone="bad" live>
          {refusal(letIn.refusal)}
        </Notice>
      )}
      <RoleDialog community={community.id} detail={detail} second={alone} opened={dialog === 'role'} onClose={close} />
      <RemoveDialog community={community.id} detail={detail} opened={dialog === 'remove'} onClose={close} />
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
