/** What a message said before, oldest first, and what it says now. */
import { Loader } from '@mantine/core'
import { useEffect, useState } from 'react'
import { MessageBody } from '../content/index.ts'
import { useText } from '../i18n/index.ts'
import type { MessageRow } from '../session/index.ts'
import { scrollable } from '../ui/index.ts'
import classes from './marks.module.css'
import type { MessageActions, Version } from './message-actions.ts'

interface VersionsProps {
  readonly row: MessageRow
  readonly earlier: MessageActions['earlier']
}

export function Versions({ row, earlier }: VersionsProps) {
  const { t, format } = useText()
  const [list, setList] = useState<readonly Version[] | undefined>()
  useEffect(() => {
    let stale = false
    void earlier(row).then((versions) => {
      if (!stale) setList(versions ?? [])
    })
    return () => {
      stale = true
    }
  }, [row, earlier])

  if (!list) return <Loader size="sm" aria-label={t('common.loading')} />
  if (list.length === 0) return <p className={classes.when}>{t('message.noVersions')}</p>
  return (
    <ol className={classes.versions} aria-label={t('message.earlier')} {...scrollable}>
      {list.map(({ at, text }, index) => (
        <li key={index} className={classes.version}>
          <p className={classes.when}>
            {index === 0
              ? t('message.versionFirst', { when: format.moment(at) })
              : t('message.versionThen', { when: format.moment(at) })}
          </p>
          <MessageBody text={text} />
        </li>
      ))}
      <li className={classes.version} data-now="true">
        <p className={classes.when}>{t('message.versionNow')}</p>
        <MessageBody text={row.text} />
      </li>
    </ol>
  )
}
