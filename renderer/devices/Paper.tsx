/** What comes out of the printer: nothing of the window, only the key and what to do with it. Not on screen. */
import { createPortal } from 'react-dom'
import { useText } from '../i18n/index.ts'
import { QrPicture } from '../ui/index.ts'
import classes from './paper.module.css'

export function Paper({ text, name, made }: { text: string; name: string; made: string }) {
  const { t } = useText()
  return createPortal(
    <div className={classes.paper} aria-hidden="true">
      <p className={classes.title}>{t('recovery.dialog', { name })}</p>
      <p>{t('recovery.paperMade', { when: made })}</p>
      <p className={classes.text} dir="ltr">
        {text}
      </p>
      <QrPicture text={text} label={t('recovery.qr')} />
      <p>{t('recovery.paperHow')}</p>
    </div>,
    document.body,
  )
}
