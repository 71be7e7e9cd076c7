/** The pictures of a message: one large, or up to four beside each other. Each leads to all of them. */
import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import type { FileView } from '../session/index.ts'
import classes from './attachments.module.css'
import { boxOf } from './box.ts'
import { Picture } from './Picture.tsx'
import { PictureView } from './PictureView.tsx'
import type { FilePlace } from './place.ts'

/** A file and where it stands in its message. */
export interface Placed {
  readonly of: FilePlace
  readonly file: FileView
}

const mostShown = 4

export function Gallery({ pictures }: { pictures: readonly Placed[] }) {
  const { t } = useText()
  const [open, setOpen] = useState<number>()
  const shown = pictures.slice(0, mostShown)
  const [single] = shown
  const alone = pictures.length === 1 && single ? boxOf(single.file) : undefined
  return (
    <>
      <div className={classes.gallery} data-count={shown.length} role="group" aria-label={t('attach.view')}>
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
      </div>
      <PictureView pictures={pictures} open={open} onMove={setOpen} onClose={() => setOpen(undefined)} />
    </>
  )
}
