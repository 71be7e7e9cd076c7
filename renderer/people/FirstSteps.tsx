/** A few small steps for who is new or has founded a community, until they are taken or waved away. */
import { IconCircle, IconCircleCheckFilled, IconX } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { PlaceLink, useCommand, useWelcome, type CommunitySummary, type Place, type SpaceId } from '../session/index.ts'
import { IconButton } from '../ui/index.ts'
import classes from './steps.module.css'

interface FirstStepsProps {
  readonly community: CommunitySummary
  /** Goes to where something can be said in a room. */
  readonly onHello: (room: SpaceId) => void
  /** Asks for an invite; of who founded it, where that is offered at all. */
  readonly onInvite?: (() => void) | undefined
}

export function FirstSteps({ community: { id: community, name }, onHello, onInvite }: FirstStepsProps) {
  const { t } = useText()
  const welcome = useWelcome(community)
  const [asked, setAsked] = useState(false)
  const dismiss = useCommand((client) => client.directory.welcomed({ community, step: 'dismissed' }))
  if (!welcome?.shown || (welcome.founder && !onInvite)) return null
  const { founder, hello, about, people, notices, invited, room } = welcome
  return (
    <section className={classes.steps} aria-label={t('firstSteps.label')}>
      <h2 className={classes.title}>
        {t(founder ? 'firstSteps.titleFounder' : 'firstSteps.title', { name: `\u2068${name}\u2069` })}
      </h2>
      <ol className={classes.list}>
        {room && (
          <Step
            done={hello}
            onStep={() => {
              setAsked(true)
              onHello(room)
            }}
          >
            {t(founder ? 'firstSteps.purpose' : 'firstSteps.hello')}
          </Step>
        )}
        {founder && onInvite && (
          <Step done={invited} onStep={onInvite}>
            {t('firstSteps.invite')}
          </Step>
        )}
        {!founder && (
          <Step done={about} to={{ at: 'about', community }}>
            {t('firstSteps.about')}
          </Step>
        )}
        <Step done={notices} to={{ at: 'settings' }}>
          {t('firstSteps.notices')}
        </Step>
        {!founder && (
          <Step done={people} to={{ at: 'people', community }}>
            {t('firstSteps.people')}
          </Step>
        )}
      </ol>
      <IconButton label={t('firstSteps.dismiss')} size={28} onClick={() => void dismiss.run()}>
        <IconX size={16} aria-hidden="true" />
      </IconButton>
      {asked && !hello && (
        <output className={classes.hint}>{t(founder ? 'firstSteps.purposeHint' : 'firstSteps.helloHint')}</output>
      )}
    </section>
  )
}

interface StepProps {
  readonly done: boolean
  readonly to?: Place
  readonly onStep?: () => void
  readonly children: string
}

function Step({ done, to, onStep, children }: StepProps) {
  const { t } = useText()
  const Icon = done ? IconCircleCheckFilled : IconCircle
  const inside: ReactNode = (
    <>
      <Icon size={18} aria-hidden="true" className={classes.tick} />
      <span>{children}</span>
      {done && <span className="fm-unseen"> ({t('firstSteps.done')})</span>}
    </>
  )
  return (
    <li data-done={done}>
      {to ? (
        <PlaceLink to={to} className={classes.step}>
          {inside}
        </PlaceLink>
      ) : (
        <button type="button" className={classes.step} onClick={onStep}>
          {inside}
        </button>
      )}
    </li>
  )
}
