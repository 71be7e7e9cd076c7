/** Exporting an archive: what goes in, how large it is, making it, saving it. */
import { Button, Progress, Text } from '@mantine/core'
import { IconArchive } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useRun, useSpaces, type CommunitySummary } from '../session/index.ts'
import { Bar, chooseSink, download, Notice, Sheet } from '../ui/index.ts'
import classes from './archive.module.css'
import { makeArchive, type Made } from './export-work.ts'
import { ExportForm } from './ExportForm.tsx'
import { isUsable, type Typed } from './PassphraseFields.tsx'
import { usePlan } from './usePlan.ts'
import { beginning, wishOf } from './wish.ts'

export function ExportPage({ community }: { community: CommunitySummary }) {
  const { t } = useText()
  return (
    <Sheet bar={<Bar icon={<IconArchive size={20} />} title={t('archive.exportTitle')} subtitle={community.name} />}>
      <div className={classes.page}>
        <Exporting key={community.id} community={community} />
      </div>
    </Sheet>
  )
}

function Exporting({ community }: { community: CommunitySummary }) {
  const { t, format, refusal, language } = useText()
  const spaces = useSpaces(community.id).value ?? []
  const [choice, setChoice] = useState(beginning)
  const [lock, setLock] = useState<Typed | undefined>()
  const wish = useMemo(() => wishOf(community.id, choice, language), [community.id, choice, language])
  const { plan, trouble } = usePlan(wish)
  const run = useRun<Made>()
  const { told, state } = run
  const name = `${plan?.name ?? 'archive'}${lock ? '.sealed' : ''}`

  const make = async (): Promise<void> => {
    if (!wish || !plan) return
    const sink = await chooseSink(name)
    if (sink) await run.start(makeArchive(wish, lock?.first ?? '', sink))
  }

  if (state === 'running') {
    const { done, total } = told ?? { done: 0, total: plan?.bytes ?? 0 }
    return (
      <>
        <Text aria-hidden="true">{t('archive.making', { done: format.bytes(done), whole: format.bytes(total) })}</Text>
        <Progress value={total === 0 ? 0 : Math.min(100, (100 * done) / total)} aria-label={t('archive.makingLabel')} />
        <div className={classes.buttons}>
          <Button variant="default" data-autofocus onClick={run.stop}>
            {t('common.cancel')}
          </Button>
        </div>
      </>
    )
  }
  if (state === 'done' && told?.file) {
    const { bytes, blob } = told.file
    return (
      <>
        <Notice tone="good" live>
          {t(blob ? 'archive.made' : 'archive.saved', { size: format.bytes(bytes) })}
        </Notice>
        <div className={classes.buttons}>
          {blob && (
            <Button data-autofocus onClick={() => download(blob, name)}>
              {t('archive.savePlace')}
            </Button>
          )}
          <Button variant="default" onClick={run.reset}>
            {t('archive.another')}
          </Button>
        </div>
      </>
    )
  }
  const problem = run.refusal ?? trouble
  return (
    <>
      <p className={classes.note}>{t('archive.exportIntro')}</p>
      <ExportForm
        community={community}
        spaces={spaces}
        choice={choice}
        onChoice={setChoice}
        lock={lock}
        onLock={setLock}
        plan={plan}
        isPlanning={wish !== undefined && !trouble}
        isReady={plan !== undefined && (!lock || isUsable(lock))}
        onMake={() => void make()}
      />
      {state === 'stopped' && <Notice live>{t('archive.stopped')}</Notice>}
      {problem && (
        <Notice tone="bad" live>
          {refusal(problem)}
        </Notice>
      )}
    </>
  )
}
