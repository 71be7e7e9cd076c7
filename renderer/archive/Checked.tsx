/** What an archive is, what came of checking it, and what can be done with it. */
import { Button, Progress, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useText } from '../i18n/index.ts'
import { useRun, type ArchiveChecking } from '../session/index.ts'
import { Notice, Tile } from '../ui/index.ts'
import classes from './archive.module.css'
import { Deeds } from './Deeds.tsx'
import { check, type OpenArchive } from './open-work.ts'
import { Report } from './Report.tsx'

interface CheckedProps {
  readonly id: string
  readonly archive: OpenArchive
  readonly onOther: () => void
}

export function Checked({ id, archive, onOther }: CheckedProps) {
  const { t, refusal } = useText()
  const run = useRun<ArchiveChecking>()
  const { start, told, state } = run
  useEffect(() => void start(check(id)), [start, id])
  const report = told?.type === 'report' ? told : undefined
  return (
    <>
      <What archive={archive} />
      {state === 'running' && !report && (
        <section className={classes.card}>
          <Text aria-hidden="true">{t('archive.checking')}</Text>
          <Progress
            value={told?.type === 'progress' && told.total > 0 ? Math.min(100, (100 * told.done) / told.total) : 0}
            aria-label={t('archive.checkingLabel')}
          />
          <div>
            <Button variant="default" size="compact-md" onClick={run.stop}>
              {t('common.cancel')}
            </Button>
          </div>
        </section>
      )}
      {run.refusal && (
        <Notice tone="bad" live>
          {refusal(run.refusal)}
        </Notice>
      )}
      {state === 'stopped' && (
        <Notice
          live
          action={
            <Button variant="default" size="compact-md" onClick={() => void start(check(id))}>
              {t('archive.checkAgain')}
            </Button>
          }
        >
          {t('archive.notChecked')}
        </Notice>
      )}
      {report && <Report report={report} />}
      {report && archive.record && <Deeds id={id} archive={archive} />}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onOther}>
          {t('archive.otherFile')}
        </Button>
      </div>
    </>
  )
}

function What({
  archive: { community, name, newest, bytes, files, part, record, standing },
}: {
  archive: OpenArchive
}) {
  const { t, format } = useText()
  const parts = { spaces: t('archive.partSpaces'), time: t('archive.partTime'), mine: t('archive.partMine') }
  const size = t('archive.contents', { size: format.bytes(bytes), files: format.number(files) })
  return (
    <section className={classes.card}>
      <div className={classes.row}>
        <Tile id={community} name={name} />
        <h2 className={classes.title}>{t('archive.of', { name: `\u2068${name}\u2069` })}</h2>
      </div>
      <p className={classes.note}>
        {t('archive.newest', { when: format.moment(newest) })} {size}
      </p>
      {part !== 'all' && <p className={classes.note}>{parts[part]}</p>}
      <p className={classes.note}>{t(`archive.standing.${standing}`)}</p>
      {!record && <Notice tone="warn">{t('archive.plain')}</Notice>}
    </section>
  )
}
