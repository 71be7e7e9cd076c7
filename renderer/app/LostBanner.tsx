/** Says that core is not there, for as long as it is not; screens go on showing what they have. */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useText } from '../i18n/index.ts'
import { useConnection, useLink } from '../session/index.ts'
import { Notice } from '../ui/index.ts'
import classes from './app.module.css'

/** A blink of the link is not worth a word. */
const patience = 800

export function LostBanner() {
  return useLink().state === 'lost' ? <Lost /> : null
}

function Lost() {
  const { t } = useText()
  const connection = useConnection()
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), patience)
    return () => clearTimeout(timer)
  }, [])
  if (!shown) return null
  return (
    <div className={classes.banner}>
      <Notice
        tone="warn"
        live
        action={
          <Button size="compact-sm" variant="default" onClick={() => connection.retry()}>
            {t('common.tryAgain')}
          </Button>
        }
      >
        <strong>{t('frame.lostTitle')}</strong> {t('frame.lost')}
      </Notice>
    </div>
  )
}
