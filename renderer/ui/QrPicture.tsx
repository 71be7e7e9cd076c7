/** A link as a picture to scan; nothing for one that fits into no code. */
import { useMemo } from 'react'
import classes from './qr.module.css'
import { pictureOf, qrOf } from './qr.ts'

export function QrPicture({ text, label }: { text: string; label: string }) {
  const picture = useMemo(() => {
    const code = qrOf(text)
    return code && pictureOf(code)
  }, [text])
  return picture === undefined ? null : <img className={classes.code} alt={label} src={picture} />
}
