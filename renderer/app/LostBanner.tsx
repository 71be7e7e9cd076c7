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
  const { t } = useText()
  const link = useLink()
  const connection = useConnection()
  const lost = link.state === 'lost'
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (!lost) return setShown(false)
    const timer = setTimeout(() => setShown(true), patience)
    return () => clearTimeout(timer)
  }, [lost])
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
