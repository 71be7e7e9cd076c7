/** How a join stands. May be closed and left at any time: core goes on by itself, also after a restart. */
import { Button, Loader } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useText } from '../i18n/index.ts'
import {
  useCommand,
  useJoinProgress,
  useNavigator,
  type CommunitySummary,
  type JoinProgress,
} from '../session/index.ts'
import { Digits } from '../content/index.ts'
import { Bar, Notice, Sheet, useNow } from '../ui/index.ts'
import classes from './onboarding.module.css'

type Step = 'kept' | 'looking' | 'asking' | 'comparing' | 'pending' | 'receiving'

/** The steps there are: a further device is compared instead of asked for, and some communities look at whom they let in. */
function orderOf(step: JoinProgress['step'] | undefined): readonly Step[] {
  if (step === 'comparing') return ['kept', 'looking', 'comparing', 'receiving']
  if (step === 'pending') return ['kept', 'looking', 'asking', 'pending', 'receiving']
  return ['kept', 'looking', 'asking', 'receiving']
}

const stepOf: Readonly<Record<JoinProgress['step'], Step | undefined>> = {
  connecting: 'looking',
  waiting: 'looking',
  asking: 'asking',
  comparing: 'comparing',
  pending: 'pending',
  receiving: 'receiving',
  done: undefined,
  refused: undefined,
}

export function JoiningPage({ community }: { community: CommunitySummary }) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const { value: progress, refusal: trouble } = useJoinProgress(community.id)
  const retry = useCommand((client) => client.sync.retry({ community: community.id }))
  const forget = useCommand((client) => client.communities.forget({ community: community.id }))
  const refused = progress?.step === 'refused'
  const order = orderOf(progress?.step)
  const now = order.indexOf(stepOf[progress?.step ?? 'connecting'] ?? 'receiving')
  const why = progress?.trouble ?? trouble

  const stop = async (): Promise<void> => {
    if ((await forget.run()).ok) go({ at: 'start' })
  }

  return (
    <Sheet bar={<Bar title={t('joining.title', { name: community.name })} />}>
      <div className={classes.steps}>
        {refused ? (
          <Notice tone="bad" live>
            <strong>{t('joining.refused')}.</strong> {why && refusal({ details: {}, ...why })}
          </Notice>
        ) : (
          <ol className={classes.progress}>
            {order.map((step, index) => (
              <StepView
                key={step}
                step={step}
                state={index < now ? 'done' : index === now ? 'now' : 'later'}
                progress={progress}
              />
            ))}
          </ol>
        )}
        {!refused && <p className={classes.quiet}>{t('joining.keptHint')}</p>}
        {[retry.refusal, forget.refusal].map(
          (failed) =>
            failed && (
              <Notice key={failed.code} tone="bad" live>
                {refusal(failed)}
              </Notice>
            ),
        )}
        <div className={classes.buttons}>
          {progress?.step === 'waiting' && (
            <Button onClick={() => void retry.run()} loading={retry.busy}>
              {t('sync.retry')}
            </Button>
          )}
          <Button variant="default" onClick={() => void stop()} loading={forget.busy}>
            {refused ? t('joining.remove') : progress?.step === 'comparing' ? t('bring.different') : t('joining.stop')}
          </Button>
        </div>
      </div>
    </Sheet>
  )
}

interface StepViewProps {
  readonly step: Step
  readonly state: 'done' | 'now' | 'later'
  readonly progress: JoinProgress | undefined
}

function StepView({ step, state, progress }: StepViewProps) {
  const { t } = useText()
  const titles = {
    kept: t('joining.kept'),
    looking: t('joining.looking'),
    asking: t('joining.asking'),
    comparing: t('bring.comparing'),
    pending: t('bring.pending'),
    receiving: t('joining.receiving'),
  }
  const states = { done: t('joining.stepDone'), now: t('joining.stepNow'), later: t('joining.stepLater') }
  return (
    <li className={classes.step} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={classes.stepMark}>
        {state === 'done' && <IconCheck size={18} aria-hidden="true" />}
        {state === 'now' && <Loader size={24} aria-hidden="true" />}
      </span>
      <div>
        <p className={classes.stepTitle}>
          {titles[step]} <span className="fm-unseen">({states[state]})</span>
        </p>
        {state === 'now' && progress?.code !== undefined && (
          <div className={classes.code}>
            <Digits code={progress.code} label={t('pairing.code')} />
          </div>
        )}
        {state === 'now' && (
          <output className={classes.quiet}>
            <StepHint step={step} progress={progress} />
          </output>
        )}
      </div>
    </li>
  )
}

function StepHint({ step, progress }: Omit<StepViewProps, 'state'>) {
  const { t, format } = useText()
  const now = useNow()
  if (progress?.step === 'waiting') {
    const { nextTry, tries } = progress
    const soon = nextTry === undefined || nextTry <= now
    const when = soon ? t('joining.waitingNow') : t('joining.waiting', { when: format.soon(nextTry, now) })
    return `${when} ${t('joining.tries', { count: tries })}`
  }
  if (step === 'looking') return t('joining.lookingHint')
  if (step === 'asking') return t('joining.askingHint')
  if (step === 'comparing') return t('bring.comparingHint')
  if (step === 'pending') return t('bring.pendingHint')
  return t('joining.received', { count: progress?.received ?? 0 })
}
