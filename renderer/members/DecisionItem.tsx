/** One decision as a sentence, with when, why, whether it counts, and what I may do about it. */
import { Button } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconDeviceDesktop,
  IconDoorEnter,
  IconDoorExit,
  IconKey,
  IconPencilCheck,
  IconQuestionMark,
  IconSparkles,
  IconUserMinus,
  IconUserStar,
} from '@tabler/icons-react'
import { memo, useState } from 'react'
import { useText } from '../i18n/index.ts'
import type { CommunityId, DecisionView } from '../session/index.ts'
import classes from './decisions.module.css'
import { Names, places } from './Names.tsx'
import { OverturnDialog, SignDialog } from './OverturnDialog.tsx'
import { saysOf } from './says.ts'

const icons = {
  create: IconSparkles,
  admit: IconDoorEnter,
  add: IconDoorEnter,
  confirm: IconDoorEnter,
  leave: IconDoorExit,
  'set-role': IconUserStar,
  remove: IconUserMinus,
  'sign-removal': IconPencilCheck,
  overturn: IconArrowBackUp,
  'add-device': IconDeviceDesktop,
  'add-recovery': IconKey,
  'remove-device': IconDeviceDesktop,
  'revoke-invite': IconDoorExit,
  rotate: IconKey,
  'fork-evidence': IconAlertTriangle,
  unknown: IconQuestionMark,
}

interface DecisionItemProps {
  readonly community: CommunityId
  readonly decision: DecisionView
  /** The decision it overturns or signs, where that is known here. */
  readonly about?: DecisionView | undefined
  /** Whether I still take part and may decide. */
  readonly mayAct: boolean
}

export const DecisionItem = memo(function DecisionItem({ community, decision, about, mayAct }: DecisionItemProps) {
  const { t, format } = useText()
  const [asking, setAsking] = useState<'overturn' | 'sign' | undefined>()
  const { id, type, at, state, reason, targetName, mayOverturn, maySign } = decision
  const Icon = icons[type]
  const close = (): void => setAsking(undefined)
  const said = <Said decision={decision} />
  const asks = mayAct && (mayOverturn || maySign)
  return (
    <article className={classes.decision} data-state={state}>
      <span className={classes.icon}>
        <Icon size={18} aria-hidden="true" />
      </span>
      <div className={classes.text}>
        <p className={classes.said}>{said}</p>
        <p className={classes.quiet}>
          <time dateTime={format.iso(at)}>{format.moment(at)}</time>
        </p>
        {about && type === 'overturn' && (
          <p className={classes.quiet}>
            <Said decision={about} /> · {format.moment(about.at)}
          </p>
        )}
        {reason !== '' ? (
          <p className={classes.reason} dir="auto">
            {reason}
          </p>
        ) : (
          type === 'remove' && <p className={classes.quiet}>{t('decisions.noReason')}</p>
        )}
        {state !== 'counts' && (
          <p className={classes.why}>
            <strong>{t(`decisions.${state}`)}</strong> {t(`decisions.${state}Why`)}
          </p>
        )}
      </div>
      {asks && (
        <div className={classes.buttons}>
          {maySign && (
            <Button size="compact-md" onClick={() => setAsking('sign')}>
              {t('decide.sign')} …
            </Button>
          )}
          {mayOverturn && (
            <Button size="compact-md" variant="subtle" onClick={() => setAsking('overturn')}>
              {t('decide.overturn')} …
            </Button>
          )}
        </div>
      )}
      {mayAct && maySign && (
        <SignDialog
          community={community}
          action={id}
          name={targetName ?? ''}
          said={
            <>
              {said}
              {reason !== '' && (
                <p className={classes.reason} dir="auto">
                  {reason}
                </p>
              )}
            </>
          }
          opened={asking === 'sign'}
          onClose={close}
        />
      )}
      {mayAct && mayOverturn && (
        <OverturnDialog
          community={community}
          action={id}
          said={said}
          removed={type === 'remove' ? targetName : undefined}
          opened={asking === 'overturn'}
          onClose={close}
        />
      )}
    </article>
  )
})

function Said({ decision }: { decision: DecisionView }) {
  const { t } = useText()
  const text = t(`decisions.says.${saysOf(decision)}`, places)
  return <Names text={text} by={decision.byName} target={decision.targetName} />
}
