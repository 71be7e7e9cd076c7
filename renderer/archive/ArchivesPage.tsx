/** Everything about archives in one place: opening one, making one, those kept to read, and what comes from elsewhere. */
import { Button } from '@mantine/core'
import { IconArchive } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { useText } from '../i18n/index.ts'
import { mayRead, PlaceLink, useCommunities, useNavigator, type CommunitySummary } from '../session/index.ts'
import { Bar, Sheet, Tile } from '../ui/index.ts'
import classes from './archive.module.css'
import { ChooseFile } from './ChooseFile.tsx'
import { ImportWizard } from './importing/ImportWizard.tsx'
import { Opening } from './Opening.tsx'

export function ArchivesPage() {
  const { t } = useText()
  const communities = useCommunities() ?? []
  const [file, setFile] = useState<File | undefined>()
  const [importing, setImporting] = useState(false)
  const back = (): void => {
    setFile(undefined)
    setImporting(false)
  }
  const page = (title: string, children: ReactNode) => (
    <Sheet bar={<Bar icon={<IconArchive size={20} />} title={title} />}>
      <div className={classes.page}>{children}</div>
    </Sheet>
  )
  if (importing) return page(t('archive.import'), <ImportWizard onClose={back} />)
  if (file) {
    // Another file is another opening.
    const key = `${file.name} ${file.lastModified} ${file.size}`
    return page(t('archive.openTitle'), <Opening key={key} file={file} onOther={back} />)
  }
  return page(
    t('archive.title'),
    <>
      <p className={classes.note}>{t('archive.intro')}</p>
      <ChooseFile onFile={setFile} />
      <Card title={t('archive.make')} hint={t('archive.makeHint')}>
        <Makeable communities={communities} />
      </Card>
      <Kept communities={communities.filter(({ state }) => state === 'archive')} />
      <Card title={t('archive.import')} hint={t('archive.importHint')}>
        <div>
          <Button variant="default" onClick={() => setImporting(true)}>
            {t('archive.importDo')}
          </Button>
        </div>
      </Card>
    </>,
  )
}

function Makeable({ communities }: { communities: readonly CommunitySummary[] }) {
  const { t } = useText()
  const { go } = useNavigator()
  const own = communities.filter((each) => each.state === 'member' && mayRead(each))
  if (own.length === 0) return <p className={classes.note}>{t('archive.none')}</p>
  return (
    <ul className={classes.list}>
      {own.map(({ id, name }) => (
        <li key={id} className={classes.row}>
          <Tile id={id} name={name} />
          <bdi className={classes.name}>{name}</bdi>
          <Button variant="default" size="compact-md" onClick={() => go({ at: 'archive', community: id })}>
            {t('archive.menu')} <span className="fm-unseen">{name}</span>
          </Button>
        </li>
      ))}
    </ul>
  )
}

function Kept({ communities }: { communities: readonly CommunitySummary[] }) {
  const { t, format } = useText()
  if (communities.length === 0) return null
  return (
    <Card title={t('archive.kept')}>
      <ul className={classes.list}>
        {communities.map(({ id, name, archiveUntil }) => (
          <li key={id} className={classes.row}>
            <Tile id={id} name={name} />
            <PlaceLink className={classes.name} to={{ at: 'community', community: id }}>
              <bdi>{name}</bdi>
            </PlaceLink>
            {archiveUntil !== undefined && (
              <span className={classes.note}>{t('archive.keptUntil', { when: format.date(archiveUntil) })}</span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Card({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className={classes.card}>
      <h2 className={classes.title}>{title}</h2>
      {hint !== undefined && <p className={classes.note}>{hint}</p>}
      {children}
    </section>
  )
}
