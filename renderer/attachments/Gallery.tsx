/** The pictures of a message: one large, or up to four beside each other. Each leads to all of them. */
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import classes from './attachments.module.css'
import { boxOf } from './box.ts'
import { Picture } from './Picture.tsx'
import { PictureView } from './PictureView.tsx'
import type { Placed } from './place.ts'

const mostShown = 4

export function Gallery({ pictures }: { pictures: readonly Placed[] }) {
  const { t } = useText()
  const [open, setOpen] = useState<number>()
  const shown = pictures.slice(0, mostShown)
  const [single] = shown
  const alone = pictures.length === 1 && single ? boxOf(single.file) : undefined
  return (
    <>
      <fieldset className={classes.gallery} data-count={shown.length} aria-label={t('attach.view')}>
        {shown.map(({ of, file }, index) => (
          <Picture
            key={of.at}
            of={of}
            file={file}
            more={index === mostShown - 1 ? pictures.length - mostShown : 0}
            {...(alone && { style: alone })}
            onOpen={() => setOpen(index)}
          />
        ))}
      </fieldset>
      <PictureView pictures={pictures} open={open} onMove={setOpen} onClose={() => setOpen(undefined)} />
    </>
  )
}
