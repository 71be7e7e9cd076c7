/** An export that was looked through: what comes, what does not, where it goes, and bringing it in. */
import { Button, NativeSelect, Progress, Text } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../../i18n/index.ts'
import {
  PlaceLink,
  useCommand,
  useCommunities,
  useRun,
  type ImportColumns,
  type ImportPlanView,
  type ImportRunning,
} from '../../session/index.ts'
import { Notice } from '../../ui/index.ts'
import classes from '../archive.module.css'
import { Columns } from './Columns.tsx'
import { chosenGoals, firstGoals, isReady } from './goals.ts'
import { PlanReport } from './PlanReport.tsx'
import { Targets } from './Targets.tsx'
import { bringIn } from './work.ts'

interface ChosenProps {
  readonly id: string
  readonly plan: ImportPlanView
  readonly onColumns: (columns: ImportColumns) => void
  readonly onAgain: () => void
  readonly onClose: () => void
}

export function Chosen({ id, plan, onColumns, onAgain, onClose }: ChosenProps) {
  const { t, format, refusal } = useText()
  const leading = (useCommunities() ?? []).filter(
    ({ state, myRole }) => state === 'member' && myRole !== undefined && myRole !== 'member',
  )
  const [chosen, setChosen] = useState<string | undefined>()
  const [goals, setGoals] = useState(() => firstGoals(plan))
  const run = useRun<ImportRunning>()
  const letGo = useCommand((client) => client.imports.cancel({ id }))
  const community = leading.find((each) => each.id === chosen) ?? leading[0]
  const { told, state } = run
  const close = (): void => {
    void letGo.run()
    onClose()
  }
  if (state === 'running')
    return (
      <>
        <Text aria-hidden="true">
          {t('imports.running', { done: format.number(told?.done ?? 0), whole: format.number(plan.messages) })}
        </Text>
        <Progress value={(100 * (told?.done ?? 0)) / Math.max(1, plan.messages)} aria-label={t('archive.import')} />
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={run.stop}>
            {t('common.cancel')}
          </Button>
        </div>
      </>
    )
  if (state === 'done' && told)
    return (
      <>
        <Notice tone="good" live>
          {t('imports.done', { count: format.number(told.written) })}
        </Notice>
        <div className={classes.buttons}>
          {community && (
            <PlaceLink to={{ at: 'community', community: community.id }} className={classes.link}>
              {community.name}
            </PlaceLink>
          )}
          <Button data-autofocus onClick={close}>
            {t('imports.finish')}
          </Button>
        </div>
      </>
    )
  return (
    <>
      {plan.table && <Columns table={plan.table} onChange={onColumns} />}
      <PlanReport plan={plan} />
      {community ? (
        <>
          <NativeSelect
            label={t('imports.into')}
            value={community.id}
            data={leading.map((each) => ({ value: each.id, label: each.name }))}
            onChange={(event) => {
              setChosen(event.currentTarget.value)
              // Rooms of one community are none of another.
              setGoals((before) => new Map([...before].map(([room, goal]) => [room, { ...goal, space: undefined }])))
            }}
          />
          <Targets community={community.id} rooms={plan.rooms} goals={goals} onGoals={setGoals} />
          <Notice>{t('imports.note')}</Notice>
        </>
      ) : (
        <Notice tone="bad">{t('imports.nowhere')}</Notice>
      )}
      {state === 'stopped' && <Notice live>{t('imports.stopped')}</Notice>}
      {run.refusal && (
        <Notice tone="bad" live>
          {refusal(run.refusal)}
        </Notice>
      )}
      <div className={classes.buttons}>
        <Button
          disabled={!isReady(community?.id, goals)}
          onClick={() => community && void run.start(bringIn(id, community.id, chosenGoals(goals)))}
        >
          {t('imports.start')}
        </Button>
        <Button variant="default" onClick={onAgain}>
          {t('imports.other')}
        </Button>
      </div>
    </>
  )
}
