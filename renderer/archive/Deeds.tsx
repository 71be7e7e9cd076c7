/** What can be done with an archive that was checked. */
import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { useCommand, useCommunities, useNavigator } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './archive.module.css'
import type { OpenArchive } from './open-work.ts'
import { FoundForm } from './FoundForm.tsx'
import { RestoreForm } from './RestoreForm.tsx'

interface DeedProps {
  readonly id: string
  readonly archive: OpenArchive
}

export function Deeds(props: DeedProps) {
  const { archive } = props
  const { t } = useText()
  const [chosen, setChosen] = useState<'restore' | 'found' | undefined>()
  return (
    <section aria-label={t('archive.next')} className={classes.page}>
      <h2 className={classes.title}>{t('archive.next')}</h2>
      {archive.standing === 'member' && <Merge {...props} />}
      <Keep {...props} />
      {archive.standing !== 'member' && archive.part === 'all' && (
        <Deed title={t('archive.restore')} hint={t('archive.restoreHint')}>
          {chosen === 'restore' ? (
            <RestoreForm {...props} onClose={() => setChosen(undefined)} />
          ) : (
            <div>
              <Button variant="default" onClick={() => setChosen('restore')}>
                {t('archive.restore')}
              </Button>
            </div>
          )}
        </Deed>
      )}
      <Deed title={t('archive.found')} hint={t('archive.foundHint')}>
        {chosen === 'found' ? (
          <FoundForm {...props} onClose={() => setChosen(undefined)} />
        ) : (
          <div>
            <Button variant="default" onClick={() => setChosen('found')}>
              {t('archive.found')}
            </Button>
          </div>
        )}
      </Deed>
    </section>
  )
}

function Keep({ id, archive: { kept } }: DeedProps) {
  const { t, refusal } = useText()
  const { go } = useNavigator()
  const keep = useCommand((client) => client.archives.keep({ id }))
  const submit = async (): Promise<void> => {
    const outcome = await keep.run()
    if (outcome.ok) go({ at: 'community', community: outcome.value.community })
  }
  return (
    <Deed title={t('archive.keep')} hint={kept === undefined ? t('archive.keepHint') : t('archive.keptAlready')}>
      <div>
        {kept === undefined ? (
          <Button loading={keep.busy} onClick={() => void submit()}>
            {t('archive.keep')}
          </Button>
        ) : (
          <Button onClick={() => go({ at: 'community', community: kept })}>{t('archive.openKept')}</Button>
        )}
      </div>
      {keep.refusal && (
        <Notice tone="bad" live>
          {refusal(keep.refusal)}
        </Notice>
      )}
    </Deed>
  )
}

function Merge({ id, archive: { community, name } }: DeedProps) {
  const { t, format, refusal } = useText()
  const known = useCommunities()?.find((each) => each.id === community)?.name ?? name
  const merge = useCommand((client) => client.archives.merge({ id }))
  const [facts, setFacts] = useState<readonly string[] | undefined>()
  const submit = async (): Promise<void> => {
    const outcome = await merge.run()
    if (!outcome.ok) return
    const { taken, known: had, refused, early, files } = outcome.value
    setFacts([
      ...(taken > 0 ? [t('archive.taken', { count: taken, shown: format.number(taken) })] : []),
      ...(had > 0 && taken > 0 ? [t('archive.known', { count: had, shown: format.number(had) })] : []),
      ...(refused > 0 ? [t('archive.refused', { count: refused, shown: format.number(refused) })] : []),
      ...(files.taken > 0 ? [t('archive.filesTaken', { count: files.taken, shown: format.number(files.taken) })] : []),
      ...(files.refused > 0
        ? [t('archive.filesRefused', { count: files.refused, shown: format.number(files.refused) })]
        : []),
      ...(files.left > 0 ? [t('archive.filesLeft', { count: files.left, shown: format.number(files.left) })] : []),
      ...(early > 0 ? [t('archive.early', { count: early, shown: format.number(early) })] : []),
    ])
  }
  const title = t('archive.merge', { name: `\u2068${known}\u2069` })
  return (
    <Deed title={title} hint={t('archive.mergeHint')}>
      {facts ? (
        <Notice tone="good" live>
          {facts.length === 0 ? t('archive.mergedNothing') : t('archive.merged')} {facts.join(' · ')}
        </Notice>
      ) : (
        <div>
          <Button loading={merge.busy} onClick={() => void submit()}>
            <span className={classes.clip}>{title}</span>
          </Button>
        </div>
      )}
      {merge.refusal && (
        <Notice tone="bad" live>
          {refusal(merge.refusal)}
        </Notice>
      )}
    </Deed>
  )
}

function Deed({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <div className={classes.card}>
      <h3 className={classes.title}>{title}</h3>
      <p className={classes.note}>{hint}</p>
      {children}
    </div>
  )
}
